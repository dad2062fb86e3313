package dialog

import "testing"

func TestBusConcession(t *testing.T) {
	s := newStage(t).means("坐公交要钱吗", "bus.concession").means("不对，我是残疾军人", "unknown").means("我父亲坐车呢", "bus.concession", "for", "father").means("烈士家属坐车要钱吗", "bus.concession")
	s.say("坐公交要钱吗")
	s.say("1")
	s.say("不对，我是残疾军人")
	s.say("坐公交要钱吗")
	s.say("我父亲坐车呢")
	s.say("烈士家属坐车要钱吗")
	s.golden("bus_concession")
}

// What he is on file answers at once, and only then is the file asked for.
func TestBusConcessionKnown(t *testing.T) {
	s := newStage(t).knownTo().means("坐公交要钱吗", "bus.concession").means("优待证刷不出来", "bus.concession")
	s.say("坐公交要钱吗")
	s.say("优待证刷不出来")
	s.golden("bus_concession_known")
}
