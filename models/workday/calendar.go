// Package workday counts days as the law and the bureau do: public holidays off, 调休 weekends worked, a year not yet announced refused.
package workday

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"shuangyong/models/clock"
	"shuangyong/models/fault"
)

//go:embed calendar.json
var announced []byte

// Year is one year as the State Council's notice arranges it.
type Year struct {
	Year   int          `json:"year"`
	Source string       `json:"source"` // the notice
	Off    []Span       `json:"off"`    // days off, weekends inside a span included
	Work   []clock.Date `json:"work"`   // Saturdays and Sundays that are worked
}

// Span is a holiday's days, both ends included.
type Span struct {
	Name string     `json:"name"`
	From clock.Date `json:"from"`
	To   clock.Date `json:"to"`
}

// Calendar knows which days are worked in the years it holds. It is immutable.
type Calendar struct {
	years map[int]bool
	off   map[clock.Date]string // day → holiday
	work  map[clock.Date]bool
}

// Announced is the calendar of the years that the program ships with.
func Announced() (*Calendar, error) {
	var years []Year
	if err := json.Unmarshal(announced, &years); err != nil {
		return nil, fmt.Errorf("embedded calendar: %w", err)
	}
	return New(years)
}

// New makes a calendar of the given years and refuses one that contradicts itself.
func New(years []Year) (*Calendar, error) {
	c := &Calendar{years: map[int]bool{}, off: map[clock.Date]string{}, work: map[clock.Date]bool{}}
	for _, y := range years {
		if c.years[y.Year] {
			return nil, fmt.Errorf("calendar: year %d is given twice", y.Year)
		}
		c.years[y.Year] = true
		if err := c.add(y); err != nil {
			return nil, err
		}
	}
	return c, nil
}

func (c *Calendar) add(y Year) error {
	for _, s := range y.Off {
		from, err := clock.ParseDate(string(s.From))
		if err != nil {
			return fmt.Errorf("calendar %d: %w", y.Year, err)
		}
		to, err := clock.ParseDate(string(s.To))
		if err != nil {
			return fmt.Errorf("calendar %d: %w", y.Year, err)
		}
		if to < from || to.DaysSince(from) > 30 || from.Year() != y.Year || to.Year() != y.Year {
			return fmt.Errorf("calendar %d: %s from %s to %s is no span of that year", y.Year, s.Name, from, to)
		}
		for d := from; d <= to; d = d.AddDays(1) {
			c.off[d] = s.Name
		}
	}
	for _, w := range y.Work {
		d, err := clock.ParseDate(string(w))
		if err != nil {
			return fmt.Errorf("calendar %d: %w", y.Year, err)
		}
		if !weekend(d) || c.off[d] != "" || d.Year() != y.Year {
			return fmt.Errorf("calendar %d: %s cannot be a worked weekend", y.Year, d)
		}
		c.work[d] = true
	}
	return nil
}

// Years are those the calendar holds, in order.
func (c *Calendar) Years() []int {
	var years []int
	for y := range c.years {
		years = append(years, y)
	}
	slices.Sort(years)
	return years
}

// IsWorking tells whether offices work on d. A year that has not been announced is a fault, never a guess.
func (c *Calendar) IsWorking(d clock.Date) (bool, error) {
	if !c.years[d.Year()] {
		return false, unknownYear(d.Year())
	}
	return c.likelyWorking(d), nil
}

// Holiday is the name of the public holiday on d, "" for none.
func (c *Calendar) Holiday(d clock.Date) string { return c.off[d] }

// likelyWorking also answers for years that are not announced: Monday to Friday.
func (c *Calendar) likelyWorking(d clock.Date) bool {
	if c.off[d] != "" {
		return false
	}
	return c.work[d] || !weekend(d)
}

func weekend(d clock.Date) bool {
	return d.Weekday() == time.Saturday || d.Weekday() == time.Sunday
}

// ReasonUnknownYear is the fault's reason when a legal clock reaches into a year whose holidays are not announced yet.
const ReasonUnknownYear = "workday.year_unknown"

func unknownYear(year int) error {
	return fault.New(fault.Unavailable, ReasonUnknownYear, fmt.Sprintf("%d年的放假安排还没有公布，这个日子暂时算不出来。公布以后会告诉您。", year))
}
