package dialog

import "regexp"

// mourns tells that somebody of the family has died. 儿子走了 may mean that he joined up, so sons are left out.
func mourns(said string) bool {
	return hasAny(said, "去世", "过世", "病逝", "逝世", "不在了") || gone.MatchString(said) && !errand.MatchString(said)
}

// gone is a relative of whom it is said that he has gone; 我妈的补助没了 is about money, 我爸走了三趟 about errands.
var (
	gone   = regexp.MustCompile(`(老伴|爱人|丈夫|老公|妻子|媳妇|爸|爹|父亲|妈|娘|母亲|爷爷|奶奶|老人|公公|婆婆)[^。？！?!的钱款证卡金补]{0,8}?(走了|没了|走的早|走得早)`)
	errand = regexp.MustCompile(`走了.{0,2}[趟回次里站圈]`)
)

// afterDeath answers a bereaved family: a word of sympathy, what can be asked about, and a human.
func (t *turn) afterDeath(s Step) {
	found := merge(t.e.Benefits.Search(s.slot(words), 2), t.e.Benefits.Search("去世后的抚恤金", 3))
	found = merge(found, t.e.Benefits.Search("光荣牌", 1))
	options := benefitOptions(found[:min(len(found), maxOptions-1)])
	t.say("请节哀。后面的事，我们帮着您办。\n哪些待遇能接着享受，看他生前的情况，这几项可以先看看：", t.andHuman(options, "家人去世后能办什么")...)
	if len(found) == 0 {
		t.reply.Text = "请节哀。后面的事，我们帮着您办。\n哪些待遇能接着享受，看他生前的情况，工作人员一说就清楚。"
	}
	t.tail("打" + t.call() + "，带上他的退役证件和死亡证明去问，也行。")
}

// andHuman ends a list of options with a human.
func (t *turn) andHuman(options []Option, about string) []Option {
	return append(options, Option{Label: "请人联系我", Say: "联系我", Step: Step{Intent: "human", Slots: map[string]string{words: about}}})
}
