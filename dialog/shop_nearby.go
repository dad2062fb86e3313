package dialog

import (
	"fmt"
	"slices"
	"strings"

	"shuangyong/dialog/understand"
	"shuangyong/models/geo"
	"shuangyong/models/person"
	"shuangyong/models/shop"
)

// shopNearby lists the partner shops near where he is, or near the place he named. Without a place it asks for one and shows the kinds.
func shopNearby(t *turn, s Step) error {
	if place := s.slot(understand.SlotPlace); place != "" {
		return t.shopsAt(place, s)
	}
	if t.st.Place == nil {
		t.askPlace(s, "优惠店")
		return nil
	}
	if t.elsewhereInChina("优惠店") {
		return nil
	}
	t.listShops(s, shop.Query{Near: t.st.Place, Category: s.slot(understand.SlotCategory), On: t.today}, "离您近的")
	return nil
}

// shopsAt looks around a place he named: a station or a stop of that name gives the point, else the words are looked for in addresses.
func (t *turn) shopsAt(place string, s Step) error {
	if p, ok := t.pointOf(place); ok {
		t.listShops(s, shop.Query{Near: &p, Category: s.slot(understand.SlotCategory), On: t.today}, "“"+place+"”附近的")
		return nil
	}
	t.listShops(s, shop.Query{Words: place, Category: s.slot(understand.SlotCategory), On: t.today}, "“"+place+"”那里的")
	return nil
}

// pointOf is where a named place is, as far as the stops know.
func (t *turn) pointOf(place string) (geo.Point, bool) {
	if stops := t.e.Buses.StopByName(place); len(stops) > 0 {
		return stops[0].Point(), true
	}
	return geo.Point{}, false
}

// pointOfAddress is about where a street is that no stop is called after: at a partner shop whose address names it.
func (t *turn) pointOfAddress(place string) (geo.Point, bool) {
	found, _ := t.e.Shops.Find(shop.Query{Words: place, On: t.today, Limit: maxOptions})
	for _, f := range found {
		if strings.Contains(f.Address, place) {
			return geo.Point{Lat: f.Lat, Lng: f.Lng}, true
		}
	}
	return geo.Point{}, false
}

// listShops shows five of what was found; saying more shows the next five.
func (t *turn) listShops(s Step, q shop.Query, where string) {
	q.Offset, q.Limit = s.Offset, maxOptions
	found, total := t.e.Shops.Find(q)
	if len(found) == 0 {
		t.noShops(s, where+kindOf(q.Category))
		return
	}
	var options []Option
	for _, f := range found {
		options = append(options, Option{Label: shopLine(f, t.st.Claimed), Say: f.Name, Step: openShop(f.Shop)})
	}
	head := where + kindOf(q.Category) + "，共" + many(total) + "："
	if s.Offset > 0 {
		head = fmt.Sprintf("接着看，第%d到%d家：", s.Offset+1, s.Offset+len(found))
	}
	t.say(head, options...)
	tail := "回数字看地址和电话"
	if next := s.Offset + len(found); next < total {
		t.st.Next = next
		tail += "，回“更多”看后面的"
	}
	t.tail(tail + "。")
}

// kindOf names shops of a category as people do.
func kindOf(category string) string {
	if category == "" || category == "其他" {
		return "拥军优惠门店"
	}
	return category + "优惠店"
}

// many is a number of shops; beyond what is counted it says so.
func many(n int) string {
	if n >= shop.CountCap {
		return count(shop.CountCap, "多家")
	}
	return count(n, "家")
}

// shopLine is a shop in one line: what it is called, how far, what it gives.
func shopLine(f shop.Found, claimed person.Claim) string {
	out := f.Name
	if f.Metres > 0 {
		out += "，" + far(f.Metres)
	}
	if o, ok := bestOffer(f.Offers, claimed); ok {
		out += "，" + o.Title
	}
	return out
}

// bestOffer is the first offer meant for the speaker, else the first of all.
func bestOffer(offers []shop.Offer, claimed person.Claim) (shop.Offer, bool) {
	for _, o := range offers {
		if o.For(string(claimed)) {
			return o, true
		}
	}
	if len(offers) > 0 {
		return offers[0], true
	}
	return shop.Offer{}, false
}

// noShops says that there is none, and what to do.
func (t *turn) noShops(s Step, what string) {
	if s.Offset > 0 {
		t.say("就这些，后面没有了。")
		return
	}
	t.say("没查到"+what+"。\n它可能没有签约，也可能停业、搬走或改了名。",
		Option{Label: "看全部种类", Say: "种类", Step: Step{Intent: "shop.category"}},
		Option{Label: "附近所有的优惠店", Say: "所有", Step: Step{Intent: "shop.nearby"}})
	t.tail("换个叫法再说一遍也行，比如“东街 理发”。")
}

// askPlace asks for a location, says how to send one, and meanwhile offers the kinds of shops.
func (t *turn) askPlace(s Step, what string) {
	t.say("把位置发给我，就告诉您最近的"+what+"：\n点输入框旁的“＋”，选“位置”，点“发送位置”。", t.kinds(s)...)
	t.tail("也可以说地名，比如“火车站附近的" + what + "”。")
	t.st.Want = &s
}

// kinds are the fullest kinds of shop, when he has not named one.
func (t *turn) kinds(s Step) []Option {
	if !strings.HasPrefix(s.Intent, "shop.") {
		return nil
	}
	if c := s.slot(understand.SlotCategory); c != "" {
		return []Option{{Label: "先看全市的" + kindOf(c), Say: "全市", Step: Step{Intent: "shop.search", Slots: map[string]string{understand.SlotCategory: c}}}}
	}
	all := t.categories()
	return append(all[:min(len(all), maxOptions-1)], Option{Label: "别的种类", Step: Step{Intent: "shop.category", Offset: min(len(all), maxOptions-1)}})
}

// categories are all kinds of shop, the fullest first.
func (t *turn) categories() []Option {
	var all []Option
	counts := t.e.Shops.Categories()
	slices.SortStableFunc(counts, func(a, b shop.Count) int {
		return strings.Count(a.Category, "其他") - strings.Count(b.Category, "其他")
	})
	for _, c := range counts {
		all = append(all, Option{Label: c.Category + "（" + many(c.Shops) + "）", Say: c.Category, Step: Step{Intent: "shop.search", Slots: map[string]string{understand.SlotCategory: c.Category}}})
	}
	return all
}

// shopCategory lists every kind of shop, five at a time.
func shopCategory(t *turn, s Step) error {
	t.pageOf("全市的优惠店，您要哪一种？", t.categories(), s.Offset)
	return nil
}

// pageOf shows five of a list of options.
func (t *turn) pageOf(head string, all []Option, offset int) {
	offset = min(offset, len(all))
	rest := all[offset:]
	if len(rest) > maxOptions {
		t.st.Next = offset + maxOptions
		rest = rest[:maxOptions]
	}
	if offset > 0 {
		head = "后面的："
	}
	t.say(head, rest...)
	if t.st.Next > 0 {
		t.tail("回数字就行，回“更多”看后面的。")
	} else {
		t.tail("回数字就行。")
	}
}

func count(n int, unit string) string { return fmt.Sprintf("%d%s", n, unit) }
