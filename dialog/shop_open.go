package dialog

import (
	"strconv"
	"strings"

	"shuangyong/dialog/understand"
	"shuangyong/models/clock"
	"shuangyong/models/geo"
	"shuangyong/models/person"
	"shuangyong/models/shop"
)

// openShop is the step that shows a shop: found again by its name at its place, for names repeat and the directory changes.
func openShop(s shop.Shop) Step {
	return Step{Intent: "shop.open", Slots: map[string]string{"name": s.Name, "lat": coordinate(s.Lat), "lng": coordinate(s.Lng)}}
}

func coordinate(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

// shopOpen shows the shop that was chosen.
func shopOpen(t *turn, s Step) error {
	lat, errLat := strconv.ParseFloat(s.slot("lat"), 64)
	lng, errLng := strconv.ParseFloat(s.slot("lng"), 64)
	if errLat == nil && errLng == nil {
		found, _ := t.e.Shops.Find(shop.Query{Near: &geo.Point{Lat: lat, Lng: lng}, Radius: 50, Words: s.slot("name"), On: t.today, Limit: maxOptions})
		for _, f := range found {
			if f.Name == s.slot("name") {
				t.showShop(f.Shop)
				return nil
			}
		}
	}
	t.say("这家店刚刚有变动，现在查不到了，请先别去。", Option{Label: "看别的优惠店", Say: "别的店", Step: Step{Intent: "shop.nearby"}})
	return nil
}

// showShop is one shop: where, when, what it gives to whom, and how fresh that is.
func (t *turn) showShop(one shop.Shop) {
	t.say(lines(one.Name,
		labelled("地址", one.Address),
		labelled("电话", one.Phone),
		labelled("营业", one.Hours),
		t.offers(one),
		freshness(one, t.today)),
		Option{Label: "店家不给优惠，我要反映", Say: "不给优惠", Step: Step{Intent: "shop.complain", Slots: map[string]string{"shop": one.Name}}},
		Option{Label: "看别的" + kindOf(one.Category), Say: "别的店", Step: Step{Intent: "shop.search", Slots: map[string]string{understand.SlotCategory: one.Category}}})
}

// offers lists what the shop gives today. What is not meant for the speaker is said, so that he need not be turned away at the till.
func (t *turn) offers(one shop.Shop) string {
	var out []string
	mine := false
	for _, o := range one.Offers {
		if !o.ValidOn(t.today) {
			continue
		}
		l := "优惠：" + o.Title
		if o.Proof != "" {
			l += "，出示" + o.Proof
		}
		if o.Statuses != "" {
			l += "（限" + statusList(o.Statuses) + "）"
		}
		if o.Until != "" {
			l += "，到" + date(o.Until, t.today) + "为止"
		}
		if o.For(string(t.st.Claimed)) {
			mine = true
		}
		out = append(out, l)
	}
	if len(out) == 0 {
		return "优惠：这几天没有登记的优惠，去之前打电话问一声。"
	}
	if !mine && t.st.Claimed != "" {
		out = append(out, "这些优惠没写"+t.st.Claimed.Chinese()+"，去之前打电话问一声。")
	}
	return strings.Join(out, "\n")
}

func statusList(statuses string) string {
	var out []string
	for _, s := range strings.Fields(statuses) {
		out = append(out, person.Claim(s).Chinese())
	}
	return strings.Join(out, "、")
}

// stale is the number of days after which an inspection no longer vouches for an offer.
const stale = 180

func freshness(one shop.Shop, today clock.Date) string {
	if one.CheckedOn == "" {
		return "还没有现场核实过，去之前打电话问一声。"
	}
	if today.DaysSince(one.CheckedOn) > stale {
		return "上次核实是" + date(one.CheckedOn, today) + "，有些日子了，去之前打电话问一声。"
	}
	return date(one.CheckedOn, today) + "核实过。"
}
