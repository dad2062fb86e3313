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
