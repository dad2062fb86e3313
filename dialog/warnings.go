package dialog

import (
	"slices"
	"strings"

	"shuangyong/dialog/understand"
)

// fraud warns of the commonest swindle: money for what is free.
func (t *turn) fraud() error {
	t.intent = "fraud"
	t.say(lines(
		"先别转钱：首次办优待证不收钱，我们办事都不收费。",
		"让您交钱、点链接、报验证码的，别信，别转。",
		"已经转了，马上打110，再打银行电话止付。",
		"想核实，打"+t.calls()+"。"))
	return nil
}

// warn sets the notice for what must not be sent in a chat. The program keeps the words without it.
func (t *turn) warn(said string, u understand.Understanding) {
	switch {
	case len(u.Secrets) > 0:
		t.notice = "为了保密，番号、驻地没有保存，请别再发，不影响办事。"
	case hasCardNumber(said, u.Personal):
		t.notice = "身份证号、银行卡号不用发，我没有保存，也请您别发给别人。"
	}
}

// hasCardNumber tells an identity or bank card number from a phone number, which people may have a reason to send.
func hasCardNumber(said string, spans []understand.Span) bool {
	for _, s := range spans {
		if countDigits(said[s.Start:s.End]) >= 14 {
			return true
		}
	}
	return false
}

func countDigits(s string) int {
	n := 0
	for _, r := range narrow(s) {
		if r >= '0' && r <= '9' {
			n++
		}
	}
	return n
}

// redact is what was said without secrets and without personal numbers, for everything that is kept.
func redact(said string, u understand.Understanding) string {
	spans := append(slices.Clone(u.Secrets), u.Personal...)
	slices.SortFunc(spans, func(a, b understand.Span) int { return a.Start - b.Start })
	var b strings.Builder
	at := 0
	for _, s := range spans {
		start, end := max(s.Start, at), min(s.End, len(said))
		if start >= end {
			continue
		}
		b.WriteString(said[at:start])
		b.WriteString("〇〇")
		at = end
	}
	b.WriteString(said[at:])
	return b.String()
}

func shortName(short, long string) string {
	if short != "" {
		return short
	}
	return long
}
