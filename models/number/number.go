// Package number makes the numbers that people read out on the phone: nine digits that nobody can guess and that notice a slip of the tongue.
package number

import (
	"crypto/rand"
	"io"
	"math/big"
	"strings"
	"unicode"
)

// digits is the length of a number, its check digit included.
const digits = 9

// New is a random number: eight digits from rand, of which the first is not 0, and a check digit. The caller stores it under a unique key and takes another
// when it is taken. A random source that fails is a broken machine, so it panics.
func New(random io.Reader) string {
	n, err := rand.Int(random, big.NewInt(90_000_000))
	if err != nil {
		panic(err)
	}
	body := n.Add(n, big.NewInt(10_000_000)).String()
	return body + string(check(body))
}

// Valid tells whether s is nine digits with the right check digit.
func Valid(s string) bool {
	if len(s) != digits || s[0] == '0' {
		return false
	}
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return check(s[:digits-1]) == s[digits-1]
}

// Spaced is the number in groups of three, as it is shown and read out: 482 193 057. Anything else comes back unchanged.
func Spaced(s string) string {
	if len(s) != digits {
		return s
	}
	return s[:3] + " " + s[3:6] + " " + s[6:]
}

// Parse reads a number as people type it, with spaces, hyphens and full-width digits. It tells whether it is a valid one.
func Parse(s string) (string, bool) {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			b.WriteRune(r)
		case r >= '０' && r <= '９':
			b.WriteRune(r - '０' + '0')
		case unicode.IsSpace(r), r == '-', r == '－', r == '—', r == '–', r == '.', r == '·':
		default:
			return "", false
		}
		if b.Len() > digits {
			return "", false
		}
	}
	return b.String(), Valid(b.String())
}

// quasigroup is Damm's table of order ten: its check digit notices every single wrong digit and every swap of neighbours, which are the slips people make.
var quasigroup = [10]string{
	"0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
	"3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
}

func check(body string) byte {
	c := byte('0')
	for i := range len(body) {
		c = quasigroup[c-'0'][body[i]-'0']
	}
	return c
}
