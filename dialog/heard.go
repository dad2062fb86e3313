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
	case u.Intent == understand.Crisis:
		return t.crisis(u.Slots[understand.SlotKind], clean)
	case u.Fraud:
		return t.fraud()
	}
	if t.warn(said, u); t.notice != "" && u.Intent == understand.Unknown && t.st.Form == nil {
		t.say("想办什么，接着说就行。")
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
	if u.Intent == understand.Unknown || t.e.intents[u.Intent].answer == nil {
		return t.unclear(clean)
	}
	t.st.Also = nil
	for _, also := range u.Also {
		if t.e.intents[also].name != "" && also != u.Intent {
			t.st.Also = append(t.st.Also, t.step(also, u, clean))
		}
	}
	if t.st.Form != nil {
		t.putAside()
	}
	return t.run(t.step(u.Intent, u, clean))
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
