package clock

import (
	"fmt"
	"time"
)

// Date is a calendar day in Shanghai, written YYYY-MM-DD so that it sorts, compares and is stored as text. The empty Date is no date.
type Date string

const layout = "2006-01-02"

// DateOf is the day in Shanghai on which t falls.
func DateOf(t time.Time) Date { return Date(t.In(Shanghai).Format(layout)) }

// NewDate is the given day; a day outside its month rolls over as in time.Date.
func NewDate(year int, month time.Month, day int) Date {
	return DateOf(time.Date(year, month, day, 12, 0, 0, 0, Shanghai))
}

// ParseDate reads YYYY-MM-DD and refuses days that do not exist.
func ParseDate(s string) (Date, error) {
	t, err := time.ParseInLocation(layout, s, Shanghai)
	if err != nil {
		return "", fmt.Errorf("date %q: want YYYY-MM-DD", s)
	}
	return DateOf(t), nil
}

// At is the instant of the given Shanghai wall time on d. The empty or malformed Date gives the zero time.
func (d Date) At(hour, minute int) time.Time {
	t, err := time.ParseInLocation(layout, string(d), Shanghai)
	if err != nil {
		return time.Time{}
	}
	return time.Date(t.Year(), t.Month(), t.Day(), hour, minute, 0, 0, Shanghai)
}

// Start is the first instant of d.
func (d Date) Start() time.Time { return d.At(0, 0) }

// AddDays is d moved by n calendar days.
func (d Date) AddDays(n int) Date { return DateOf(d.At(12, 0).AddDate(0, 0, n)) }

// DaysSince is the number of calendar days from e to d, negative when d is earlier.
func (d Date) DaysSince(e Date) int {
	return int(d.At(12, 0).Sub(e.At(12, 0)).Round(24*time.Hour) / (24 * time.Hour))
}

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday { return d.At(12, 0).Weekday() }

// Year is the calendar year.
func (d Date) Year() int { return d.At(12, 0).Year() }

// Age is the number of full years from birth d to the day on.
func (d Date) Age(on Date) int {
	b, o := d.At(12, 0), on.At(12, 0)
	years := o.Year() - b.Year()
	if o.Month() < b.Month() || (o.Month() == b.Month() && o.Day() < b.Day()) {
		years--
	}
	return years
}

var weekdays = [...]string{"周日", "周一", "周二", "周三", "周四", "周五", "周六"}

// Chinese is how people read the day: 11月26日（周四）.
func (d Date) Chinese() string {
	t := d.At(12, 0)
	return fmt.Sprintf("%d月%d日（%s）", t.Month(), t.Day(), weekdays[t.Weekday()])
}

// ChineseWithYear is Chinese with the year in front, for days of another year.
func (d Date) ChineseWithYear() string {
	return fmt.Sprintf("%d年%s", d.Year(), d.Chinese())
}
