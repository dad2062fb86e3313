package dialog

import (
	"strings"
	"unicode/utf8"

	"shuangyong/dialog/understand"
	"shuangyong/models/handoff"
)

// shopComplain takes a complaint that a card was refused, in a shop or on a bus: one sentence is enough, and a human gets it.
func shopComplain(t *turn, s Step) error {
	if said := s.slot(words); strings.Contains(said, "认不认") && !hasAny(said, "投诉", "不给", "态度") {
		if hasAny(said, "车", "司机", "公交") {
			return busConcession(t, s)
		}
		return shopSearch(t, s) // a question, not a complaint
	}
	where := s.slot("shop")
	if where == "" && s.slot("bus") == "" {
		where = t.shopOnScreen()
	}
	t.begin("complain", words, map[string]string{"first": s.slot(words), "shop": where, "bus": s.slot("bus")})
	return nil
}

// shopOnScreen is the shop he looked at just before, "" for none.
func (t *turn) shopOnScreen() string {
	n := len(t.st.Trail)
	if n == 0 {
		return ""
	}
	switch last := t.st.Trail[n-1]; last.Intent {
	case "shop.open":
		return last.slot("name")
	case "shop.search":
		one, _ := t.shopNamed(last.slot(words))
		return one.Name
	}
	return ""
}

// refusedAt tells a story of a refused card, and where: "bus", "shop", or "" for none.
func refusedAt(said string) string {
	said = strings.ReplaceAll(said, "认不认", "")
	if !hasAny(said, "不认", "不让坐", "让我下车", "不给优惠", "不给打折", "不打折", "扣的是全价", "扣了全价", "投全价", "态度", "被拦", "说证是假") {
		return ""
	}
	switch {
	case hasAny(said, "司机", "公交", "乘务", "车上", "坐车", "售票", "路车", "扣的", "下车"):
		return "bus"
	case hasAny(said, "店", "老板", "收银", "商家", "超市", "饭馆"):
		return "shop"
	}
	return ""
}

func askComplaint(t *turn, f *Form) {
	where := "哪家店、"
	if f.Slots["shop"] != "" {
		where = "“" + f.Slots["shop"] + "”"
	}
	if f.Slots["bus"] != "" {
		where = "几路车、"
	}
	t.say(lines(
		"对不起，让您受委屈了。",
		where+"什么时候、怎么说的，一句话告诉我，我转给工作人员核实。",
		"有照片、小票的，先留好。"))
	t.tail("不想写，打" + t.phone() + "说；不反映了，回“取消”。")
}

// takeComplaint takes the sentence. What plainly is another wish is answered first.
func takeComplaint(t *turn, f *Form, u understand.Understanding, _, clean string) (bool, error) {
	if anotherWish(u, clean) {
		return false, nil
	}
	if u.Choice != 0 || utf8.RuneCountInString(squeeze(clean)) < 2 {
		t.ask(f)
		return true, nil
	}
	subject := "门店"
	if f.Slots["bus"] != "" || refusedAt(clean) == "bus" {
		subject = "公交"
	}
	summary := "反映" + subject + "不认优待。" + f.Slots["shop"] + "“" + clean + "”"
	if f.Slots["first"] != "" {
		summary += "先前说：“" + f.Slots["first"] + "”"
	}
	by := t.callBackBy()
	t.say(lines("对不起，这会儿没能记上。", "您写的话我还留着，请过几分钟再发一次，或者直接打"+t.phone()+"。"))
	before := t.st
	t.st.Form = nil
	t.open(handoff.CallBack, summary, by, Reply{
		Text: lines("记下了，已转给工作人员，"+moment(by, t.now)+"前联系您。", afterComplaint(subject)),
		Tail: t.needPhone(),
	})
	t.opening.formID = f.ID
	t.st = before
	return true, nil
}

// anotherWish tells a new question from the story that was asked for: it is short, it is understood as something else, and it asks.
func anotherWish(u understand.Understanding, clean string) bool {
	switch u.Intent {
	case understand.Unknown, "shop.complain", "petition.file", "bus.concession", "shop.search":
		return false
	case "thanks", "greet", "help", "human":
		return true
	}
	return utf8.RuneCountInString(clean) < 16 && hasAny(clean, "吗", "呢", "哪", "几", "什么", "怎么", "咋", "啥", "多少", "？", "?", "我要", "我想", "帮我", "查")
}

func afterComplaint(subject string) string {
	if subject == "公交" {
		return "今天要坐车，先照常付钱，留好票据。"
	}
	return "门店优惠是店家自愿签的；签了不认，我们去核实，不改的就取消资格。"
}
