package dialog

import (
	"fmt"

	"shuangyong/models/geo"
	"shuangyong/models/handoff"
	"shuangyong/models/shop"
)

// placed takes a location: for whoever waits for help it goes to the human first; else the last wish is answered near it; else what is near
// is told and offered.
func (t *turn) placed() error {
	p := t.m.Place
	if p == nil || !p.Valid() {
		t.say("位置没收全。请再发一次：点输入框旁的“＋”，选“位置”，点“发送位置”。")
		return nil
	}
	t.st.Place, t.st.PlaceLabel = p, shorten(t.m.PlaceLabel, 40)
	if w := t.st.Waiting; w != nil && w.Kind == handoff.Crisis {
		t.passPlace()
		return nil
	}
	if w := t.st.Want; w != nil && t.e.intents[w.Intent].byPlace {
		return t.run(*w)
	}
	if c := t.st.Current; c != nil && t.e.intents[c.Intent].byPlace {
		return t.show(Step{Intent: c.Intent, Slots: without(c.Slots, "place", "stop")})
	}
	return t.around()
}

// around tells what is near, in one look.
func (t *turn) around() error {
	if t.elsewhereInChina("优惠店") {
		return nil
	}
	p := *t.st.Place
	text := "位置收到了。您附近有："
	var options []Option
	if near, total := t.e.Shops.Find(shop.Query{Near: &p, Radius: walk, On: t.today, Limit: 1}); len(near) > 0 {
		options = append(options, Option{Label: "优惠店" + many(total) + "，最近的" + far(near[0].Metres), Say: "优惠店", Step: Step{Intent: "shop.nearby"}})
	} else {
		options = append(options, Option{Label: "优惠店：看看最近的在哪", Say: "优惠店", Step: Step{Intent: "shop.nearby"}})
	}
	if near := t.e.Stations.Nearest(p, 1); len(near) > 0 {
		options = append(options, Option{Label: shortName(near[0].ShortName, near[0].Name) + "，" + far(near[0].Metres), Say: "服务站", Step: Step{Intent: "station.find"}})
	}
	if near := t.e.Buses.NearStops(p, walk, 1); len(near) > 0 {
		options = append(options, Option{Label: "公交站“" + near[0].Name + "”，" + far(near[0].Metres), Say: "公交站", Step: Step{Intent: "bus.arrivals"}})
	}
	t.say(text, options...)
	t.tail("回数字看详细的。")
	return nil
}

func (t *turn) passPlace() {
	t.say("对不起，位置没能转出去。请在电话里说清您在哪：110、120，或" + t.duty() + "。")
	t.add(placeWords(t.st), Reply{Text: "位置已转给值班同志，电话请保持畅通。\n有危险，先打110或120。"})
}

// walk is how far one walks to a shop or a stop, in metres.
const walk = 1500

// faraway is the distance in metres from the nearest station beyond which nothing of the city is near.
const faraway = 30_000

// near is where he is, nil when that is not known or is too far from the city for anything here to be near.
func (t *turn) near() *geo.Point {
	if _, far := t.away(); far {
		return nil
	}
	return t.st.Place
}

// away tells that he is somewhere else, and how many metres from the nearest station.
func (t *turn) away() (metres float64, yes bool) {
	if t.st.Place == nil {
		return 0, false
	}
	near := t.e.Stations.Nearest(*t.st.Place, 1)
	if len(near) == 0 {
		return 0, false
	}
	return near[0].Metres, near[0].Metres > faraway
}

// elsewhereInChina says that nothing here is near him, and what helps where he is. It reports whether it spoke.
func (t *turn) elsewhereInChina(what string) bool {
	metres, yes := t.away()
	if !yes {
		return false
	}
	t.say(lines(
		"您发的位置离我们这儿"+far(metres)+"，身边没有我能查的"+what+"。",
		"人在外地：优待证全国统一，能享受什么看当地的规定，找当地的退役军人服务站问，或打当地12345。",
		"想看家里这边的，直接说地名，比如“火车站附近的"+what+"”。"),
		Option{Label: "看全市的优惠店", Say: "全市", Step: Step{Intent: "shop.category"}},
		Option{Label: "我能享受什么", Say: "能享受什么", Step: Step{Intent: "benefit.mine"}},
		Option{Label: "请人联系我", Say: "联系我", Step: Step{Intent: "human", Slots: map[string]string{words: "人在外地，想找人问"}}})
	t.tail("也可以打" + t.phone() + "。")
	return true
}

func without(slots map[string]string, names ...string) map[string]string {
	out := make(map[string]string, len(slots))
	for k, v := range slots {
		out[k] = v
	}
	for _, n := range names {
		delete(out, n)
	}
	return out
}

// placeWords is the last location in words for a human, with its coordinates.
func placeWords(st State) string {
	return fmt.Sprintf("位置：%s（GCJ-02 %.6f,%.6f）", st.PlaceLabel, st.Place.Lat, st.Place.Lng)
}
