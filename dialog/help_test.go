package dialog

import "testing"

func TestHelp(t *testing.T) {
	s := newStage(t).means("怎么用", "help").means("字太小了", "help").means("念给我听", "help").means("我不会打字", "help")
	s.say("怎么用")
	s.say("更多")
	s.say("1")
	s.say("返回")
	s.say("字太小了")
	s.say("念给我听")
	s.say("我不会打字")
	s.golden("help")
}
