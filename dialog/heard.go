package dialog

import (
	"strings"
	"unicode/utf8"

	"shuangyong/dialog/understand"
)

// longest is how many bytes of one message are read; WeChat sends less.
const longest = 6000

// heard answers words, typed or spoken. What may not wait comes first: danger, then fraud, then secrets; then what answers the program's own
// question; then what is a new wish.
func (t *turn) heard() error {
	said := strings.TrimSpace(t.m.Text)
	if said == "" {
		if t.m.Kind == Voice {
			return t.voiceless()
		}
		return t.run(Step{Intent: "help"})
	}
	said, _ = Fit(said, longest)
	u := t.e.Reader.Read(said, t.now)
	clean := redact(said, u)
	switch {
	case utf8.RuneCountInString(clean) <= 8 && t.stillInDanger(u, clean):
		return nil
	case u.Intent == understand.Crisis:
		t.intent = understand.Crisis
		return t.crisis(u.Slots[understand.SlotKind], clean)
	case u.Fraud:
		return t.fraud()
	}
	if t.warn(said, u); t.notice != "" && u.Intent == understand.Unknown && t.st.Form == nil {
		t.say("想办什么，接着说就行。")
		return nil
	}
	if t.stillInDanger(u, clean) {
		return nil
	}
	if done, err := t.control(u, clean); done || err != nil {
		return err
	}
	if done, err := t.fill(u, said, clean); done || err != nil {
		return err
	}
	if done, err := t.pick(u, clean); done || err != nil {
		return err
	}
	if done, err := t.correct(u, clean); done || err != nil {
		return err
	}
	return t.wish(u, clean)
}

// wish answers a new wish and keeps the further ones of the same message.
func (t *turn) wish(u understand.Understanding, clean string) error {
	if t.pointsAtScreen(clean) {
		return t.show(*t.st.Current)
	}
	if code := bareCode(clean); code != "" && t.st.Current != nil && t.st.Current.Intent == "family.bind" {
		return t.run(Step{Intent: "family.code", Slots: map[string]string{understand.SlotCode: code}})
	}
	if s, ok := t.plainly(u, clean); ok && !u.Abuse {
		return t.run(s)
	}
	if u.Intent == understand.Unknown || t.e.intents[u.Intent].answer == nil {
		if u.Abuse {
			t.calm()
			return nil
		}
		if t.followsUp(u, clean) {
			return t.show(*t.st.Current)
		}
		if cur := t.st.Current; cur != nil && cur.Intent == "appointment.book" && u.Slots[understand.SlotDate]+u.Slots[understand.SlotTime] != "" {
			return t.run(atAnotherTime(*cur, u))
		}
		if place := u.Slots[understand.SlotPlace]; place != "" && t.elsewhereInTown(clean) {
			return t.run(t.st.Current.with(understand.SlotPlace, place))
		}
		if found := t.e.Benefits.Search(clean, 1); len(found) > 0 && exactly(found[0], clean) {
			return t.run(Step{Intent: "benefit.open", Slots: map[string]string{"id": found[0].Code}})
		}
		return t.unclear(clean)
	}
	switch {
	case t.st.Waiting != nil && u.Intent == "bus.arrivals" && len(u.Slots) == 0 && hasAny(clean, "还不来", "来了没", "还没来"):
		return t.run(Step{Intent: "human"}) // not the bus
	case u.Abuse && (u.Intent == "help" || u.Intent == "greet" || u.Intent == "thanks"):
		t.calm()
		return nil
	case lonely(clean) && (u.Intent == "human" || u.Intent == "greet" || u.Intent == "shop.join" || u.Intent == "help"):
		t.solace()
		return nil
	case t.followsUp(u, clean):
		return t.show(*t.st.Current)
	}
	t.st.Also = nil
	for _, also := range u.Also {
		if t.e.intents[also].name != "" && also != u.Intent {
			next := t.step(also, u, clean)
			if also == "station.find" { // the words are about the first wish
				next.Slots = without(next.Slots, words)
			}
			t.st.Also = append(t.st.Also, next)
		}
	}
	if t.st.Form != nil && !t.e.intents[u.Intent].passing {
		t.putAside()
	}
	t.soothe(u, clean)
	return t.run(t.step(u.Intent, u, clean))
}

// followsUp tells a short question about what is on the screen (要啥材料, 在哪办) from a new wish; the answer there holds it.
func (t *turn) followsUp(u understand.Understanding, clean string) bool {
	cur := t.st.Current
	if cur == nil || utf8.RuneCountInString(clean) > 8 || u.Intent != understand.Unknown && u.Confidence > 0.5 {
		return false
	}
	switch cur.Intent {
	case "shop.join", "card.apply", "benefit.open", "family.bind", "aid.request", "petition.review":
	default:
		return false
	}
	return hasAny(clean, "材料", "带什么", "带啥", "带哪些", "手续", "在哪办", "去哪办", "哪里办", "上哪办", "找谁办", "什么条件", "啥条件")
}

// atAnotherTime is a look for free times with the day or time that was said alone: 下午呢.
func atAnotherTime(s Step, u understand.Understanding) Step {
	for _, slot := range []string{understand.SlotDate, understand.SlotTime} {
		if v := u.Slots[slot]; v != "" {
			s = s.with(slot, v)
		}
	}
	return s
}

// elsewhereInTown tells a place that is said alone (离钟楼街近的): the list on the screen is meant, near there.
func (t *turn) elsewhereInTown(clean string) bool {
	cur := t.st.Current
	return cur != nil && utf8.RuneCountInString(clean) <= 10 && (cur.Intent == "shop.nearby" || cur.Intent == "shop.search" || cur.Intent == "station.find")
}

// soothe says sorry first to somebody who has waited or been sent around, before the answer.
func (t *turn) soothe(u understand.Understanding, clean string) {
	if t.notice != "" || !strings.HasPrefix(u.Intent, "petition.") && u.Intent != "human" && u.Intent != "payment.when" && u.Intent != "card.progress" && u.Intent != "card.apply" {
		return
	}
	switch {
	case u.Abuse:
		t.notice = "您有气，我们听着。"
	case hasAny(clean, "怎么还没", "咋还没", "没信", "没个信", "等到现在", "拖", "好几回", "好几次", "没人管", "没人理", "跑了", "跑断腿", "白跑", "折腾人", "踢皮球", "推来推去", "糊弄", "到底管不管", "不给个准话"):
		t.notice = "让您久等、受累了，对不起。"
	}
}

// step is the wish with the slots that were said, and the words where the intent looks at them.
func (t *turn) step(name string, u understand.Understanding, clean string) Step {
	s := Step{Intent: name}
	for k, v := range u.Slots {
		if v != "" {
			s = s.with(k, v)
		}
	}
	if status := statusIn(clean); status != "" {
		s = s.with("status", string(status))
		if speaksOfSelf(clean, u.Slots[understand.SlotFor]) {
			t.st.Claimed = status
		}
	}
	if t.e.intents[name].wordy && utf8.RuneCountInString(clean) <= 120 {
		s = s.with(words, clean)
	}
	return s
}
