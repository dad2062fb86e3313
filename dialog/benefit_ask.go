package dialog

import (
	"strings"

	"shuangyong/dialog/understand"
	"shuangyong/models/benefit"
)

// benefitAsk answers a question about one entitlement: by its topic, else by the words.
func benefitAsk(t *turn, s Step) error {
	var found []benefit.Benefit
	said := s.slot(words)
	if said != "" {
		found = t.e.Benefits.Search(said, 10)
	}
	if topic := s.slot(understand.SlotTopic); topic != "" {
		status := s.slot("status")
		if status == "" {
			status = string(t.st.Claimed)
		}
		found = merge(merge(merge(titled(found, said), ofTopic(found, topic)), t.e.Benefits.ByTopic(topic, status)), t.e.Benefits.ByTopic(topic, ""))
	}
	switch {
	case asksFee(said) && (len(found) == 0 || !exactly(found[0], said)):
		t.fees()
	case len(found) == 0 && said == "":
		return benefitMine(t, Step{Intent: "benefit.mine"})
	case len(found) == 0 && strings.Contains(said, "慰问"):
		t.visits()
	case len(found) == 0 && hasAny(said, "补助", "补贴", "抚恤金"):
		next := Step{Intent: "benefit.mine", Slots: map[string]string{"group": groups[0].name}}
		if status := s.slot("status"); status != "" {
			next = next.with("status", status)
		}
		return benefitMine(t, next)
	case len(found) == 0:
		t.nothingFound("您问的这一项")
	case len(found) == 1 || s.Offset == 0 && exactly(found[0], said):
		t.showBenefit(found[0], found[1:]...)
	default:
		t.pageOf("跟您问的有关的，有这几项：", benefitOptions(found), s.Offset)
	}
	return nil
}

// visits answers about what is given at the festivals, which every year's notice settles anew.
func (t *turn) visits() {
	t.say("春节、八一的慰问，给谁、给什么、怎么发，每年看当年的通知。\n今年的，打"+t.call()+"问；家里有难处，也请早说一声。",
		Option{Label: "慰问金到账没有", Say: "到账", Step: Step{Intent: "payment.when"}},
		Option{Label: "家里有困难，想找帮助", Say: "困难", Step: Step{Intent: "aid.request"}},
		Option{Label: "请人联系我", Say: "联系我", Step: Step{Intent: "human", Slots: map[string]string{words: "问节日慰问"}}})
}

// titled keeps what has two characters of its title in common with what was said: 工龄, 轮椅.
func titled(list []benefit.Benefit, said string) []benefit.Benefit {
	var out []benefit.Benefit
	words := []rune(squeeze(said))
	for _, b := range list {
		for i := range len(words) - 1 {
			if strings.Contains(b.Title, string(words[i:i+2])) {
				out = append(out, b)
				break
			}
		}
	}
	return out[:min(len(out), 2)]
}

// ofTopic keeps what is about the topic.
func ofTopic(list []benefit.Benefit, topic string) []benefit.Benefit {
	var out []benefit.Benefit
	for _, b := range list {
		if b.Topic == topic {
			out = append(out, b)
		}
	}
	return out
}

// merge is a followed by what of b is not in it.
func merge(a, b []benefit.Benefit) []benefit.Benefit {
	seen := map[string]bool{}
	var out []benefit.Benefit
	for _, x := range append(a[:len(a):len(a)], b...) {
		if !seen[x.Code] {
			seen[x.Code] = true
			out = append(out, x)
		}
	}
	return out
}

// exactly tells whether the words ask for this very thing: they hold little more than its name or a known question, or little less.
func exactly(b benefit.Benefit, said string) bool {
	said = squeeze(said)
	for _, name := range append(strings.Split(b.Asks, "|"), b.Title) {
		name = squeeze(name)
		short, long := min(len(name), len(said)), max(len(name), len(said))
		if short >= 9 && 5*short >= 3*long && (strings.Contains(said, name) || strings.Contains(name, said)) {
			return true
		}
	}
	return false
}

// nothingFound says plainly that it is not known, and whom to ask.
func (t *turn) nothingFound(what string) {
	t.say(lines(
		what+"，我这里没有查到，不敢乱答。",
		"打"+t.call()+"问准；或者请人联系您。"),
		Option{Label: "请人联系我", Say: "联系我", Step: Step{Intent: "human", Slots: map[string]string{words: "问" + what}}},
		Option{Label: "看我能享受什么", Say: "能享受什么", Step: Step{Intent: "benefit.mine"}})
}

// benefitOpen shows the entitlement that was chosen.
func benefitOpen(t *turn, s Step) error {
	b, ok := t.e.Benefits.ByCode(s.slot("id"))
	if !ok {
		t.nothingFound("这一项")
		return nil
	}
	t.showBenefit(b)
	return nil
}

// showBenefit is one entitlement: who, under what conditions, what, with which papers, where, and how sure we are. Others that the question may
// have meant stand below.
func (t *turn) showBenefit(b benefit.Benefit, others ...benefit.Benefit) {
	options := benefitOptions(others[:min(len(others), 2)])
	options = append(options,
		Option{Label: "最近的服务站在哪", Say: "服务站", Step: Step{Intent: "station.find"}},
		Option{Label: "请人联系我", Say: "联系我", Step: Step{Intent: "human", Slots: map[string]string{words: "问：" + b.Title}}})
	if b.Confidence == "title_only" {
		t.say(lines(
			b.Title,
			labelled("谁能享受", b.Who),
			"细则我这里还没有，不敢乱说。",
			labelled("到哪问", b.Where),
			"请打"+t.calls()+"。"), options...)
		return
	}
	t.say(lines(
		b.Title,
		labelled("谁能享受", b.Who),
		labelled("条件", b.Conditions),
		labelled("能得到", b.Gives),
		history(b, t),
		labelled("带上", b.Documents),
		labelled("去哪办", b.Where),
		labelled("依据", b.Source),
		t.sure(b)), options...)
	t.tail("拿不准，打" + t.call() + "问。这是查询结果，不是正式决定。")
}

// history marks what is no longer in force, so that no old amount is taken for today's.
func history(b benefit.Benefit, t *turn) string {
	switch {
	case b.Until != "" && b.Until < t.today:
		return "注意：这是过去的规定，" + date(b.Until, t.today) + "已经停止。"
	case b.History:
		return "注意：这是过去的规定，现在不再发了，只作历史参考。"
	case b.From != "" && b.From > t.today:
		return "注意：从" + date(b.From, t.today) + "起才执行。"
	}
	return ""
}

// sure says how sure the program is when it is not quite.
func (t *turn) sure(b benefit.Benefit) string {
	if b.Confidence == "known_unverified" {
		return "这一条还没有核对原文，办之前请先打电话问准。"
	}
	return ""
}
