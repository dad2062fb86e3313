package understand

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzRead takes any bytes: no panic, an intent of the contract, spans inside the text and in order.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"", "附近的优惠店", "下下下下", "第", "十", "百百百", "周", "\xff\xfe", "\u202e反", "\ue001\ue7ff", "12:", "24:60点半", "1-1-1-1-1-1-1-1-1", "去去去怎么", "站", "a1b2c3", "zhzhzhzhzhzhzhzhzh",
		strings.Repeat("死", 10000), strings.Repeat("8", 10000), strings.Repeat("xian", 2500), strings.Repeat("第三师第三师", 1000), "番号是", "99999999月99999999号", "五路", "<a>{{.}}</a>",
	} {
		f.Add(seed)
	}
	r := taught()
	intents := Intents()
	f.Fuzz(func(t *testing.T, text string) {
		u := r.Read(text, monday)
		if !slices.Contains(intents, u.Intent) {
			t.Fatalf("intent %q", u.Intent)
		}
		if u.Confidence < 0 || u.Confidence > 1 {
			t.Fatalf("confidence %v", u.Confidence)
		}
		for _, spans := range [][]Span{u.Secrets, u.Personal} {
			at := 0
			for _, s := range spans {
				if s.Start < at || s.End <= s.Start || s.End > len(text) {
					t.Fatalf("span %v after %d of %d", s, at, len(text))
				}
				at = s.End
			}
		}
		for name, value := range u.Slots {
			if value == "" || !utf8.ValidString(value) || len(value) > 100 {
				t.Fatalf("slot %s = %q", name, value)
			}
		}
		clean, found := Redact(text)
		if found != (len(u.Secrets) > 0) || !found && clean != text {
			t.Fatal("Redact and Read disagree")
		}
	})
}
