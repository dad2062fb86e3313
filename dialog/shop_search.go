package dialog

import (
	"strings"
	"unicode/utf8"

	"shuangyong/dialog/understand"
	"shuangyong/models/shop"
)

// shopSearch answers for a shop by its name, or for a kind of shop anywhere in the city (the nearest first when a place is known).
func shopSearch(t *turn, s Step) error {
	if s.Offset == 0 {
		if one, ok := t.shopNamed(s.slot(words)); ok {
			t.showShop(one)
			return nil
		}
	}
	if said := s.slot(words); hasAny(said, "火车", "高铁", "动车", "飞机", "机票", "轮船", "门票", "景区", "公园") && !hasAny(said, "店", "卖") {
		return benefitAsk(t, s) // no shop's to give
	}
	if s.slot(understand.SlotPlace) != "" {
		return shopNearby(t, s)
	}
	q := shop.Query{Near: t.near(), Category: s.slot(understand.SlotCategory), On: t.today}
	if q.Category == "" {
		q.Words = shopWords(s.slot(words))
		if n := utf8.RuneCountInString(squeeze(sortOfShop.Replace(q.Words))); n < 2 || n > longestName {
			return shopNearby(t, s) // the question was about shops, not about one
		}
	}
	where := "全市的"
	if q.Near != nil {
		where = "离您近的"
	}
	if q.Words != "" {
		where = "跟“" + q.Words + "”有关的"
	}
	t.listShops(s, q, where)
	if q.Near == nil && len(t.reply.Options) > 0 && t.st.Next > 0 {
		t.reply.Tail = strings.TrimSuffix(t.reply.Tail, "。") + "；发个位置，我按远近排。"
		t.st.Want = &s
	}
	return nil
}

// shopNamed is the one shop whose name stands in what was said.
func (t *turn) shopNamed(said string) (shop.Shop, bool) {
	name := shopWords(said)
	if name == "" {
		return shop.Shop{}, false
	}
	return t.e.Shops.ByName(name)
}

// longestName is more characters than anybody says of a shop's name.
const longestName = 8

// sortOfShop are the words for shops in general.
var sortOfShop = strings.NewReplacer("门店", "", "商家", "", "店铺", "", "店子", "", "铺头", "", "店", "", "家", "", "喂", "", "哪", "", "地方", "", "东西", "")

// asking are the words around a shop's name in a question.
var asking = strings.NewReplacer(
	"请问", "", "我想问", "", "问一下", "", "想查", "", "查一下", "", "查查", "", "查", "", "帮我", "", "给我", "", "有没有", "", "是不是", "",
	"能不能", "", "认不认", "", "拥军优惠门店", "", "拥军优惠店", "", "拥军门店", "", "优惠门店", "", "优惠店", "", "拥军店", "", "拥军的", "", "拥军", "",
	"优待证", "", "打几折", "", "打折", "", "优惠", "", "便宜", "", "电话", "", "地址", "", "在哪里", "", "在哪儿", "", "在哪", "", "怎么走", "",
	"哪里有", "", "哪有", "", "附近", "", "这家店", "", "那家店", "", "这个店", "", "吗", "", "呢", "", "啊", "", "吧", "", "的", "", "我", "", "？", "", "?", "", "，", " ", "。", "", "有", "")

// shopWords is what is left of a question when the asking is taken out: the name or thing that is looked for.
func shopWords(said string) string {
	return strings.TrimSpace(asking.Replace(said))
}
