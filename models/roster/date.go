package roster

import (
	"regexp"
	"strconv"
	"strings"

	"shuangyong/models/clock"
	"shuangyong/models/idnumber"
)

// Why a date was not read.
const (
	whyDate  = "日期看不懂。请写成 1950-03-02。"
	whyShort = "日期不全，要写到日。请写成 1950-03-02。"
	whyDay   = "没有这一天。请核对年月日。"
)

var (
	fullDate  = regexp.MustCompile(`^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$`)
	shortDate = regexp.MustCompile(`^(\d{4})年?$|^(\d{4})[-/.年](\d{1,2})月?$|^\d{6}$`)
)

// A spreadsheet's day is a number: days since 1899-12-30, or 1462 later in files from old Macs. What could be a day of somebody alive lies between these.
const (
	firstSerial = 3_000  // 1908
	lastSerial  = 80_000 // 2119
	shift1904   = 1462
)

// parseDate reads a day as people and spreadsheets write it. why is "" when it could.
func parseDate(raw string, base1904 bool) (day clock.Date, why string) {
	s := normalDate(raw)
	if m := fullDate.FindStringSubmatch(s); m != nil {
		return dayOf(m[1], m[2], m[3])
	}
	if len(s) == 8 && allDigits(s) {
		return dayOf(s[:4], s[4:6], s[6:])
	}
	if serial, err := strconv.Atoi(s); err == nil && serial >= firstSerial && serial <= lastSerial {
		if base1904 {
			serial += shift1904
		}
		return clock.Date("1899-12-30").AddDays(serial), ""
	}
	if shortDate.MatchString(s) {
		return "", whyShort
	}
	return "", whyDate
}

// normalDate writes digits and separators as ASCII and leaves out the time of day.
func normalDate(raw string) string {
	s, _, _ := strings.Cut(strings.TrimSpace(raw), "T")
	if day, clockTime, ok := strings.Cut(s, " "); ok && strings.Contains(clockTime, ":") {
		s = day
	}
	hyphens := strings.NewReplacer("-", "/", "－", "/", "—", "/", "–", "/").Replace(s) // Compact leaves hyphens out
	s = idnumber.Compact(hyphens)
	if whole, fraction, ok := strings.Cut(s, "."); ok && len(whole) == 5 && allDigits(whole) && allDigits(fraction) {
		s = whole // the time of day in a spreadsheet's number
	}
	return s
}

func dayOf(year, month, day string) (clock.Date, string) {
	pad := func(s string) string { return strings.Repeat("0", 2-len(s)) + s }
	d, err := clock.ParseDate(year + "-" + pad(month) + "-" + pad(day))
	if err != nil || d < "1850-01-01" {
		return "", whyDay
	}
	return d, ""
}

func allDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}
