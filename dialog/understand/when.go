package understand

import (
	"fmt"
	"time"

	"shuangyong/models/clock"
)

// moments finds the simple dates and times that the first form understands: 今天 明天 后天 大后天, 周三, 下周三, 11月26日, 26号, 上午 下午 晚上,
// 九点半, 14:30. Hours 1–6 with no part of day are afternoon. Today is the day of now in Shanghai.
func moments(runes []rune, now time.Time) []mark {
	var found []mark
	today := clock.DateOf(now)
	part := ""
	for i := 0; i < len(runes); {
		if date, used := dateAt(runes, i, today); used > 0 {
			if date != "" {
				found = append(found, mark{kind: markDate, start: i, end: i + used, value: string(date)})
			}
			i += used
			continue
		}
		if p, used := partAt(runes, i); used > 0 {
			part = p
			found = append(found, mark{kind: markTime, start: i, end: i + used, value: p})
			i += used
			continue
		}
		if t, used := timeAt(runes, i, part, len(found) > 0 && found[len(found)-1].end == i); used > 0 {
			found = append(found, mark{kind: markTime, start: i, end: i + used, value: t, clock: true})
			i += used
			continue
		}
		_, used, _ := numeral(runes, i)
		i += max(1, used)
	}
	return found
}

type saidDay struct {
	words string
	days  int
}

var saidDays = []saidDay{
	{"大后天", 3},
	{"大后儿", 3},
	{"今天", 0},
	{"今日", 0},
	{"今儿个", 0},
	{"今儿", 0},
	{"今个", 0},
	{"明天", 1},
	{"明日", 1},
	{"明儿个", 1},
	{"明儿", 1},
	{"明个", 1},
	{"后天", 2},
	{"后日", 2},
	{"后儿个", 2},
	{"后儿", 2},
}

func dateAt(runes []rune, i int, today clock.Date) (clock.Date, int) {
	switch runes[i] {
	case '大', '今', '明', '后':
		for _, d := range saidDays {
			if prefixAt(runes, i, d.words) {
				return today.AddDays(d.days), len([]rune(d.words))
			}
		}
	case '下', '这', '本', '周', '星', '礼':
		return weekdayAt(runes, i, today)
	}
	first, used, _ := numeral(runes, i)
	if used == 0 || i+used >= len(runes) {
		return "", 0
	}
	next := i + used
	if runes[next] == '月' && first >= 1 && first <= 12 {
		day, more, _ := numeral(runes, next+1)
		end := next + 1 + more
		if more == 0 {
			return "", 0
		}
		if end < len(runes) && (runes[end] == '日' || runes[end] == '号') {
			end++
		}
		return nextOn(today, first, day), end - i
	}
	if runes[next] == '号' && first >= 1 && first <= 31 && daylike(runes, i, next+1) {
		month := int(today.At(12, 0).Month())
		if first < today.At(12, 0).Day() {
			month = month%12 + 1
		}
		return nextOn(today, month, first), next + 1 - i
	}
	return "", 0
}

// daylike says whether the number before end (just after 号) is a day and not a line, a window or the second on a list.
func daylike(runes []rune, start, end int) bool {
	if start > 0 && (runes[start-1] == '第' || runes[start-1] == '选') {
		return false
	}
	if end == len(runes) {
		return end-start > 2 // 2号 alone picks from a list; 26号 is a day
	}
	switch runes[end] {
	case '线', '楼', '门', '窗', '院', '店', '车', '公', '台', '机', '码', '文', '令', '柜', '家', '那':
		return false
	}
	return true
}

// nextOn is the next day, today included, that falls on the month and day; "" for a day that does not exist.
func nextOn(today clock.Date, month, day int) clock.Date {
	for year := today.Year(); year <= today.Year()+1; year++ {
		d, err := clock.ParseDate(fmt.Sprintf("%04d-%02d-%02d", year, month, day))
		if err == nil && d >= today {
			return d
		}
	}
	return ""
}

var weekWords = []string{"周", "星期", "礼拜"}

// weekdayAt reads 周三, 这周三, 下周三, 下下个星期三. Weeks start on Monday; a bare weekday is the next one after today.
func weekdayAt(runes []rune, i int, today clock.Date) (clock.Date, int) {
	at, weeks, named := i, 0, false
	for at < len(runes) && (runes[at] == '下' || runes[at] == '这' || runes[at] == '本') {
		if runes[at] == '下' {
			weeks++
		}
		named = true
		at++
	}
	if named && at < len(runes) && runes[at] == '个' {
		at++
	}
	word := ""
	for _, w := range weekWords {
		if prefixAt(runes, at, w) {
			word = w
		}
	}
	if word == "" {
		return "", 0
	}
	at += len([]rune(word))
	if at >= len(runes) {
		return "", 0
	}
	day := digitAt(runes[at])
	if runes[at] == '日' || runes[at] == '天' {
		day = 7
	}
	if day < 1 || day > 7 {
		return "", 0
	}
	monday := today.AddDays(-(int(today.Weekday()) + 6) % 7)
	date := monday.AddDays(7*weeks + day - 1)
	if !named && date <= today {
		date = date.AddDays(7)
	}
	if date < today {
		return "", at + 1 - i // 这周一 on a Wednesday: gone; issue 5's grammar will offer the nearest
	}
	return date, at + 1 - i
}

type dayPart struct{ words, part string }

var dayParts = []dayPart{
	{"上午", "morning"},
	{"早上", "morning"},
	{"早晨", "morning"},
	{"清早", "morning"},
	{"大早", "morning"},
	{"头晌", "morning"},
	{"前晌", "morning"},
	{"早起", "morning"},
	{"下午", "afternoon"},
	{"后晌", "afternoon"},
	{"过晌", "afternoon"},
	{"晚上", "evening"},
	{"傍晚", "evening"},
	{"夜里", "evening"},
}

func partAt(runes []rune, i int) (string, int) {
	for _, p := range dayParts {
		if prefixAt(runes, i, p.words) {
			return p.part, 2
		}
	}
	return "", 0
}

// timeAt reads 九点半, 9点, 9点20, 14:30 and 3点一刻. follows says that a date or a part of day stands right before: only then 一点 is an hour.
func timeAt(runes []rune, i int, part string, follows bool) (string, int) {
	hour, used, _ := numeral(runes, i)
	at := i + used
	if used == 0 || at >= len(runes) || hour > 24 || i > 0 && (runes[i-1] == ':' || isDigit(runes[i-1])) {
		return "", 0
	}
	minute := 0
	switch {
	case runes[at] == ':' && plainDigits(runes, at+1) == 2:
		minute = int(runes[at+1]-'0')*10 + int(runes[at+2]-'0')
		at += 3
	case runes[at] == '点', runes[at] == '时' && (isDigit(runes[i]) || follows):
		at++
		if !isDigit(runes[i]) && hour == 1 && !follows && !(at < len(runes) && (runes[at] == '半' || runes[at] == '钟' || runes[at] == '前')) {
			return "", 0 // 便宜一点
		}
		at, minute = minutesAt(runes, at)
	default:
		return "", 0
	}
	if minute > 59 || hour == 0 || hour == 24 && minute > 0 {
		return "", 0
	}
	if hour < 12 && (part == "afternoon" || part == "evening") || part == "" && hour >= 1 && hour <= 6 {
		hour += 12
	}
	return fmt.Sprintf("%02d:%02d", hour%24, minute), at - i
}

func minutesAt(runes []rune, at int) (end, minute int) {
	if at >= len(runes) {
		return at, 0
	}
	switch {
	case runes[at] == '半':
		return at + 1, 30
	case prefixAt(runes, at, "一刻"):
		return at + 2, 15
	case prefixAt(runes, at, "三刻"):
		return at + 2, 45
	case runes[at] == '钟' || runes[at] == '整':
		return at + 1, 0
	}
	if m, used, _ := numeral(runes, at); used > 0 && m < 60 {
		end = at + used
		if end < len(runes) && runes[end] == '分' {
			return end + 1, m
		}
		if used == 2 {
			return end, m
		}
	}
	return at, 0
}
