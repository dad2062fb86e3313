package workday

import "shuangyong/models/clock"

// How days are counted is our reading, by analogy with 民法典 §201 and §203: the day after the event is day 1, and a last day that is not worked
// moves. It moves forward for a citizen (he must not lose his right to a holiday) and back for the office (its promise must not
// slip). The bureau confirms or changes this in one place, here.

// AddWorking is the n-th working day after from.
func (c *Calendar) AddWorking(from clock.Date, n int) (clock.Date, error) {
	d := from
	for n > 0 {
		d = d.AddDays(1)
		works, err := c.IsWorking(d)
		if err != nil {
			return "", err
		}
		if works {
			n--
		}
	}
	return d, nil
}

// OfficeDue is the last day on which the office can keep a promise of so many calendar days: that day, or the last working day before it.
func (c *Calendar) OfficeDue(from clock.Date, days int) (clock.Date, error) {
	return c.roll(from.AddDays(days), -1)
}

// CitizenDue is the last day on which a citizen can use a right of so many calendar days: that day, or the next working day.
func (c *Calendar) CitizenDue(from clock.Date, days int) (clock.Date, error) {
	return c.roll(from.AddDays(days), 1)
}

func (c *Calendar) roll(d clock.Date, step int) (clock.Date, error) {
	for {
		works, err := c.IsWorking(d)
		if err != nil {
			return "", err
		}
		if works {
			return d, nil
		}
		d = d.AddDays(step)
	}
}
