package dialog

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"shuangyong/models/handoff"
)

// unclear is for words nobody understood: the first time five choices, the second time a human, who is told what was said.
func (t *turn) unclear(clean string) error {
	t.intent = "unknown"
	if lonely(clean) {
		t.solace()
		return nil
	}
	if t.st.Waiting != nil && t.st.Waiting.Kind == handoff.Crisis && mobileIn(t.m.Text) == "" && clean != "" {
		t.passWords(clean) // whatever he says now may matter
		return nil
	}
	if mourns(clean) {
		t.afterDeath(Step{Intent: "benefit.mine", Slots: map[string]string{words: clean}})
		return nil
	}
	if hasAny(clean, "报警", "报案") {
		t.say("报警打110，不方便出声可以给12110发短信。\n被骗了钱，也马上打110，再打银行电话止付。")
		return nil
	}
	if hasAny(clean, "你叫什么", "你叫啥", "你是谁", "你是人", "是真人", "机器人吗") {
		t.say("我是" + t.e.Bureau.Name + "的自动答复，不是真人。\n想找人说，回“人工”，或打" + t.phone() + "。")
		return nil
	}
	if idle(clean) {
		t.say("这个我不会，说不好。当兵、退役、优待的事，尽管问我：", firstOptions()...)
		return nil
	}
	if elsewhere(clean) {
		t.say("这件事不归我们管，打12345会告诉您找谁。\n当兵、退役、优待的事，尽管问我。")
		return nil
	}
	if number := mobileIn(t.m.Text); number != "" && t.st.Waiting == nil {
		t.say("收到一个手机号。要请工作人员打这个号码找您吗？",
			Option{Label: "请人打给我", Say: "打给我", Step: Step{Intent: "human", Slots: map[string]string{words: ringMe + number}}})
		t.tail("不用的话，不用回。")
		return nil
	}
	if asksFee(clean) {
		t.fees()
		return nil
	}
	if t.st.Waiting != nil && !meaningful(clean) {
		return t.run(Step{Intent: "human"}) // ？？？ asks where he is
	}
	if t.st.Waiting != nil && utf8.RuneCountInString(clean) > 1 {
		t.passWords(clean)
		return nil
	}
	t.st.Unclear++
	t.remember(clean)
	if t.st.Unclear >= 2 {
		return t.unclearAgain()
	}
	lead := "我没听明白。您是想："
	if t.m.Kind == Voice {
		lead = "我听到的是：“" + shorten(clean, 40) + "”，没弄明白。您是想："
	}
	t.say(lead, unclearOptions()...)
	t.tail("回数字就行，也可以换个说法。")
	if t.st.Form != nil {
		t.aside = true
	}
	return nil
}

// asksFee tells a question about what the bureau charges.
func asksFee(said string) bool {
	if hasAny(said, "公交", "坐车", "门票", "景区", "公园", "博物馆", "理发", "洗澡", "停车", "看病", "住院", "挂号", "学费", "火车", "高铁") {
		return false // what others charge
	}
	return hasAny(said, "交钱", "收钱", "收费", "要钱", "花钱", "费用")
}

// fees says that nothing is charged: whoever asks for money is not the bureau.
func (t *turn) fees() {
	t.say("我们办事都不收费：办优待证（首次）、商家签约挂牌、预约、反映诉求，都不要钱。\n让您交钱的，别信，打"+t.phone()+"告诉我们。",
		Option{Label: "我坐公交要钱吗", Say: "坐公交", Step: Step{Intent: "bus.concession"}})
}

// calm answers an insult: with patience, and with what can be done.
func (t *turn) calm() {
	t.say("您有气，我们听着。哪里没办好，告诉我：",
		Option{Label: "反映问题", Step: Step{Intent: "petition.file"}},
		Option{Label: "查办到哪了", Say: "查进度", Step: Step{Intent: "menu.progress"}},
		Option{Label: "找人工", Say: "人工", Step: Step{Intent: "human"}})
	t.tail("也可以直接打" + t.phone() + "。")
}

func (t *turn) unclearAgain() error {
	t.callHuman("机器人两次没听懂。"+t.about(), "怪我没弄懂。我请工作人员来，您不用重说。")
	return nil
}

// remember keeps the last few things that were not understood, for the human.
func (t *turn) remember(clean string) {
	t.st.Said = append(slices.Clone(t.st.Said), shorten(clean, 300))
	if n := len(t.st.Said); n > 3 {
		t.st.Said = t.st.Said[n-3:]
	}
}

// unknown answers an intent that the engine has no answer for.
func (t *turn) unknown() error { return t.unclear("") }

func unclearOptions() []Option {
	return []Option{
		{Label: "查优待", Step: Step{Intent: "benefit.mine"}},
		{Label: "约时间", Step: Step{Intent: "appointment.book"}},
		{Label: "反映问题", Step: Step{Intent: "petition.file"}},
		{Label: "查进度", Step: Step{Intent: "menu.progress"}},
		{Label: "找人工", Step: Step{Intent: "human"}},
	}
}

// menuProgress asks whose progress: three things are asked about.
func menuProgress(t *turn, _ Step) error {
	t.say("您想查哪一样？",
		Option{Label: "反映的诉求办到哪了", Say: "诉求", Step: Step{Intent: "petition.progress"}},
		Option{Label: "优待证办到哪了", Say: "优待证", Step: Step{Intent: "card.progress"}},
		Option{Label: "补助到账没有", Say: "补助", Step: Step{Intent: "payment.when"}},
		Option{Label: "我的预约", Say: "预约", Step: Step{Intent: "appointment.mine"}})
	return nil
}

// elsewhere tells the commonest matters of other offices; they are answered with the number that knows them all.
func elsewhere(clean string) bool {
	for _, w := range []string{"停电", "暖气", "敬老卡", "老年卡", "低保", "社保卡", "退休金", "公积金", "驾照", "停水", "漏水", "水费", "电费", "燃气", "噪音", "违章", "罚单", "堵车", "红绿灯", "快递", "天气", "下雨", "路灯", "垃圾", "物业", "护照", "身份证丢", "签证", "彩票", "股票"} {
		if strings.Contains(clean, w) {
			return true
		}
	}
	return false
}

// idle tells chat that is nobody's matter.
func idle(clean string) bool {
	return hasAny(clean, "笑话", "写首诗", "写诗", "作诗", "唱首歌", "唱个歌", "唱歌", "讲个故事", "讲故事", "猜谜", "写作文", "翻译", "你几岁", "你多大", "GPT", "gpt", "算命", "星座", "世界杯", "指令", "密码是")
}

// meaningful says that there are words that are worth passing on.
func meaningful(clean string) bool {
	n := 0
	for _, r := range clean {
		if unicode.Is(unicode.Han, r) || unicode.IsDigit(r) {
			n++
		}
	}
	return n >= 2
}

func shorten(s string, runes int) string {
	r := []rune(s)
	if len(r) <= runes {
		return s
	}
	return string(r[:runes]) + "…"
}
