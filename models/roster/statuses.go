package roster

import (
	"slices"
	"strconv"
	"strings"

	"shuangyong/models/clock"
	"shuangyong/models/idnumber"
)

// The codes of package person.
const (
	veteran         = "veteran"
	disabledVeteran = "disabled_veteran"
	militaryFamily  = "military_family"
	bereavedFamily  = "bereaved_family"
	other           = "other"
)

const whyServing = "现役军人不进名册：凭证件就能享受优待，这里不存任何现役人员的信息。请删去这一行。"

// statusOf is the status that a word means. serving tells that it means somebody who serves.
func statusOf(word string) (s Status, known, serving bool) {
	switch word {
	case "退役军人", "退伍军人", "复员军人", "转业军人", "退役士兵", "转业干部", "军队转业干部", "军休干部":
		return Status{Status: veteran}, true, false
	case "残疾军人", "伤残军人":
		return Status{Status: disabledVeteran}, true, false
	case "军属", "军人家属", "现役军人家属", "义务兵家属":
		return Status{Status: militaryFamily}, true, false
	case "烈士遗属", "烈属":
		return Status{Status: bereavedFamily, Kind: "martyr"}, true, false
	case "因公牺牲军人遗属", "因公牺牲遗属":
		return Status{Status: bereavedFamily, Kind: "duty"}, true, false
	case "病故军人遗属", "病故遗属":
		return Status{Status: bereavedFamily, Kind: "illness"}, true, false
	case "其他", "其它":
		return Status{Status: other}, true, false
	}
	serving = strings.HasPrefix(word, "现役") || strings.HasPrefix(word, "在役") ||
		slices.Contains([]string{"义务兵", "军士", "士官", "军官", "士兵", "文职干部", "军校学员"}, word)
	return Status{}, false, serving
}

// statuses reads what the person is, with the days and the disability that belong to it.
func (c *check) statuses(born, died clock.Date) []Status {
	before := c.bad
	words := strings.FieldsFunc(c.text(colStatus), func(r rune) bool { return strings.ContainsRune("、,，;；/+ \n", r) })
	if len(words) == 0 {
		if c.bad == before {
			c.wrong(colStatus, "没有填。请写：退役军人、残疾军人、军属、烈士遗属、因公牺牲军人遗属、病故军人遗属或其他。")
		}
		return nil
	}
	var all []Status
	for _, word := range words {
		s, known, serving := statusOf(word)
		switch {
		case serving:
			c.wrong(colStatus, whyServing)
		case !known:
			c.wrong(colStatus, "有一项不认识。请写：退役军人、残疾军人、军属、烈士遗属、因公牺牲军人遗属、病故军人遗属或其他，几项之间用“、”隔开。")
		case !slices.Contains(all, s):
			all = append(all, s)
		}
	}
	c.disability(all)
	c.days(all, born, died)
	return all
}

// days sets from when until when the statuses are held.
func (c *check) days(all []Status, born, died clock.Date) {
	discharged, from, until := c.past(colDischarged), c.past(colFrom), c.date(colUntil)
	for i := range all {
		s := &all[i]
		s.From, s.Until = from, until
		if s.Status == veteran && discharged != "" {
			s.From = discharged
		}
		if s.Until != "" && s.From != "" && s.Until < s.From {
			c.wrong(colUntil, "早于起始日期。请核对两个日期。")
			return
		}
	}
	for i, day := range []clock.Date{discharged, from} {
		col := []column{colDischarged, colFrom}[i]
		switch {
		case day != "" && day < born:
			c.wrong(col, "早于出生日期。请核对两个日期。")
		case died != "" && day > died:
			c.wrong(col, "晚于去世日期。请核对两个日期。")
		}
	}
}

// disability sets level and cause of a disabled veteran. By illness there are only the levels 1 to 6 (军人抚恤优待条例 on assessment; to be confirmed by
// the bureau).
func (c *check) disability(all []Status) {
	before := c.bad
	level, cause := c.level(), c.cause()
	at := slices.IndexFunc(all, func(s Status) bool { return s.Status == disabledVeteran })
	switch {
	case c.bad != before:
	case at < 0 && (level != 0 || cause != ""):
		c.wrong(colLevel, "只有残疾军人才填残疾等级和性质。请在身份类别里加上“残疾军人”，或把这两格留空。")
	case at < 0:
	case level == 0:
		c.wrong(colLevel, "残疾军人要填等级。请填1到10级。")
	case cause == "":
		c.wrong(colCause, "残疾军人要填性质。请填因战、因公或因病。")
	case cause == "illness" && level > 6:
		c.wrong(colLevel, "因病评定的只有1到6级。请对照残疾军人证核对等级和性质。")
	default:
		all[at].Level, all[at].Cause = level, cause
	}
}

func (c *check) level() int {
	s := strings.TrimSuffix(idnumber.Compact(c.text(colLevel)), "级")
	if s == "" || s == "无" {
		return 0
	}
	if i := slices.Index([]string{"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"}, s); i >= 0 {
		return i + 1
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > 10 {
		c.wrong(colLevel, "看不懂。请填1到10级。")
		return 0
	}
	return n
}

func (c *check) cause() string {
	switch s := c.text(colCause); s {
	case "", "无":
		return ""
	case "因战", "因战致残":
		return "war"
	case "因公", "因公致残":
		return "duty"
	case "因病", "因病致残":
		return "illness"
	default:
		c.wrong(colCause, "看不懂。请填因战、因公或因病。")
		return ""
	}
}
