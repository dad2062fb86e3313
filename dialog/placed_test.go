package dialog

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/models/geo"
)

func TestPlaced(t *testing.T) {
	s := newStage(t)
	s.at(market, "云溪菜市场")
	s.say("服务站")
	s.at(geo.Point{Lat: 32.09, Lng: 118.08}, "西桥")
	s.at(geo.Point{Lat: math.NaN(), Lng: 1}, "坏的")
	s.golden("placed")
}

// A place before anything else offers what is near; far from everything it still helps.
func TestPlacedFarAway(t *testing.T) {
	s := newStage(t).means("附近优惠店", "shop.nearby")
	s.at(geo.Point{Lat: 40, Lng: 116}, "很远")
	s.say("1")
	s.golden("placed_far")
	require.NotContains(t, s.last, "NaN")
}

// Far from the city nothing is near: no list is called that, and no village station there is named as whom to call.
func TestFarFromTheCityNothingIsNear(t *testing.T) {
	s := newStage(t).means("附近优惠店", "shop.nearby").means("药店", "shop.search", "category", "医药").means("最近的服务站", "station.find").
		means("附近的公交站", "bus.arrivals").means("要反映", "petition.file").means("东街附近的店", "shop.nearby", "place", "东街").means("西桥服务站", "station.find")
	s.at(geo.Point{Lat: 31, Lng: 121}, "很远")
	for _, said := range []string{"附近优惠店", "最近的服务站", "附近的公交站"} {
		s.say(said)
		require.NotContains(t, s.last, "离您近的")
		require.NotContains(t, s.last, "离您最近的")
		require.Contains(t, s.last, "12345")
	}
	s.say("药店")
	require.Contains(t, s.last, "全市的医药优惠店")
	s.say("要反映")
	require.Contains(t, s.last, "到市服务中心")
	s.say("东街附近的店")
	require.Contains(t, s.last, "东街包子铺")
	s.say("西桥服务站")
	require.Contains(t, s.last, "0990-8200102")
}
