package dialog

import "testing"

func TestAid(t *testing.T) {
	s := newStage(t).means("家里揭不开锅了", "aid.request")
	s.say("家里揭不开锅了")
	s.say("1")
	s.golden("aid")
}
