package dialog

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestBusArrivals(t *testing.T) {
	s := newStage(t).means("车几点来", "bus.arrivals").means("5路在东街口几点来", "bus.arrivals", "line", "5路", "stop", "东街口").means("月亮站几点来车", "bus.arrivals", "stop", "月亮站")
	s.say("车几点来")
	s.at(market, "云溪菜市场")
	s.say("1")
	s.say("5路在东街口几点来")
	s.say("月亮站几点来车")
	s.now = monday.At(23, 30)
	s.say("5路在东街口几点来")
	s.golden("bus_arrivals")
}

// A street that no stop is called after: the stops around it, by what the addresses of shops tell.
func TestStopsNearAStreet(t *testing.T) {
	s := newStage(t).means("东街附近的公交站", "bus.arrivals", "stop", "东街9号")
	s.say("东街附近的公交站")
	require.Contains(t, s.last, "“东街9号”附近的公交站：")
}
