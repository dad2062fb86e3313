package dialog

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestShopSearch(t *testing.T) {
	s := newStage(t).means("柳叶面馆有优惠吗", "shop.search").means("吃饭的优惠店", "shop.search", "category", "餐饮").means("有卖飞机的优惠店吗", "shop.search")
	s.say("柳叶面馆有优惠吗")
	s.say("吃饭的优惠店")
	s.say("河湾火锅")
	s.say("有卖飞机的优惠店吗")
	s.golden("shop_search")
}

// What no shop can give is looked for among the entitlements.
func TestShopSearchForTheTrain(t *testing.T) {
	s := newStage(t).means("坐火车打折不", "shop.search")
	require.NotContains(t, s.say("坐火车打折不"), "门店")
}
