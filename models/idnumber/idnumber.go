// Package idnumber reads what people write of themselves in digits: 公民身份号码 (GB 11643) and mobile numbers, and notices bank cards.
package idnumber

import (
	"errors"
	"fmt"
	"strings"
	"unicode"

	"shuangyong/models/clock"
	"shuangyong/models/seal"
)

// size is the length of an identity number: region 6, birthday 8, order 3, check digit 1.
const size = 18

// The ways in which a number is wrong. None repeats the number.
var (
	ErrEmpty      = errors.New("idnumber: empty")
	ErrScientific = errors.New("idnumber: rounded by a spreadsheet")
	ErrOld        = errors.New("idnumber: the old form of 15 digits")
	ErrLength     = errors.New("idnumber: not 18 characters")
	ErrChars      = errors.New("idnumber: not digits, with an X at most at the end")
	ErrRegion     = errors.New("idnumber: no such region")
	ErrBirthday   = errors.New("idnumber: no such birthday")
	ErrCheck      = errors.New("idnumber: the check digit does not fit")
)

// Number is a well-formed identity number and what it says. It prints as •••.
type Number struct {
	Text seal.Text  // 18 characters, the X a capital
	Born clock.Date // the birthday in it
	Sex  string     // "m" or "f", as the order digits say (odd for men)
}

// Format implements fmt.Formatter, so that no verb prints the number.
func (n Number) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(n.Text.String())) }

// Parse reads a number as people and spreadsheets write it: full-width digits, spaces and hyphens between, a small x. today is the last day
// somebody can be born on. It says which of the Err… is wrong.
func Parse(raw string, today clock.Date) (Number, error) {
	s := strings.ToUpper(Compact(raw))
	switch {
	case s == "":
		return Number{}, ErrEmpty
	case scientific(s):
		return Number{}, ErrScientific
	case len(s) == 15 && digits(s):
		return Number{}, ErrOld
	case len(s) != size && !printable(s):
		return Number{}, ErrChars
	case len(s) != size:
		return Number{}, ErrLength
	case !digits(s[:size-1]) || s[size-1] != 'X' && !digits(s[size-1:]):
		return Number{}, ErrChars
	case s[0] == '0':
		return Number{}, ErrRegion
	}
	born, err := clock.ParseDate(s[6:10] + "-" + s[10:12] + "-" + s[12:14])
	if err != nil || born < "1850-01-01" || born > today {
		return Number{}, ErrBirthday
	}
	if Check(s[:size-1]) != s[size-1] {
		if strings.HasSuffix(s, "000") { // a spreadsheet keeps 15 digits and writes noughts for the rest
			return Number{}, ErrScientific
		}
		return Number{}, ErrCheck
	}
	n := Number{Text: seal.Text(s), Born: born, Sex: "f"}
	if (s[16]-'0')%2 == 1 {
		n.Sex = "m"
	}
	return n, nil
}

// Check is the check digit for the first 17 digits (GB 11643, ISO 7064 MOD 11-2).
func Check(body string) byte {
	weights := [size - 1]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, w := range weights {
		sum += w * int(body[i]-'0')
	}
	return "10X98765432"[sum%11]
}

// Compact writes full-width characters as ASCII and leaves out what people and spreadsheets put between digits or around them.
func Compact(raw string) string {
	var b strings.Builder
	for _, r := range raw {
		switch {
		case r >= '！' && r <= '～': // U+FF01–FF5E
			r = r - '！' + '!'
		case unicode.IsSpace(r), r == '\u200b', r == '\ufeff', r == '–', r == '—':
			continue
		}
		if r != '-' && r != '\'' {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// scientific tells whether s looks like 1.10105E+17.
func scientific(s string) bool {
	mantissa, exponent, ok := strings.Cut(s, "E")
	return ok && digits(strings.Replace(mantissa, ".", "", 1)) && digits(strings.TrimPrefix(exponent, "+"))
}

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

func printable(s string) bool {
	return digits(strings.TrimSuffix(s, "X"))
}
