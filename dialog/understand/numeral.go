package understand

var digitValue = map[rune]int{
	'零': 0, '一': 1, '二': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9, '两': 2, '俩': 2, '幺': 1, '壹': 1, '贰': 2, '叁': 3,
	'肆': 4, '伍': 5, '陆': 6, '柒': 7, '捌': 8, '玖': 9,
}

// numeral reads the number that starts at i: 12, 十二, 一百零三, or digits said one by one (幺零二, 八一). It returns the value, the runes used
// and how many digits were named one by one; zero runes means that there is no number. Values stay below a million.
func numeral(runes []rune, i int) (value, used, named int) {
	for i+used < len(runes) && isDigit(runes[i+used]) && used < 6 {
		value = value*10 + int(runes[i+used]-'0')
		used++
	}
	if used > 0 {
		return value, used, used
	}
	total, current, units := 0, 0, false
	for i+used < len(runes) && used < 8 {
		c := runes[i+used]
		if v, ok := digitValue[c]; ok {
			if named > 0 && !units {
				current = current*10 + v
			} else {
				current = v
			}
			if named++; named > 6 {
				return 0, 0, 0
			}
			used++
			continue
		}
		unit := 0
		switch c {
		case '十', '拾':
			unit = 10
		case '百', '佰':
			unit = 100
		}
		if unit == 0 || current > 9 {
			break
		}
		if current == 0 {
			current = 1
		}
		total += current * unit
		current, units = 0, true
		used++
	}
	if units {
		return total + current, used, 1
	}
	return current, used, named
}

// digitAt is the single digit at i, spoken or written: -1 when there is none.
func digitAt(c rune) int {
	if isDigit(c) {
		return int(c - '0')
	}
	switch c {
	case '两', '俩':
		return -1 // never part of a number that is read out digit by digit
	}
	if v, ok := digitValue[c]; ok {
		return v
	}
	return -1
}
