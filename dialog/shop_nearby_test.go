package dialog

import "testing"

func TestShopNearby(t *testing.T) {
	s := newStage(t).means("附近有啥优惠店", "shop.nearby").means("哪有理发的", "shop.nearby", "category", "理发").means("人民医院附近有优惠店吗", "shop.nearby", "place", "人民医院")
	s.say("附近有啥优惠店")
	s.at(market, "云溪菜市场")
	s.say("更多")
	s.say("更多")
	s.say("返回")
	s.say("哪有理发的")
	s.say("1")
	s.say("人民医院附近有优惠店吗")
	s.golden("shop_nearby")
}

func TestShopKinds(t *testing.T) {
	s := newStage(t).means("附近有啥优惠店", "shop.nearby")
	s.say("附近有啥优惠店")
	s.say("别的种类")
	s.say("眼镜")
	s.golden("shop_kinds")
}
