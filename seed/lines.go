package seed

import (
	"fmt"
	"slices"

	"shuangyong/models/bus"
)

// The two invented companies and the pioneer routes (拥军先锋号).
const (
	cityBuses    = "QW"
	countryBuses = "XZ"
	townLines    = 37
	countryLines = 21
)

var pioneers = []string{"1路", "5路", "8路", "12路", "20路", "206路"}

// manner is how a line is driven.
type manner int

const (
	frequent manner = iota // every few minutes, weekdays and weekends apart
	sparse                 // some departures a day
	night                  // past midnight
	festival               // only around 清明
)

// line is a route and the stops of its way out.
type line struct {
	bus.Route
	calls  []int
	manner manner
}

// buildLines lays the 60 lines.
func (c *City) buildLines() []line {
	lines := make([]line, 0, townLines+countryLines+2)
	for i := range townLines {
		d := c.dice("line", i)
		a, b := i%len(landmarks), 0
		for b = d.IntN(len(landmarks)); apart(c.stops[a], c.stops[b]) < 3800; {
			b = (b + 1) % len(landmarks)
		}
		way := c.way(a, b, 520, 330, func(s stop) bool { return s.urban })
		if len(way) < 8 {
			way = c.way(a, b, 1100, 300, func(s stop) bool { return s.urban })
		}
		lines = append(lines, c.line(len(lines), fmt.Sprintf("%d路", i+1), cityBuses, way, frequent))
	}
	const coachStation = 1 // 汽车客运站
	for i := range countryLines {
		t := 5 + i%(len(c.towns)-5)
		hub := slices.IndexFunc(c.stops, func(s stop) bool { return s.town == t && s.station == 0 })
		way := c.way(coachStation, hub, 700, 900, func(s stop) bool { return s.station != 0 })
		villages := c.rounds(t, hub, len(c.towns[t].villages))
		if half := len(villages) / 2; i < len(c.towns)-5 {
			villages = villages[:half]
		} else {
			villages = villages[half:]
		}
		way = append(way, slices.DeleteFunc(villages, func(v int) bool { return slices.Contains(way, v) })...)
		lines = append(lines, c.line(len(lines), fmt.Sprintf("%d路", 201+i), countryBuses, way, sparse))
	}
	cemetery := slices.Index(landmarks, "烈士陵园")
	lines = append(lines, c.line(len(lines), "夜1路", cityBuses, c.way(0, slices.Index(landmarks, "人民医院"), 900, 300, func(s stop) bool { return s.urban }), night))
	return append(lines, c.line(len(lines), "清明祭扫专线", cityBuses, c.way(0, cemetery, 600, 600, func(s stop) bool { return s.station == 0 }), festival))
}

func (c *City) line(order int, name, agency string, calls []int, m manner) line {
	first, last := c.stops[calls[0]], c.stops[calls[len(calls)-1]]
	return line{calls: calls, manner: m, Route: bus.Route{
		ID: fmt.Sprintf("R%02d", order+1), AgencyID: agency, ShortName: name, LongName: first.Name + "—" + last.Name, Type: 3,
		Pioneer: slices.Contains(pioneers, name), SortOrder: order,
	}}
}

// busBatches yields the feed: first what everything refers to, then the timetables.
func (c *City) busBatches(yield func(*Batch) bool) bool {
	lines := c.buildLines()
	head := &Batch{
		Stage: "bus", Total: len(lines),
		Agencies: []bus.Agency{
			{ID: cityBuses, Name: "青梧公交公司" + marked, Phone: landline(60)},
			{ID: countryBuses, Name: "青梧城乡客运公司" + marked, Phone: landline(61)},
		},
		Services: services(c.o.Start), Exceptions: c.exceptions(), Concessions: c.concessions(lines),
	}
	for _, s := range c.stops {
		head.Stops = append(head.Stops, s.Stop)
	}
	for _, l := range lines {
		head.Routes = append(head.Routes, l.Route)
	}
	if !yield(head) {
		return false
	}
	for at := 0; at < len(lines); at += 20 {
		end := min(at+20, len(lines))
		b := &Batch{Stage: "bus", Done: end, Total: len(lines)}
		for _, l := range lines[at:end] {
			c.timetable(b, l)
		}
		if !yield(b) {
			return false
		}
	}
	return true
}
