package dialog

import (
	"fmt"
	"strings"

	"shuangyong/dialog/understand"
	"shuangyong/models/bus"
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
			t.say("没查到“" + stop + "”这个站。\n站牌上怎么写的，照着说一遍；或者把位置发给我。")
			t.st.Want = &s
			return nil
		}
		t.departures(found[0], s.slot(understand.SlotLine))
		return nil
	}
	if t.st.Place == nil {
		t.askPlace(s, "公交站")
		t.tail("也可以说站名，比如“人民医院站几点来车”。")
		return nil
	}
	near := t.e.Buses.NearStops(*t.st.Place, walk, maxOptions)
	if len(near) == 0 {
		t.say("您周围" + far(walk) + "内没查到公交站。\n换个位置再发一次，或者说站名。")
		return nil
	}
	var options []Option
	for _, n := range near {
		label := n.Name + "，" + far(n.Metres) + "：" + routeNames(n.Routes)
		options = append(options, Option{Label: label, Say: n.Name, Step: Step{Intent: "bus.arrivals", Slots: map[string]string{understand.SlotStop: n.Name}}})
	}
	t.say("您附近的公交站：", options...)
	t.tail("回数字看几点来车。带★的是拥军先锋号。")
	return nil
}

// departures lists the next buses of a stop, of one line if one was named.
func (t *turn) departures(stop bus.NearStop, line string) {
	next := t.e.Buses.Departures(stop.ID, t.now, 8)
	var out []string
	for _, d := range next {
		if line != "" && line != pioneerName && d.Route.ShortName != line || line == pioneerName && !d.Route.Pioneer {
			continue
		}
		if len(out) < maxOptions {
			out = append(out, fmt.Sprintf("%s %s往%s", leaves(d.Leaves), starred(d.Route), d.Headsign))
		}
	}
	options := []Option{{Label: "我坐车要钱吗", Say: "要钱吗", Step: Step{Intent: "bus.concession"}}}
	if len(out) == 0 {
		t.say(lines("“"+stop.Name+"”今天接下来没有车了。", "经过这站的有："+routeNames(stop.Routes)+"。"), options...)
		return
	}
	t.say(lines("“"+stop.Name+"”接下来的车：", strings.Join(out, "\n")), options...)
	t.tail("这是按时刻表算的，早晚几分钟都可能；带★的是拥军先锋号。")
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
