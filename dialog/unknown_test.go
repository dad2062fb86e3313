package dialog

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// The second time nobody understands, a human is called and told both.
func TestUnclear(t *testing.T) {
	s := newStage(t)
	s.say("那个东西咋整的嘞")
	s.say("就是那个嘛")
	s.golden("unclear")
	require.Len(t, s.queue.opened, 1)
	require.Contains(t, s.queue.opened[0].Summary.Reveal(), "那个东西咋整的嘞")
	require.Contains(t, s.queue.opened[0].Summary.Reveal(), "就是那个嘛")
}

// One that is understood in between starts the count anew.
func TestUnclearThenClear(t *testing.T) {
	s := newStage(t).means("谢谢", "thanks")
	s.say("那个东西咋整的嘞")
	s.say("4")
	s.say("就是那个嘛")
	s.say("不是")
	require.Len(t, s.queue.opened, 1)
	s = newStage(t)
	s.say("我家停电了")
	s.say("今天天气咋样")
	require.Empty(t, s.queue.opened)
	s.send(Message{Kind: Voice, Text: "咕噜咕噜"}, "[语音 咕噜咕噜]")
	s.golden("unclear_elsewhere")
}

// A bare mobile number is a wish to be called, offered and not assumed.
func TestBareNumber(t *testing.T) {
	s := newStage(t)
	s.say("13812348000")
	require.Empty(t, s.queue.opened)
	s.say("1")
	require.Contains(t, s.queue.opened[0].Summary.Reveal(), "13812348000")
	s.golden("bare_number")
}

// Two cries nobody understands call a human; chat is answered without one; what only asks where he stays is not passed on.
func TestUnclearIdleAndImpatient(t *testing.T) {
	s := newStage(t)
	s.say("讲个笑话")
	require.Contains(t, s.last, "这个我不会")
	s.say("啊啊啊")
	require.Contains(t, s.last, "我没听明白")
	s.say("呜呜呜")
	require.Contains(t, s.last, "怪我没弄懂")
	require.Len(t, s.queue.opened, 1)
	s.say("？？？")
	require.Contains(t, s.last, "已经在请了")
	require.Empty(t, s.queue.added)
	s.say("我家在柳湾")
	require.Len(t, s.queue.added, 1)
}

// What others charge is not what the bureau charges.
func TestFeesOfOthers(t *testing.T) {
	s := newStage(t)
	s.say("云溪山门票要钱吗")
	require.NotContains(t, s.last, "不收费")
	s.say("你们办事收钱吗")
	require.Contains(t, s.last, "不收费")
}
