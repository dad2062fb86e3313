package app

import (
	"context"
	"math"
	"sync"

	"shuangyong/handlers/demo"
	"shuangyong/models/bus"
	"shuangyong/models/geo"
	"shuangyong/models/shop"
	"shuangyong/models/station"
)

// How much of a large city the page draws.
const (
	mappedStations = 400
	mappedStops    = 3000
	mappedShops    = 1000
)

// cityMap is the city as the phone's page draws it, read from the directories once: the demo's city stays as it was made.
func (a *answers) cityMap() func(context.Context) (demo.Map, error) {
	draw := sync.OnceValue(a.draw)
	return func(context.Context) (demo.Map, error) { return draw(), nil }
}

func (a *answers) draw() demo.Map {
	m := blankMap()
	centre := a.stations.Root().Point()
	for _, s := range a.stations.Nearest(centre, mappedStations) {
		drawStation(&m, s.Station)
	}
	m.Shops = a.mapShops(centre)
	m.Stops, m.Lines = mapBuses(a.buses, centre)
	m.Bounds = boundsOf(m.Stations, m.Stops, m.Shops)
	return m
}

// blankMap has lists that are empty, not null.
func blankMap() demo.Map {
	return demo.Map{Stations: []demo.Spot{}, Stops: []demo.Spot{}, Shops: []demo.Spot{}, Districts: []demo.Spot{}, Lines: []demo.Polyline{}}
}

// drawStation puts a station on the map, and the name of its district where it is a town's.
func drawStation(m *demo.Map, s station.Station) {
	at := [2]float64{s.Lat, s.Lng}
	m.Stations = append(m.Stations, demo.Spot{Name: s.ShortName, Kind: string(s.Level), At: at})
	if s.Level == station.Town {
		m.Districts = append(m.Districts, demo.Spot{Name: districtName(s.ShortName), At: at})
	}
}

// districtName is what a town's station is named after: 东街服务站 → 东街.
func districtName(s string) string {
	if r := []rune(s); len(r) > 3 && string(r[len(r)-3:]) == "服务站" {
		return string(r[:len(r)-3])
	}
	return s
}

func (a *answers) mapShops(centre geo.Point) []demo.Spot {
	const portion = 20 // as the directory gives them
	spots := []demo.Spot{}
	for offset := 0; offset < mappedShops; offset += portion {
		found, _ := a.shops.Find(shop.Query{Near: &centre, Offset: offset, Limit: portion})
		for _, f := range found {
			spots = append(spots, demo.Spot{Name: f.Name, Kind: f.Category, At: [2]float64{f.Lat, f.Lng}})
		}
		if len(found) < portion {
			break
		}
	}
	return spots
}

// mapBuses draws every line that calls at a stop near the centre. Both sides of a street are one stop on the map.
func mapBuses(d *bus.Directory, centre geo.Point) (stops []demo.Spot, lines []demo.Polyline) {
	stops, lines = []demo.Spot{}, []demo.Polyline{}
	named, drawn := map[string]bool{}, map[string]bool{}
	for _, near := range d.NearStops(centre, 0, mappedStops) {
		if !named[near.Name] {
			named[near.Name] = true
			stops = append(stops, demo.Spot{Name: near.Name, At: degrees(near.Point())})
		}
		for _, r := range near.Routes {
			if drawn[r.ID] {
				continue
			}
			drawn[r.ID] = true
			if _, along, ok := d.Route(r.ShortName); ok {
				line := demo.Polyline{Name: r.ShortName, Pioneer: r.Pioneer}
				for _, s := range along {
					line.Points = append(line.Points, degrees(s.Point()))
				}
				lines = append(lines, line)
			}
		}
	}
	return stops, lines
}

// degrees rounds to what a map of a city shows, a metre.
func degrees(p geo.Point) [2]float64 {
	const fine = 1e5
	return [2]float64{math.Round(p.Lat*fine) / fine, math.Round(p.Lng*fine) / fine}
}

// boundsOf is the box around all spots, with a margin.
func boundsOf(lists ...[]demo.Spot) [2][2]float64 {
	const margin = 0.004 // about 400 m
	low, high := [2]float64{90, 180}, [2]float64{-90, -180}
	for _, list := range lists {
		for _, s := range list {
			for i := range s.At {
				low[i], high[i] = min(low[i], s.At[i]), max(high[i], s.At[i])
			}
		}
	}
	if low[0] > high[0] { // nothing is there
		return [2][2]float64{}
	}
	return [2][2]float64{{low[0] - margin, low[1] - margin}, {high[0] + margin, high[1] + margin}}
}
