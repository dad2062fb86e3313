package workday

import (
	"time"

	"shuangyong/models/clock"
)

// Hours are the daily office hours, in minutes after midnight in Shanghai.
type Hours []Shift

// Shift is open from From until before To.
type Shift struct{ From, To int }

// Usual are the hours of most offices: 8:30–12:00 and 14:00–17:30.
func Usual() Hours { return Hours{{8*60 + 30, 12 * 60}, {14 * 60, 17*60 + 30}} }

// OpenAt tells whether offices with these hours are open. It is no legal clock: in a year that is not announced it assumes Monday to Friday.
func (c *Calendar) OpenAt(now time.Time, hours Hours) bool {
	day, minute := clock.DateOf(now), minuteOf(now)
	if !c.likelyWorking(day) {
		return false
	}
	for _, s := range hours {
		if minute >= s.From && minute < s.To {
			return true
		}
	}
	return false
}

// NextOpen is now when offices are open, else the next opening. It makes the same assumption as OpenAt; the zero time means never (no hours given).
func (c *Calendar) NextOpen(now time.Time, hours Hours) time.Time {
	if c.OpenAt(now, hours) {
		return now
	}
	minute := minuteOf(now)
	for i, day := 0, clock.DateOf(now); i < 60; i, day = i+1, day.AddDays(1) {
		if c.likelyWorking(day) {
			for _, s := range hours {
				if i > 0 || s.From > minute {
					return day.At(s.From/60, s.From%60)
				}
			}
		}
	}
	return time.Time{}
}

func minuteOf(t time.Time) int {
	local := t.In(clock.Shanghai)
	return local.Hour()*60 + local.Minute()
}
