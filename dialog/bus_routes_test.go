package dialog

import "testing"

func TestBusRoutes(t *testing.T) {
	s := newStage(t).means("拥军先锋号是哪几路", "bus.routes", "line", "拥军先锋号").means("99路到哪", "bus.routes", "line", "99路")
	s.say("拥军先锋号是哪几路")
	s.say("1")
	s.say("99路到哪")
	s.golden("bus_routes")
}
