package dialog

import (
	"strings"
	"unicode/utf8"

	"shuangyong/dialog/understand"
	"shuangyong/models/number"
)

// pointing are the ways to mean what is on the screen.
var pointing = []string{"它", "他家", "她家", "这家", "那家", "这店", "那店", "店里", "店家", "这个店", "那个店", "这个站", "那个站", "这站", "站里"}

// pointsAtScreen tells a question about the shop or station on it (它的电话, 这家几点开门): what stands there says it all, so it is shown again.
func (t *turn) pointsAtScreen(clean string) bool {
	cur := t.st.Current
	if cur == nil || utf8.RuneCountInString(clean) > 10 {
		return false
	}
	switch cur.Intent {
	case "shop.open", "shop.search", "shop.nearby", "station.open", "station.find": // of a list he is told again how to choose
	default:
		return false
	}
	return hasAny(clean, pointing...) && hasAny(clean, "电话", "号码", "地址", "在哪", "怎么走", "几点", "开门", "关门", "营业", "上班", "下班")
}

// plainly tells a wish that words alone leave open and something in them settles: the number of a case, a kind of shop, somebody who cannot come.
func (t *turn) plainly(u understand.Understanding, clean string) (Step, bool) {
	if u.Intent == "petition.file" {
		if code := caseNumber(clean); number.Valid(code) {
			return Step{Intent: "petition.progress", Slots: map[string]string{understand.SlotCode: code}}, true
		}
	}
	if u.Intent != understand.Unknown {
		return Step{}, false
	}
	if hasAny(clean, "上门", "走不动", "腿脚不", "行动不便", "下不了床", "出不了门") {
		_, known := t.e.Benefits.ByCode("card-proxy")
		return Step{Intent: "benefit.open", Slots: map[string]string{"id": "card-proxy"}}, known
	}
	if kind := u.Slots[understand.SlotCategory]; kind != "" && !strings.ContainsAny(clean, "不没别") {
		return t.step("shop.nearby", u, clean), true
	}
	return Step{}, false
}
