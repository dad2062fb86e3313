package seed

import (
	"fmt"
	"math"
	"slices"

	"shuangyong/models/bus"
	"shuangyong/models/clock"
)

// The days on which buses run.
const (
	weekdays = "weekday"
	weekends = "weekend"
	daily    = "daily"
	qingming = "qingming"
)

// services is the feed's calendar, half a year back and a year ahead.
func services(today clock.Date) []bus.Service {
	from, to := today.AddDays(-180), today.AddDays(365)
	return []bus.Service{
		{ID: weekdays, Weekdays: "1111100", StartOn: from, EndOn: to},
		{ID: weekends, Weekdays: "0000011", StartOn: from, EndOn: to},
		{ID: daily, Weekdays: "1111111", StartOn: from, EndOn: to},
		{ID: qingming, Weekdays: "0000000", StartOn: from, EndOn: to},
	}
}

// exceptions makes public holidays run like weekends and worked weekends like weekdays, as far as they are announced, and lets the line to the
// cemetery run on three days around 清明.
func (c *City) exceptions() []bus.ServiceException {
	var all []bus.ServiceException
	for d := c.o.Start.AddDays(-180); d <= c.o.Start.AddDays(365); d = d.AddDays(1) {
		weekend := d.Weekday() == 0 || d.Weekday() == 6
		if works := c.cal.works(d); works == weekend {
			all = append(all, bus.ServiceException{ServiceID: weekdays, Day: d, Added: works}, bus.ServiceException{ServiceID: weekends, Day: d, Added: !works})
		}
		if t := d.At(12, 0); t.Month() == 4 && t.Day() >= 3 && t.Day() <= 5 {
			all = append(all, bus.ServiceException{ServiceID: qingming, Day: d, Added: true})
		}
	}
	return all
}

// band is a part of the day with one headway, seconds.
type band struct{ from, to, headway int }

const hour = 3600

var (
	busyBands  = []band{{6 * hour, 7 * hour, 900}, {7 * hour, 9 * hour, 480}, {9 * hour, 16*hour + 1800, 720}, {16*hour + 1800, 19 * hour, 480}, {19 * hour, 21*hour + 1800, 1080}}
	quietBands = []band{{6*hour + 1800, 9 * hour, 900}, {9 * hour, 18 * hour, 720}, {18 * hour, 21 * hour, 1200}}
	nightBands = []band{{22 * hour, 25*hour + 1800, 1800}} // past midnight: still the same service day
)

// timetable adds the line's trips in both directions.
func (c *City) timetable(b *Batch, l line) {
	d := c.dice("timetable", l.SortOrder)
	stretch := d.between(9, 18) // tenths: a branch line runs less often
	if l.Pioneer {
		stretch = 8
	}
	departures := []int{6*hour + 1200, 7*hour + 600, 8*hour + 1800, 10 * hour, 12 * hour, 14 * hour, 15*hour + 1800, 17 * hour, 18*hour + 600}[:d.between(5, 9)]
	for direction, calls := range [][]int{l.calls, reversed(l.calls)} {
		switch l.manner {
		case frequent:
			c.repeated(b, l, direction, calls, weekdays, busyBands, stretch)
			c.repeated(b, l, direction, calls, weekends, quietBands, stretch)
		case night:
			c.repeated(b, l, direction, calls, daily, nightBands, 10)
		case festival:
			c.repeated(b, l, direction, calls, qingming, []band{{7 * hour, 12 * hour, 900}, {12 * hour, 17 * hour, 1800}}, 10)
		case sparse:
			for k, at := range departures {
				trip := fmt.Sprintf("%s-%d-%d", l.ID, direction, k+1)
				c.trip(b, l, trip, direction, calls, daily, at+direction*2400)
			}
		}
	}
}

// repeated adds one trip that stands for many (GTFS frequencies, exact times).
func (c *City) repeated(b *Batch, l line, direction int, calls []int, service string, bands []band, stretch int) {
	trip := fmt.Sprintf("%s-%d-%s", l.ID, direction, service)
	c.trip(b, l, trip, direction, calls, service, bands[0].from)
	for _, k := range bands {
		headway := (k.headway*stretch/10 + 30) / 60 * 60
		b.Frequencies = append(b.Frequencies, bus.Frequency{TripID: trip, Start: k.from, End: k.to, Headway: headway})
	}
}

// trip adds one run: buses make 18 km/h in town and 30 km/h between villages, the way being a third longer than the bird's.
func (c *City) trip(b *Batch, l line, id string, direction int, calls []int, service string, leaves int) {
	speed := 18_000.0 / hour
	if l.AgencyID == countryBuses {
		speed = 30_000.0 / hour
	}
	b.Trips = append(b.Trips, bus.Trip{ID: id, RouteID: l.ID, ServiceID: service, Direction: direction, Headsign: c.stops[calls[len(calls)-1]].Name})
	at := leaves
	for k, i := range calls {
		if k > 0 {
			ride := apart(c.stops[calls[k-1]], c.stops[i]) * 1.33 / speed
			at += max(60, int(math.Round(ride/30))*30)
		}
		b.StopTimes = append(b.StopTimes, bus.StopTime{TripID: id, Sequence: k + 1, StopID: c.stops[i].ID, Arrival: at, Departure: at})
	}
}

func reversed(calls []int) []int {
	back := slices.Clone(calls)
	slices.Reverse(back)
	return back
}
