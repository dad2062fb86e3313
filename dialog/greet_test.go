package dialog

import "testing"

func TestGreeting(t *testing.T) {
	s := newStage(t).means("你好", "greet").means("谢谢", "thanks")
	s.send(Message{Kind: Follow}, "[关注]")
	s.say("你好")
	s.say("2")
	s.say("谢谢")
	s.golden("greet")
}

// A number is understood days after the greeting, when the conversation is forgotten.
func TestNumberWithoutConversation(t *testing.T) {
	s := newStage(t)
	s.say("3")
	s.golden("greet_number_alone")
}
