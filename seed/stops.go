package seed

import (
	"fmt"
	"math"
	"sort"
	"strings"

	"shuangyong/models/bus"
	"shuangyong/models/geo"
)

// stop is a bus stop with its place on the plane, metres east and north of the centre.
type stop struct {
	bus.Stop
	east, north float64
	urban       bool
	station     int // the village or community it serves, 0 = a landmark
	town        int // index of its town; landmarks belong to the first
}

// landmarks are the places that town buses are named after. None is a barracks, and none may be added.
var landmarks = strings.Fields("火车站 汽车客运站 人民医院 中医院 妇幼保健院 府前广场 退役军人服务中心 市民服务中心 体育馆 图书馆 第一中学 第二中学 职业学校 实验小学 农贸市场 百货大楼 " +
	"梧桐公园 槐荫公园 烈士陵园 老年大学 文化宫 电影院 纺织厂 面粉厂 水厂 桥头 东关 西关 南门 北门 建材市场 物流园 开发区管委会 城东花园 河滨公园 养老院")

// buildStops invents the stops: landmarks in and around the middle, one for every village and community, one for every town.
func (c *City) buildStops() {
	for i, name := range landmarks {
		d := c.dice("landmark", i)
		angle, away := float64(i)*2.399963, 900+1050*math.Sqrt(float64(i)) // a sunflower's spiral spreads them evenly
		c.addStop(name, away*math.Cos(angle)+d.NormFloat64()*150, away*math.Sin(angle)*0.8+d.NormFloat64()*150, true, 0, 0)
	}
	for t, tw := range c.towns {
		urban := strings.HasSuffix(tw.name, "街道")
		if !urban {
			c.addStop(tw.name, tw.east+60, tw.north-40, false, 0, t)
		}
		for _, v := range tw.villages {
			d := c.dice("village stop", v)
			east, north := plane(c.stations[v].Point())
			c.addStop(place(c.stations[v]), east+d.NormFloat64()*60, north+d.NormFloat64()*60, urban, v, t)
		}
	}
}

func (c *City) addStop(name string, east, north float64, urban bool, at, town int) {
	w := geo.ToWGS84(offset(centre, east, north))
	c.stops = append(c.stops, stop{
		Stop: bus.Stop{ID: fmt.Sprintf("S%03d", len(c.stops)+1), Name: name, Lat: round6(w.Lat), Lng: round6(w.Lng)},
		east: east, north: north, urban: urban, station: at, town: town,
	})
}

func apart(a, b stop) float64 { return math.Hypot(a.east-b.east, a.north-b.north) }

// along is how far p lies along the way from a to b (0–1), and how far beside it, metres.
func along(a, b, p stop) (share, beside float64) {
	dx, dy := b.east-a.east, b.north-a.north
	length := math.Hypot(dx, dy)
	share = ((p.east-a.east)*dx + (p.north-a.north)*dy) / (length * length)
	beside = math.Abs((p.east-a.east)*dy-(p.north-a.north)*dx) / length
	return share, beside
}

// way is the stops (as indexes) that a bus from a to b calls at: those within reach beside the straight line, in order, not too close together.
func (c *City) way(a, b int, reach, gap float64, allowed func(stop) bool) []int {
	from, to := c.stops[a], c.stops[b]
	type call struct {
		i     int
		share float64
	}
	var calls []call
	for i, s := range c.stops {
		share, beside := along(from, to, s)
		if i != a && i != b && share > 0.02 && share < 0.98 && beside < reach && allowed(s) {
			calls = append(calls, call{i, share})
		}
	}
	sort.Slice(calls, func(x, y int) bool {
		if calls[x].share != calls[y].share {
			return calls[x].share < calls[y].share
		}
		return calls[x].i < calls[y].i
	})
	line := []int{a}
	for _, k := range calls {
		if apart(c.stops[line[len(line)-1]], c.stops[k.i]) >= gap && apart(to, c.stops[k.i]) >= gap {
			line = append(line, k.i)
		}
	}
	return append(line, b)
}

// rounds is a walk through the villages of a town, always to the nearest one not yet called at.
func (c *City) rounds(town, from int, most int) []int {
	left := map[int]bool{}
	for i, s := range c.stops {
		if s.town == town && s.station != 0 && i != from {
			left[i] = true
		}
	}
	var line []int
	for at := from; len(left) > 0 && len(line) < most; {
		best := -1
		for i := range c.stops { // in order, so that a tie is always broken the same way
			if left[i] && (best < 0 || apart(c.stops[at], c.stops[i]) < apart(c.stops[at], c.stops[best])) {
				best = i
			}
		}
		delete(left, best)
		line, at = append(line, best), best
	}
	return line
}
