package bus

import (
	"cmp"
	"slices"
	"time"

	"shuangyong/models/clock"
	"shuangyong/models/geo"
	"shuangyong/models/internal/search"
)

// network is one immutable copy of the feed, laid out so that the next departures of a stop are a binary search and a short scan.
type network struct {
	agencies map[string]Agency
	routes   []Route // pioneers first, then by order and name
	stops    []Stop
	stopAt   map[string]int32
	calls    [][]call  // per stop, by time
	lines    [][]int32 // per stop: the routes that call, ascending
	order    [][]int32 // per route: its stops in direction 0 (else 1), of the trip that calls most often
	trips    []trip
	days     serviceDays
	grid     *geo.Grid[int32]
	names    *search.Index
	rules    []Concession
}

// call is a departure of a trip at a stop.
type call struct {
	leaves int32 // seconds of the service day
	trip   int32
}

type trip struct {
	route    int32
	service  int32
	headsign string
}

// build lays out a feed. Rows that point nowhere are left out: the tables may be read while they are being replaced, and are then read again.
func build(f Feed) *network {
	n := &network{agencies: map[string]Agency{}, stopAt: map[string]int32{}, stops: f.Stops, routes: f.Routes, rules: f.Concessions}
	for _, a := range f.Agencies {
		n.agencies[a.ID] = a
	}
	slices.SortStableFunc(n.routes, func(a, b Route) int {
		return cmp.Or(-compareBool(a.Pioneer, b.Pioneer), cmp.Compare(a.SortOrder, b.SortOrder), cmp.Compare(a.ShortName, b.ShortName))
	})
	n.placeStops()
	n.runTrips(f)
	n.sortRules()
	return n
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	default:
		return -1
	}
}

func (n *network) placeStops() {
	names, numbers := make([]string, len(n.stops)), make([]int32, len(n.stops))
	for i, s := range n.stops {
		n.stopAt[s.ID] = int32(i)
		names[i], numbers[i] = s.Name, int32(i)
	}
	n.names = search.New(names)
	n.grid = geo.NewGrid(numbers, func(i int32) geo.Point { return n.stops[i].Point() })
}

// runTrips turns trips, stop times and frequencies into calls per stop.
func (n *network) runTrips(f Feed) {
	routeAt, tripAt := map[string]int32{}, map[string]int32{}
	for i, r := range n.routes {
		routeAt[r.ID] = int32(i)
	}
	var serviceAt map[string]int32
	n.days, serviceAt = layDays(f.Services, f.Exceptions)
	direction := make([]int, 0, len(f.Trips))
	for _, t := range f.Trips {
		route, okRoute := routeAt[t.RouteID]
		service, okService := serviceAt[t.ServiceID]
		if okRoute && okService {
			tripAt[t.ID] = int32(len(n.trips))
			n.trips = append(n.trips, trip{route, service, t.Headsign})
			direction = append(direction, t.Direction)
		}
	}
	repeats := map[int32][]Frequency{}
	for _, q := range f.Frequencies {
		if i, ok := tripAt[q.TripID]; ok && q.Headway > 0 {
			repeats[i] = append(repeats[i], q)
		}
	}
	slices.SortFunc(f.StopTimes, func(a, b StopTime) int {
		return cmp.Or(cmp.Compare(a.TripID, b.TripID), cmp.Compare(a.Sequence, b.Sequence))
	})
	n.calls, n.lines, n.order = make([][]call, len(n.stops)), make([][]int32, len(n.stops)), make([][]int32, len(n.routes))
	longest := make([]int, len(n.routes))
	for len(f.StopTimes) > 0 {
		end := 1
		for end < len(f.StopTimes) && f.StopTimes[end].TripID == f.StopTimes[0].TripID {
			end++
		}
		times := f.StopTimes[:end]
		f.StopTimes = f.StopTimes[end:]
		i, ok := tripAt[times[0].TripID]
		if !ok {
			continue
		}
		n.run(i, times, repeats[i])
		if route := n.trips[i].route; rank(direction[i], len(times)) > longest[route] {
			longest[route] = rank(direction[i], len(times))
			n.order[route] = n.path(times)
		}
	}
	for s := range n.calls {
		slices.SortFunc(n.calls[s], func(a, b call) int { return cmp.Or(cmp.Compare(a.leaves, b.leaves), cmp.Compare(a.trip, b.trip)) })
		n.calls[s] = slices.Clip(n.calls[s])
		slices.Sort(n.lines[s])
		n.lines[s] = slices.Compact(n.lines[s])
	}
}

// rank prefers direction 0, then the trip with most stops, to stand for a route.
func rank(direction, stops int) int {
	if direction == 0 {
		return 1<<20 + stops
	}
	return stops
}

func (n *network) path(times []StopTime) []int32 {
	var path []int32
	for _, t := range times {
		if s, ok := n.stopAt[t.StopID]; ok {
			path = append(path, s)
		}
	}
	return path
}

// run adds the calls of one trip, once or as often as it repeats. Nobody departs from the last stop, but the line does call there.
func (n *network) run(i int32, times []StopTime, repeats []Frequency) {
	for at, t := range times {
		stop, ok := n.stopAt[t.StopID]
		if !ok {
			continue
		}
		if l := n.lines[stop]; len(l) == 0 || l[len(l)-1] != n.trips[i].route {
			n.lines[stop] = append(l, n.trips[i].route)
		}
		if at == len(times)-1 {
			continue
		}
		if len(repeats) == 0 {
			n.calls[stop] = append(n.calls[stop], call{int32(t.Departure), i})
		}
		for _, q := range repeats {
			for start := q.Start; start < q.End; start += q.Headway {
				n.calls[stop] = append(n.calls[stop], call{int32(start + t.Departure - times[0].Departure), i})
			}
		}
	}
}

// serviceDays tells which services run on which day.
type serviceDays struct {
	first clock.Date
	noon  time.Time // of first
	words int
	bits  []uint64 // words per day
}

// maxDays bounds the table: a calendar that claims a century is cut.
const maxDays = 3660

func layDays(services []Service, exceptions []ServiceException) (serviceDays, map[string]int32) {
	at := map[string]int32{}
	var d serviceDays
	var last clock.Date
	span := func(day clock.Date) {
		if d.first == "" || day < d.first {
			d.first = day
		}
		last = max(last, day)
	}
	for i, s := range services {
		at[s.ID] = int32(i)
		span(s.StartOn)
		span(s.EndOn)
	}
	for _, e := range exceptions {
		span(e.Day)
	}
	if d.first == "" {
		return d, at
	}
	d.noon = d.first.At(12, 0)
	d.words = (len(services) + 63) / 64
	count := min(last.DaysSince(d.first)+1, maxDays)
	d.bits = make([]uint64, count*d.words)
	for i, s := range services {
		for n := max(s.StartOn.DaysSince(d.first), 0); n <= min(s.EndOn.DaysSince(d.first), count-1); n++ {
			weekday := (int(d.noon.Weekday()) + 6 + n) % 7 // Monday is 0
			if weekday < len(s.Weekdays) && s.Weekdays[weekday] == '1' {
				d.bits[n*d.words+i/64] |= 1 << (i % 64)
			}
		}
	}
	for _, e := range exceptions {
		n, i := e.Day.DaysSince(d.first), at[e.ServiceID]
		if _, known := at[e.ServiceID]; !known || n >= count {
			continue
		}
		if e.Added {
			d.bits[n*d.words+int(i)/64] |= 1 << (i % 64)
		} else {
			d.bits[n*d.words+int(i)/64] &^= 1 << (i % 64)
		}
	}
	return d, at
}

// on is the set of services that run n days after the first day; nil when none does.
func (d *serviceDays) on(n int) []uint64 {
	if n < 0 || (n+1)*d.words > len(d.bits) {
		return nil
	}
	return d.bits[n*d.words : (n+1)*d.words]
}

func runs(set []uint64, service int32) bool {
	return set != nil && set[service/64]&(1<<(service%64)) != 0
}
