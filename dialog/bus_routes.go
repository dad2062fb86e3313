package dialog

import (
	"fmt"
	"strings"

	"shuangyong/dialog/understand"
	"shuangyong/models/bus"
)

// pioneerName is what people call all pioneer lines together.
const pioneerName = "拥军先锋号"

// busRoutes lists the pioneer lines, or shows the one that was named.
func busRoutes(t *turn, s Step) error {
	if line := s.slot(understand.SlotLine); line != "" && line != pioneerName {
		return busRoute(t, s)
	}
	if hasAny(s.slot(words), "首班", "末班", "头班", "最后一班", "最早一班") && s.slot(understand.SlotLine) == "" {
		return t.firstAndLastOf(s)
	}
	var all []Option
	for _, r := range t.e.Buses.Pioneers() {
		all = append(all, Option{Label: r.ShortName + "：" + r.LongName, Say: r.ShortName, Step: Step{Intent: "bus.route", Slots: map[string]string{understand.SlotLine: r.ShortName}}})
	}
	if len(all) == 0 {
		t.say("拥军先锋号的线路还没有登记。打" + t.phone() + "问一声。")
		return nil
	}
	t.pageOf(fmt.Sprintf("拥军先锋号有%d条线，车上给军人留座：", len(all)), all, s.Offset)
	return nil
}

// busRoute shows a line: where it goes and whom to call.
func busRoute(t *turn, s Step) error {
	line := s.slot(understand.SlotLine)
	route, stops, ok := t.e.Buses.Route(line)
	if !ok {
		t.say("没查到“"+line+"”。您再看看是几路？",
			Option{Label: "拥军先锋号有哪几路", Say: "先锋号", Step: Step{Intent: "bus.routes"}},
			Option{Label: "附近有哪些站", Say: "附近的站", Step: Step{Intent: "bus.arrivals"}})
		return nil
	}
	head := route.ShortName + "（" + route.LongName + "）"
	if route.Pioneer {
		head += "，拥军先锋号"
	}
	t.say(lines(head,
		"经过"+count(len(stops), "站")+"："+stopNames(stops),
		t.firstAndLast(route, stops),
		t.operator(route)),
		Option{Label: "我坐车要钱吗", Say: "要钱吗", Step: Step{Intent: "bus.concession"}},
		Option{Label: "附近的站几点来车", Say: "几点来车", Step: Step{Intent: "bus.arrivals"}})
	return nil
}

// firstAndLastOf answers 末班车几点 for the line he looked at just before, or asks which one.
func (t *turn) firstAndLastOf(s Step) error {
	if n := len(t.st.Trail); n > 0 && strings.HasPrefix(t.st.Trail[n-1].Intent, "bus.") {
		if line := t.st.Trail[n-1].slot(understand.SlotLine); line != "" && line != pioneerName {
			return busRoute(t, s.with(understand.SlotLine, line))
		}
	}
	t.say("您问的是几路？说线路，比如“5路末班车几点”。", Option{Label: "拥军先锋号有哪几路", Say: "先锋号", Step: Step{Intent: "bus.routes"}})
	return nil
}

// firstAndLast is when the first and the last bus of today leave the first stop.
func (t *turn) firstAndLast(r bus.Route, stops []bus.Stop) string {
	if len(stops) == 0 {
		return ""
	}
	leaving := func(hour int) (times []int) {
		for _, d := range t.e.Buses.Departures(stops[0].ID, t.today.At(hour, 0), 50) {
			if d.Route.ID == r.ID && !d.Yesterday && d.Headsign != stops[0].Name {
				times = append(times, d.Leaves)
			}
		}
		return times
	}
	first, last := -1, -1
	for h := 0; h < 24 && first < 0; h++ {
		if times := leaving(h); len(times) > 0 {
			first = times[0]
		}
	}
	for h := 23; h >= 0 && last < 0; h-- {
		if times := leaving(h); len(times) > 0 {
			last = times[len(times)-1]
		}
	}
	if first < 0 {
		return "今天没有查到班次。"
	}
	return "今天从" + stops[0].Name + "开：首班" + leaves(first) + "，末班" + leaves(last) + "（时刻表）"
}

func stopNames(stops []bus.Stop) string {
	names := make([]string, len(stops))
	for i, s := range stops {
		names[i] = s.Name
	}
	return strings.Join(names, "—")
}

// operator is who runs a line, and its number.
func (t *turn) operator(r bus.Route) string {
	a, ok := t.e.Buses.Agency(r.AgencyID)
	if !ok || a.Phone == "" {
		return ""
	}
	return "东西落车上、司机不认证，打" + a.Name + a.Phone + "。"
}
