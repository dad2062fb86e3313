package dialog

import (
	"shuangyong/dialog/understand"
	"shuangyong/models/bus"
)

// busPlan tells which lines go to a place: all that call there, and, when we know where he is, those he can board nearby.
func busPlan(t *turn, s Step) error {
	to := s.slot(understand.SlotPlace)
	if to == "" {
		to = s.slot(understand.SlotStop)
	}
	if to == "" {
		t.say("您要去哪儿？说地名或站名，比如“去人民医院坐几路车”。")
		return nil
	}
	stops := t.e.Buses.StopByName(to)
	if len(stops) == 0 {
		t.say("没查到叫“"+to+"”的公交站。换个站名再说一遍，或打公交公司问。",
			Option{Label: "拥军先锋号有哪几路", Say: "先锋号", Step: Step{Intent: "bus.routes"}})
		return nil
	}
	calling := routesOf(byName(stops)[0])
	text := "到“" + stops[0].Name + "”的车：" + routeNames(calling) + "。"
	if t.near() == nil {
		t.st.Want = &s
		t.say(text, Option{Label: "我坐车要钱吗", Say: "要钱吗", Step: Step{Intent: "bus.concession"}})
		t.tail("发个位置，我告诉您在哪儿上车。" + starHint(calling))
		return nil
	}
	for _, n := range t.e.Buses.NearStops(*t.st.Place, walk, 10) {
		if direct := shared(n.Routes, calling); len(direct) > 0 {
			t.say(lines(
				"在“"+n.Name+"”（离您"+far(n.Metres)+"）上车："+routeNames(direct)+"，不用换车。",
				"坐到“"+stops[0].Name+"”下。上车前看好方向。"),
				Option{Label: "“" + n.Name + "”几点来车", Say: "几点来车", Step: Step{Intent: "bus.arrivals", Slots: map[string]string{understand.SlotStop: n.Name}}})
			t.tail(starHint(direct))
			return nil
		}
	}
	t.say(lines(text, "您附近没有直达的车，要换车。换车我还不会算，打公交公司或问司机。"),
		Option{Label: "附近有哪些站", Say: "附近的站", Step: Step{Intent: "bus.arrivals"}})
	return nil
}

// routesOf is the lines that call at any of the stops, each once.
func routesOf(groups ...[]bus.NearStop) []bus.Route {
	var out []bus.Route
	for _, stops := range groups {
		for _, s := range stops {
			for _, r := range s.Routes {
				if len(shared([]bus.Route{r}, out)) == 0 {
					out = append(out, r)
				}
			}
		}
	}
	return out
}

// shared is the lines of a that are also in b.
func shared(a, b []bus.Route) []bus.Route {
	var out []bus.Route
	for _, x := range a {
		for _, y := range b {
			if x.ID == y.ID {
				out = append(out, x)
				break
			}
		}
	}
	return out
}
