package dialog

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"shuangyong/dialog/understand"
	"shuangyong/models/bus"
	"shuangyong/models/geo"
)

// busArrivals tells the next buses by timetable, at the stop that was named or at the nearest one.
func busArrivals(t *turn, s Step) error {
	stop := s.slot(understand.SlotStop)
	if stop == "" {
		stop = s.slot(understand.SlotPlace)
	}
	if stop != "" {
		found := t.e.Buses.StopByName(stop)
		if len(found) == 0 {
			if p, ok := t.pointOfAddress(stop); ok && t.stopsAround(p, "“"+stop+"”附近的公交站：") {
				return nil
			}
			t.say("没查到“" + stop + "”这个站。\n站牌上怎么写的，照着说一遍；或者把位置发给我。")
			t.st.Want = &s
			return nil
		}
		t.departures(byName(found)[0], s.slot(understand.SlotLine))
		return nil
	}
	if t.st.Place == nil {
		if line := s.slot(understand.SlotLine); line != "" && line != pioneerName {
			err := busRoute(t, s) // what is known without a place
			t.st.Want = &s
			t.tail("要知道几点到您那一站，发个位置，或者说站名。")
			return err
		}
		t.askPlace(s, "公交站")
		t.tail("也可以说站名，比如“人民医院站几点来车”。")
		return nil
	}
	if t.elsewhereInChina("公交站") {
		return nil
	}
	if !t.stopsAround(*t.st.Place, "您附近的公交站：") {
		t.say("您周围" + far(walk) + "内没查到公交站。\n换个位置再发一次，或者说站名。")
	}
	return nil
}

// stopsAround lists the stops that one can walk to; false means that there are none.
func (t *turn) stopsAround(p geo.Point, head string) bool {
	near := byName(t.e.Buses.NearStops(p, walk, 4*maxOptions))
	if len(near) == 0 {
		return false
	}
	var options []Option
	for _, group := range near[:min(len(near), maxOptions)] {
		label := group[0].Name + "，" + far(group[0].Metres) + "：" + routeNames(routesOf(group))
		options = append(options, Option{Label: label, Say: group[0].Name, Step: Step{Intent: "bus.arrivals", Slots: map[string]string{understand.SlotStop: group[0].Name}}})
	}
	t.say(head, options...)
	t.tail("回数字看几点来车。" + starHint(routesOf(near...)))
	return true
}

// byName puts the two sides of a street together.
func byName(stops []bus.NearStop) [][]bus.NearStop {
	at := map[string]int{}
	var out [][]bus.NearStop
	for _, s := range stops {
		i, ok := at[s.Name]
		if !ok {
			i = len(out)
			at[s.Name] = i
			out = append(out, nil)
		}
		out[i] = append(out[i], s)
	}
	return out
}

// departures lists the next buses of a stop, both sides of the street, of one line if one was named.
func (t *turn) departures(stop []bus.NearStop, line string) {
	var next []bus.Departure
	for _, side := range stop {
		for _, d := range t.e.Buses.Departures(side.ID, t.now, 20) {
			if line == "" || line == pioneerName && d.Route.Pioneer || d.Route.ShortName == line {
				next = append(next, d)
			}
		}
	}
	slices.SortStableFunc(next, func(a, b bus.Departure) int { return cmp.Compare(seconds(a), seconds(b)) })
	options := []Option{{Label: "我坐车要钱吗", Say: "要钱吗", Step: Step{Intent: "bus.concession"}}}
	if len(next) == 0 {
		t.say(lines("“"+stop[0].Name+"”今天接下来没查到"+line+"车了。", "经过这站的有："+routeNames(routesOf(stop))+"。"), options...)
		return
	}
	out := []string{"“" + stop[0].Name + "”接下来的车："}
	var shown []bus.Route
	for _, d := range next[:min(len(next), maxOptions)] {
		out, shown = append(out, fmt.Sprintf("%s %s往%s", leaves(seconds(d)), starred(d.Route), d.Headsign)), append(shown, d.Route)
	}
	t.say(lines(out...), options...)
	t.tail("这是按时刻表算的，会差几分钟。" + starHint(shown))
}

// starHint explains the star where one stands.
func starHint(routes []bus.Route) string {
	if slices.ContainsFunc(routes, func(r bus.Route) bool { return r.Pioneer }) {
		return "带★的是拥军先锋号。"
	}
	return ""
}

// seconds is when a bus leaves, counted from today's midnight: yesterday's service may run past it.
func seconds(d bus.Departure) int {
	if d.Yesterday {
		return d.Leaves - 24*3600
	}
	return d.Leaves
}

// leaves writes seconds of the service day as a clock: 25:10 is the next morning's 01:10.
func leaves(seconds int) string {
	m := seconds / 60
	if m >= 24*60 {
		return fmt.Sprintf("次日%02d:%02d", m/60-24, m%60)
	}
	return fmt.Sprintf("%02d:%02d", m/60, m%60)
}

func starred(r bus.Route) string {
	if r.Pioneer {
		return "★" + r.ShortName
	}
	return r.ShortName
}

func routeNames(routes []bus.Route) string {
	var names []string
	for i, r := range routes {
		if i == 8 {
			return strings.Join(names, "、") + "等"
		}
		names = append(names, starred(r))
	}
	return strings.Join(names, "、")
}
