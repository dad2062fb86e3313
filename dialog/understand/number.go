package understand

import "strings"

// mark is a part of the message with a form of its own. The classifier sees it as one symbol, so that 5路 teaches it about 38路.
type mark struct {
	kind       rune // one of the mark… runes
	start, end int  // runes
	value      string
	clock      bool // of a date mark: it is the time of day
}

const (
	markCode   = 'N'
	markLine   = 'L'
	markDate   = 'D'
	markTime   = 'T'
	markNumber = '#'
	markPerson = 'P' // identity, phone and bank card numbers
)

// numbers finds what is made of digits: codes (XF20260928-0012, 482 193 057, 四八二 一九三 零五七), personal numbers and plain ones.
func numbers(runes []rune) []mark {
	var found []mark
	for i := 0; i < len(runes); {
		m := numberAt(runes, i)
		if m.end == 0 {
			i++
			continue
		}
		found = append(found, m)
		i = m.end
	}
	return found
}

func numberAt(runes []rune, i int) mark {
	letters := 0
	for i+letters < len(runes) && isLetter(runes[i+letters]) {
		letters++
	}
	if i > 0 && isLetter(runes[i-1]) || letters > 6 {
		return mark{}
	}
	digits, tail, end := digitRun(runes, i+letters)
	if digits == "" {
		return mark{}
	}
	m := mark{start: i, end: end}
	switch {
	case letters > 0:
		if len(digits) < 6 {
			return mark{}
		}
		m.kind, m.value = markCode, strings.ToUpper(string(runes[i:i+letters]))+digits+tail
	case isPersonal(digits, runes, end) || i > 1 && runes[i-1] == '第' && runes[i-2] == '字':
		m.kind = markPerson
		if len(digits) == 17 {
			m.end++ // the X
		}
	case len(digits) >= 8 && len(digits) <= 14, len(digits) >= 5 && calledNumber(runes, i):
		m.kind, m.value = markCode, digits+tail
	case isDigit(runes[i]) && len(digits)+len(tail) == end-i:
		m.kind, m.value = markNumber, digits
	default:
		return mark{}
	}
	return m
}

// digitRun reads digits from i, over single spaces and dashes between groups, written or (six and more) spoken one by one.
// tail is "-NNNN" when a dash is followed by exactly four digits at the end of eight.
func digitRun(runes []rune, i int) (digits, tail string, end int) {
	var b []byte
	spoken := false
	end = i
	for j := i; j < len(runes) && len(b) < 24; j++ {
		c := runes[j]
		if v := digitAt(c); v >= 0 {
			spoken = spoken || !isDigit(c)
			b = append(b, byte('0'+v))
			end = j + 1
			continue
		}
		if len(b) == 8 && c == '-' {
			if four := plainDigits(runes, j+1); four == 4 {
				return string(b), "-" + string(runes[j+1:j+5]), j + 5
			}
		}
		if len(b) == 0 || c != ' ' && c != '-' || j+1 >= len(runes) || digitAt(runes[j+1]) < 0 {
			break
		}
	}
	if spoken && len(b) < 6 {
		return "", "", i
	}
	return string(b), "", end
}

func plainDigits(runes []rune, i int) int {
	n := 0
	for i+n < len(runes) && isDigit(runes[i+n]) {
		n++
	}
	return n
}

// isPersonal tells an identity number, a mobile number and a bank card number from a code.
func isPersonal(digits string, runes []rune, end int) bool {
	switch len(digits) {
	case 11:
		return digits[0] == '1' && digits[1] >= '3'
	case 17:
		return end < len(runes) && runes[end] == 'x'
	}
	return len(digits) >= 15 && len(digits) <= 19
}

// calledNumber says whether the words before i call what follows a number: 编号, 单号, 受理号, 流水号.
func calledNumber(runes []rune, i int) bool {
	for i > 0 && (runes[i-1] == ' ' || runes[i-1] == ':' || runes[i-1] == pause || runes[i-1] == '是') {
		i--
	}
	if i == 0 || runes[i-1] != '号' {
		return i >= 2 && runes[i-2] == '号' && runes[i-1] == '码'
	}
	return i >= 2 && strings.ContainsRune("编单理水件", runes[i-2])
}
