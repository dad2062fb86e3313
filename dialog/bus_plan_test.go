package dialog

import "testing"

func TestBusPlan(t *testing.T) {
	s := newStage(t).means("去火车站坐几路", "bus.plan", "place", "火车站").means("去月亮坐几路", "bus.plan", "place", "月亮").means("坐几路", "bus.plan").means("有乘车码吗", "bus.code")
	s.say("去火车站坐几路")
	s.at(market, "云溪菜市场")
	s.say("去月亮坐几路")
	s.say("坐几路")
	s.say("有乘车码吗")
	s.golden("bus_plan")
}
