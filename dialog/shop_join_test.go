package dialog

import "testing"

func TestShopJoin(t *testing.T) {
	s := newStage(t).means("我开了个馆子想加入", "shop.join")
	s.say("我开了个馆子想加入")
	s.say("2")
	s.golden("shop_join")
}
