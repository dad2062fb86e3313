package seed

import (
	"sort"
	"time"

	lunar "github.com/6tail/lunar-go/calendar"

	"shuangyong/models/clock"
	"shuangyong/models/workday"
)

// almanac knows the city's days: which are worked, and how busy each is.
type almanac struct {
	*workday.Calendar
	today    clock.Date
	festival map[int]clock.Date // 春节 of a year
}

func newAlmanac(today clock.Date) (almanac, error) {
	announced, err := workday.Announced()
	if err != nil {
		return almanac{}, err
	}
	a := almanac{Calendar: announced, today: today, festival: map[int]clock.Date{}}
	for y := today.Year() - 3; y <= today.Year()+1; y++ {
		s := lunar.NewLunarFromYmd(y, 1, 1).GetSolar()
		a.festival[y] = clock.NewDate(s.GetYear(), time.Month(s.GetMonth()), s.GetDay())
	}
	return a, nil
}

// works tells whether offices worked on d. This is history and scenery, no legal clock: a year that was never announced here counts Monday to Friday.
func (a almanac) works(d clock.Date) bool {
	if w, err := a.IsWorking(d); err == nil {
		return w
	}
	return d.Weekday() != time.Saturday && d.Weekday() != time.Sunday
}

// onOrBefore is d, or the last working day before it.
func (a almanac) onOrBefore(d clock.Date) clock.Date {
	for !a.works(d) {
		d = d.AddDays(-1)
	}
	return d
}

// onOrAfter is d, or the next working day.
func (a almanac) onOrAfter(d clock.Date) clock.Date {
	for !a.works(d) {
		d = d.AddDays(1)
	}
	return d
}

// officeDue is the office's last day for a promise of so many days. A day to come in a year that is not announced is "", as the program itself refuses
// to count it.
func (a almanac) officeDue(from clock.Date, days int) clock.Date {
	if due, err := a.OfficeDue(from, days); err == nil {
		return due
	}
	if due := a.onOrBefore(from.AddDays(days)); due <= a.today {
		return due
	}
	return ""
}

// season is a stretch of days, each with its share of what happens.
type season struct {
	days []clock.Date
	sums []int
}

// newSeason weighs every day from first to last; busy gives a day's weight.
func newSeason(first, last clock.Date, busy func(clock.Date) int) season {
	var s season
	sum := 0
	for d := first; d <= last; d = d.AddDays(1) {
		sum += busy(d)
		s.days, s.sums = append(s.days, d), append(s.sums, sum)
	}
	return s
}

// day draws a day, busy ones more often.
func (s season) day(d dice) clock.Date {
	n := d.IntN(s.sums[len(s.sums)-1])
	return s.days[sort.SearchInts(s.sums, n+1)]
}

// visits is how busy a reception is: nobody comes on a holiday; many come in the weeks before 春节, before 八一, and when soldiers are discharged
// (March and September); few right after the festival. It grows a little over the two years.
func (a almanac) visits(d clock.Date) int {
	if !a.works(d) {
		return 0
	}
	w := 100 + d.DaysSince(a.today)/20
	spring := a.festival[d.Year()].DaysSince(d)
	month := d.At(12, 0).Month()
	switch {
	case spring > 0 && spring <= 25:
		w = w * 19 / 10
	case spring <= 0 && spring > -20:
		w /= 2
	case month == time.September:
		w = w * 17 / 10
	case month == time.March:
		w = w * 13 / 10
	case month == time.July && d.At(12, 0).Day() >= 15:
		w = w * 14 / 10
	}
	return w
}

// signings is when shops sign: in waves before 八一 and 春节, a few in between.
func (a almanac) signings(d clock.Date) int {
	spring := a.festival[d.Year()].DaysSince(d)
	t := d.At(12, 0)
	switch {
	case !a.works(d):
		return 0
	case t.Month() == time.July:
		return 9
	case spring > 0 && spring <= 30:
		return 5
	}
	return 1
}

// cards is when cards are applied for: a backlog at first, then the discharged of each autumn and spring.
func (a almanac) cards(d clock.Date) int {
	if !a.works(d) {
		return 0
	}
	w := 40
	if age := a.today.DaysSince(d); age > 400 {
		w = age / 4
	}
	if m := d.At(12, 0).Month(); m == time.September || m == time.October {
		w *= 2
	}
	return w
}
