package dialog

import (
	"fmt"

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
	p := *t.st.Place
	text := "位置收到了。您附近有："
	if near := t.e.Stations.Nearest(p, 1); len(near) > 0 && near[0].Metres > faraway {
		text = "位置收到了，离" + t.e.Bureau.Name + "有些远，我这里只有本地的："
	}
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

// faraway is the distance in metres beyond which a place is not in the city.
const faraway = 60_000

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
