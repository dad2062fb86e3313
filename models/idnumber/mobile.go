package idnumber

import (
	"strings"

	"shuangyong/models/seal"
)

// Mobile reads a mobile number of the mainland (^1[3-9]\d{9}$) as people write it: with spaces, hyphens, full-width digits, +86 in front.
func Mobile(raw string) (seal.Text, bool) {
	s := Compact(raw)
	for _, country := range []string{"+86", "0086", "86"} {
		if rest, ok := strings.CutPrefix(s, country); ok && len(rest) == 11 {
			s = rest
			break
		}
	}
	if len(s) != 11 || !digits(s) || s[0] != '1' || s[1] < '3' {
		return "", false
	}
	return seal.Text(s), true
}

// BankCard tells whether the text could be a bank card's number: 16 to 19 digits whose last is right by Luhn's rule. Such a number is never kept.
func BankCard(raw string) bool {
	s := Compact(raw)
	if len(s) < 16 || len(s) > 19 || !digits(s) {
		return false
	}
	sum := 0
	for i := range len(s) {
		d := int(s[len(s)-1-i] - '0')
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}
