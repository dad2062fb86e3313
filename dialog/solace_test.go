package dialog

import "testing"

func TestSolace(t *testing.T) {
	s := newStage(t)
	s.say("战友都走了，就剩我一个了")
	s.say("1")
	s.golden("solace")
}
