package app

import (
	"context"
	"sync"
	"time"

	"shuangyong/handlers/demo"
	"shuangyong/models/clock"
	"shuangyong/models/geo"
	"shuangyong/seed"
)

// inventedMap is the synthetic city's map for a program that has no database: drawn from the rows as they are made.
func inventedMap(now time.Time) func(context.Context) (demo.Map, error) {
	draw := sync.OnceValues(func() (demo.Map, error) {
		city, err := seed.New(seed.Options{Start: clock.DateOf(now)}.Filled())
		if err != nil {
			return demo.Map{}, err
		}
		m := blankMap()
		for b := range city.Batches() {
			if b.Stage == "people" { // everything that has a place came before
				break
			}
			drawBatch(&m, b)
		}
		m.Bounds = boundsOf(m.Stations, m.Stops, m.Shops)
		return m, nil
	})
	return func(context.Context) (demo.Map, error) { return draw() }
}

func drawBatch(m *demo.Map, b *seed.Batch) {
	for _, s := range b.Stations {
		drawStation(m, s)
	}
	for _, s := range b.Shops {
		m.Shops = append(m.Shops, demo.Spot{Name: s.Name, Kind: s.Category, At: [2]float64{s.Lat, s.Lng}})
	}
	stops := map[string]geo.Point{}
	for _, s := range b.Stops {
		stops[s.ID] = s.Point()
		m.Stops = append(m.Stops, demo.Spot{Name: s.Name, At: degrees(s.Point())})
	}
	m.Lines = append(m.Lines, drawLines(b, stops)...)
}

// drawLines follows one trip of each route.
func drawLines(b *seed.Batch, stops map[string]geo.Point) []demo.Polyline {
	first := map[string]string{} // trip → route
	seen := map[string]bool{}
	for _, t := range b.Trips {
		if !seen[t.RouteID] {
			seen[t.RouteID], first[t.ID] = true, t.RouteID
		}
	}
	points := map[string][][2]float64{}
	for _, s := range b.StopTimes {
		if route, ok := first[s.TripID]; ok {
			points[route] = append(points[route], degrees(stops[s.StopID]))
		}
	}
	var lines []demo.Polyline
	for _, r := range b.Routes {
		lines = append(lines, demo.Polyline{Name: r.ShortName, Pioneer: r.Pioneer, Points: points[r.ID]})
	}
	return lines
}
