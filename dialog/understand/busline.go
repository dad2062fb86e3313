package understand

import "strconv"

// streets are names that look like lines: 八一路 is where people live, 81路 is what they ride.
var streets = map[int]bool{11: true, 54: true, 51: true, 71: true, 81: true, 91: true, 101: true}

// lines finds 5路, 五路车, 一百零三路, K12路, 2号线 and the pioneer routes.
func lines(runes []rune) []mark {
	var found []mark
	for i := 0; i < len(runes); {
		if m, ok := lineAt(runes, i); ok {
			found = append(found, m)
			i = m.end
			continue
		}
		_, used, _ := numeral(runes, i)
		i += max(1, used)
	}
	return found
}

func lineAt(runes []rune, i int) (mark, bool) {
	if prefixAt(runes, i, "先锋号") {
		start := i
		if i >= 2 && runes[i-2] == '拥' && runes[i-1] == '军' {
			start -= 2
		}
		return mark{kind: markLine, start: start, end: i + 3, value: "拥军先锋号"}, true
	}
	letter := ""
	at := i
	if isLetter(runes[i]) && (i == 0 || !isLetter(runes[i-1])) && i+1 < len(runes) {
		letter, at = string(runes[i]-'a'+'A'), i+1
	}
	value, used, named := numeral(runes, at)
	end := at + used
	if used == 0 || value == 0 || value > 999 || end >= len(runes) {
		return mark{}, false
	}
	written := isDigit(runes[at])
	switch {
	case runes[end] == '路':
		if !written && (named > 1 && streets[value] || value == 1 && !rides(runes, i, end+1)) {
			return mark{}, false
		}
		return mark{kind: markLine, start: i, end: end + 1, value: letter + strconv.Itoa(value) + "路"}, true
	case prefixAt(runes, end, "号线"):
		return mark{kind: markLine, start: i, end: end + 2, value: letter + strconv.Itoa(value) + "号线"}, true
	}
	return mark{}, false
}

// rides says whether 一路 between i and end is a line: 坐一路, 一路车, and not 一路上 or 一路平安.
func rides(runes []rune, i, end int) bool {
	if i > 0 && (runes[i-1] == '坐' || runes[i-1] == '等' || runes[i-1] == '乘' || runes[i-1] == '问') {
		return true
	}
	return end < len(runes) && (runes[end] == '车' || runes[end] == '公' || runes[end] == '几' || runes[end] == '还')
}

func prefixAt(runes []rune, i int, word string) bool {
	for _, c := range word {
		if i >= len(runes) || runes[i] != c {
			return false
		}
		i++
	}
	return true
}
