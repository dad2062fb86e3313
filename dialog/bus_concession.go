package dialog

import (
	"fmt"
	"slices"
	"strings"

	"shuangyong/dialog/understand"
	"shuangyong/models/bus"
	"shuangyong/models/person"
)

// busConcession tells what a ride costs somebody of his status, what to show, and what to do when the driver refuses.
func busConcession(t *turn, s Step) error {
	if refusedAt(s.slot(words)) != "" {
		return busComplain(t, s)
	}
	if hasAny(s.slot(words), "刷不出", "刷不了", "休眠", "无效卡", "激活") {
		t.cardDead()
		return nil
	}
	statuses, err := t.statuses(s)
	if err != nil {
		return err
	}
	if len(statuses) == 0 {
		t.askStatus(s, whose(s)+"是哪种情况？")
		return nil
	}
	var parts []string
	for _, st := range statuses {
		parts = append(parts, t.fares(st))
	}
	t.say(lines(parts...),
		Option{Label: "拥军先锋号有哪几路", Say: "先锋号", Step: Step{Intent: "bus.routes"}},
		Option{Label: "司机不认，我要反映", Say: "司机不认", Step: Step{Intent: "shop.complain", Slots: map[string]string{"bus": "1"}}})
	t.tail(lines(t.busCompany(), "不是这种身份？直接说，比如“我是军属”。"))
	return nil
}

// busCompany is whom to call about a ride.
func (t *turn) busCompany() string {
	for _, r := range t.e.Buses.Pioneers() {
		if a, ok := t.e.Buses.Agency(r.AgencyID); ok && a.Phone != "" {
			return "问公交公司，打" + a.Name + a.Phone + "。"
		}
	}
	return ""
}

// whose addresses the question to him or about his kin.
func whose(s Step) string {
	switch s.slot(understand.SlotFor) {
	case "father":
		return "您父亲"
	case "mother":
		return "您母亲"
	case "spouse":
		return "您爱人"
	case "child":
		return "您孩子"
	case "other":
		return "他"
	}
	return "您"
}

// fares is what the rules of today give one status. Where none is found it says so: a wrong "free" is an insult at the door of a bus.
func (t *turn) fares(status person.Claim) string {
	rules := t.e.Buses.Concessions(string(status), t.today)
	if len(rules) == 0 {
		return lines(
			status.Chinese()+"坐本市公交，我这里没有查到减免的规定。",
			"各地不一样，坐车前打公交公司或局里"+t.phone()+"问准。")
	}
	out := []string{status.Chinese() + "坐车："}
	var proofs, sources []string
	out = append(out, t.grouped(rules)...)
	for _, r := range rules {
		proofs = once(proofs, r.Proof)
		for source := range strings.SplitSeq(r.Source, "；") { // a rule may rest on several, and rules share them
			sources = once(sources, source)
		}
	}
	if len(proofs) > 0 {
		out = append(out, "上车出示："+strings.Join(proofs, "；"))
	}
	if len(sources) > 0 {
		out = append(out, "依据："+strings.Join(sources, "；"))
	}
	return strings.Join(out, "\n")
}

// grouped says the rules in lines: those that grant the same share one.
func (t *turn) grouped(rules []bus.Concession) []string {
	var order []string
	where := map[string][]string{}
	for _, r := range rules {
		grant := granted(r)
		if where[grant] == nil {
			order = append(order, grant)
		}
		if r.RouteID == "" {
			where[grant] = once(where[grant], t.scope(r))
		} else if where[grant] == nil {
			where[grant] = []string{}
		}
	}
	for i, grant := range order {
		order[i] = strings.Join(append(t.pioneersOf(grant, rules), where[grant]...), "、") + "：" + grant
	}
	return order
}

// granted is what a rule gives and under what condition.
func granted(r bus.Concession) string {
	if r.Condition == "" {
		return fare(r)
	}
	return fare(r) + "（" + r.Condition + "）"
}

// pioneersOf names the pioneer lines that rules of their own give this grant: all together, or one by one.
func (t *turn) pioneersOf(grant string, rules []bus.Concession) []string {
	var own []string
	all := true
	for _, p := range t.e.Buses.Pioneers() {
		i := slices.IndexFunc(rules, func(r bus.Concession) bool { return r.Covers(p) }) // the particular rule stands first
		switch {
		case i < 0 || granted(rules[i]) != grant:
			all = false
		case rules[i].RouteID != "":
			own = append(own, pioneerName+p.ShortName)
		}
	}
	for _, r := range rules {
		if other := r.RouteID != "" && granted(r) == grant; other && !t.isPioneer(r.RouteID) {
			own = once(own, "指定的线路")
		}
	}
	if all && len(own) > 0 {
		return []string{pioneerName + "各线"}
	}
	return own
}

func (t *turn) isPioneer(routeID string) bool {
	return slices.ContainsFunc(t.e.Buses.Pioneers(), func(p bus.Route) bool { return p.ID == routeID })
}

// scope says whose buses a rule holds on.
func (t *turn) scope(r bus.Concession) string {
	if r.AgencyID != "" {
		if a, ok := t.e.Buses.Agency(r.AgencyID); ok {
			return a.Name + "的车"
		}
	}
	return "本市公交"
}

func fare(r bus.Concession) string {
	switch r.Fare {
	case bus.Free:
		return "免费"
	case bus.Half:
		return "半价"
	case bus.Percentage:
		if r.Percent%10 == 0 {
			return fmt.Sprintf("按%d折", r.Percent/10)
		}
		return fmt.Sprintf("付票价的%d%%", r.Percent)
	default:
		return "照常买票"
	}
}

func once(list []string, s string) []string {
	if s == "" || slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

// cardDead helps with a card that the reader on the bus refuses.
func (t *turn) cardDead() {
	t.say(lines(
		"优待证刷不出来，多半是公交功能没开通，或者卡很久没用睡着了（休眠）。",
		"带上优待证和身份证，到发证的银行网点问一声，当场能看出是哪一种。",
		"这几天坐车，先把证给司机看。"),
		Option{Label: "司机看了证也不认，我要反映", Say: "司机不认", Step: Step{Intent: "shop.complain", Slots: map[string]string{"bus": "1"}}},
		Option{Label: "找人工", Say: "人工", Step: Step{Intent: "human"}})
	t.tail("弄不明白，打" + t.phone() + "。")
}

// busComplain takes a complaint about a ride.
func busComplain(t *turn, s Step) error {
	t.begin("complain", words, map[string]string{"first": s.slot(words), "bus": "1"})
	return nil
}
