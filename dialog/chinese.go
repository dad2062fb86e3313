package dialog

import (
	"fmt"
	"math"
	"strings"
	"time"

	"shuangyong/models/clock"
)

// day is how a day is said on the day today: 今天（周一）, 明天（周二）, else 11月26日（周四), with the year when it is another.
func day(d, today clock.Date) string {
	week := d.Chinese()
	week = week[strings.Index(week, "（"):]
	switch d.DaysSince(today) {
	case 0:
		return "今天" + week
	case 1:
		return "明天" + week
	case 2:
		return "后天" + week
	}
	return date(d, today)
}

// date is a day with its month, and the year when it is not this one.
func date(d, today clock.Date) string {
	if d.Year() != today.Year() {
		return d.ChineseWithYear()
	}
	return d.Chinese()
}

// hour is how a time of day is said: 上午9点, 下午2点半, 晚上8点10分.
func hour(t time.Time) string {
	local := t.In(clock.Shanghai)
	h, m := local.Hour(), local.Minute()
	part := "晚上"
	switch {
	case h < 6:
		part = "凌晨"
	case h < 12:
		part = "上午"
	case h == 12:
		part = "中午"
	case h < 18:
		part = "下午"
	}
	if h > 12 {
		h -= 12
	}
	switch m {
	case 0:
		return fmt.Sprintf("%s%d点", part, h)
	case 30:
		return fmt.Sprintf("%s%d点半", part, h)
	default:
		return fmt.Sprintf("%s%d点%02d分", part, h, m)
	}
}

// moment is a day and a time: 今天下午3点半, 明天（周二）上午9点.
func moment(at, now time.Time) string {
	d, today := clock.DateOf(at), clock.DateOf(now)
	if d == today {
		return "今天" + hour(at)
	}
	return day(d, today) + hour(at)
}

// far is a distance as people say it: 80米, 650米, 1.2公里, 15公里.
func far(metres float64) string {
	switch {
	case metres < 995:
		return fmt.Sprintf("%.0f米", math.Max(10, math.Round(metres/10)*10))
	case metres < 9950:
		return strings.Replace(fmt.Sprintf("%.1f公里", metres/1000), ".0公里", "公里", 1)
	default:
		return fmt.Sprintf("%.0f公里", metres/1000)
	}
}

// month is YYYY-MM as people say it.
func month(m string, today clock.Date) string {
	d, err := clock.ParseDate(m + "-01")
	if err != nil {
		return m
	}
	n := int(d.At(12, 0).Month())
	if d.Year() != today.Year() {
		return fmt.Sprintf("%d年%d月", d.Year(), n)
	}
	return fmt.Sprintf("%d月", n)
}

// lines joins what is not empty, one a line.
func lines(parts ...string) string {
	var kept []string
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, "\n")
}

// labelled is "label：text", or nothing when there is no text.
func labelled(label, text string) string {
	if text == "" || text == "—" || text == "-" {
		return ""
	}
	return label + "：" + text
}
