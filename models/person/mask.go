package person

import (
	"strings"
	"unicode/utf8"

	"shuangyong/models/seal"
)

// MaskName is a name as it is shown to whoever need not read it: 王**. The first character stays, the number of the others too, up to three.
func MaskName(name seal.Text) string {
	return head(name.Reveal(), 1, 3)
}

// MaskPhone is 138****1234.
func MaskPhone(phone seal.Text) string { return ends(phone.Reveal(), 3, 4) }

// MaskIDNumber is 110105********002X.
func MaskIDNumber(n seal.Text) string { return ends(n.Reveal(), 6, 4) }

// MaskAddress keeps the first six characters, or half of a short address: the town and no house.
func MaskAddress(a seal.Text) string {
	return head(a.Reveal(), min(6, utf8.RuneCountInString(a.Reveal())/2), 3)
}

// head keeps the first n characters, of a short text fewer, and puts at most most stars for the rest.
func head(s string, n, most int) string {
	runes := []rune(s)
	n = min(n, max(len(runes)-1, 0))
	return string(runes[:n]) + strings.Repeat("*", min(len(runes)-n, most))
}

// ends keeps the first and the last characters where more than these stay hidden, and nothing of a shorter text.
func ends(s string, first, last int) string {
	n := utf8.RuneCountInString(s)
	if n <= first+last {
		return strings.Repeat("*", n)
	}
	runes := []rune(s)
	return string(runes[:first]) + strings.Repeat("*", n-first-last) + string(runes[n-last:])
}
