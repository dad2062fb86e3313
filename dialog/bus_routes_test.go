package dialog

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestBusRoutes(t *testing.T) {
	s := newStage(t).means("拥军先锋号是哪几路", "bus.routes", "line", "拥军先锋号").means("99路到哪", "bus.routes", "line", "99路")
	s.say("拥军先锋号是哪几路")
	s.say("1")
	s.say("99路到哪")
	s.golden("bus_routes")
}

// A line's page says when it starts and ends today; 末班车 alone is about the line on the screen.
func TestFirstAndLastBus(t *testing.T) {
	s := newStage(t).means("8路到哪", "bus.arrivals", "line", "8路").means("末班车几点", "bus.routes")
	s.say("末班车几点")
	require.Contains(t, s.last, "您问的是几路")
	s.say("8路到哪")
	require.Contains(t, s.last, "首班10:10，末班12:40")
	require.Contains(t, s.last, "发个位置")
	s.say("末班车几点")
	require.Contains(t, s.last, "末班12:40")
}
