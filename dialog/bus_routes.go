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
		t.operator(route)),
		Option{Label: "我坐车要钱吗", Say: "要钱吗", Step: Step{Intent: "bus.concession"}},
		Option{Label: "附近的站几点来车", Say: "几点来车", Step: Step{Intent: "bus.arrivals"}})
	return nil
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
