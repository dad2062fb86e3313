package bus

import (
	"time"

	"shuangyong/models/clock"
)

// horizon is how far into the service day timetables reach: GTFS counts on past midnight, night buses to 30:00 and a little more.
const horizon = 36 * 3600

// maxDepartures bounds one answer.
const maxDepartures = 50

// Departures gives the next k buses that leave a stop at now or later and belong to today's service or to yesterday's that runs past midnight.
func (d *Directory) Departures(stopID string, now time.Time, k int) []Departure {
	n := d.held.Get()
	stop, ok := n.stopAt[stopID]
	if !ok || n.days.words == 0 || k <= 0 {
		return nil
	}
	k = min(k, maxDepartures)
	local := now.In(clock.Shanghai)
	seconds := int32(local.Hour()*3600 + local.Minute()*60 + local.Second())
	if local.Nanosecond() > 0 {
		seconds++ // a bus that left within this second is gone
	}
	noon := time.Date(local.Year(), local.Month(), local.Day(), 12, 0, 0, 0, clock.Shanghai)
	day := int(noon.Sub(n.days.noon).Round(24*time.Hour) / (24 * time.Hour))

	calls := n.calls[stop]
	old, fresh := cursor{calls, n, n.days.on(day - 1), 0}, cursor{calls, n, n.days.on(day), 0}
	if old.set != nil {
		old.seek(seconds + 86400)
	}
	if fresh.set != nil {
		fresh.seek(seconds)
	}
	list := make([]Departure, 0, k)
	for len(list) < k {
		a, okA := old.peek()
		b, okB := fresh.peek()
		switch {
		case okA && (!okB || a.leaves-86400 <= b.leaves):
			list = append(list, n.departure(a, true))
			old.at++
		case okB:
			list = append(list, n.departure(b, false))
			fresh.at++
		default:
			return list
		}
	}
	return list
}

func (n *network) departure(c call, yesterday bool) Departure {
	t := n.trips[c.trip]
	return Departure{Route: n.routes[t.route], Headsign: t.headsign, Leaves: int(c.leaves), Yesterday: yesterday}
}

// cursor walks the calls of a stop that belong to the services of one day.
type cursor struct {
	calls []call
	n     *network
	set   []uint64
	at    int
}

// seek goes to the first call at or after the second; none is later than horizon.
func (c *cursor) seek(second int32) {
	if second > horizon {
		c.at = len(c.calls)
		return
	}
	lo, hi := 0, len(c.calls)
	for lo < hi {
		if mid := (lo + hi) / 2; c.calls[mid].leaves < second {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	c.at = lo
}

func (c *cursor) peek() (call, bool) {
	if c.set == nil {
		return call{}, false
	}
	for ; c.at < len(c.calls); c.at++ {
		if runs(c.set, c.n.trips[c.calls[c.at].trip].service) {
			return c.calls[c.at], true
		}
	}
	return call{}, false
}

// Clock is the wall time of the departure, as on a timetable: 07:05, or 00:10 for a bus after midnight.
func (d Departure) Clock() (hour, minute int) {
	return d.Leaves / 3600 % 24, d.Leaves / 60 % 60
}

// At is the instant of the departure, given the now it was asked with.
func (d Departure) At(now time.Time) time.Time {
	day := clock.DateOf(now)
	if d.Yesterday {
		day = day.AddDays(-1)
	}
	return day.At(12, 0).Add(time.Duration(d.Leaves)*time.Second - 12*time.Hour)
}
