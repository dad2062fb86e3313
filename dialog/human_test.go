package dialog

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/models/fault"
	"shuangyong/models/handoff"
)

func TestHuman(t *testing.T) {
	s := newStage(t).means("转人工", "human").means("我当兵的钱没发", "unknown")
	s.queue.waiting = 2
	s.say("转人工")
	s.say("13812348000")
	s.say("转人工")
	s.say("我当兵的钱没发")
	s.golden("human")
	require.Len(t, s.queue.opened, 1, "who asks twice is called once")
	require.Equal(t, handoff.CallBack, s.queue.opened[0].Kind)
	require.Len(t, s.queue.added, 2)
	require.Contains(t, s.queue.added[0], "13812348000")
}

func TestHumanAfterHours(t *testing.T) {
	s := newStage(t).knownTo().means("转人工", "human")
	s.now = monday.At(19, 0)
	s.say("转人工")
	s.golden("human_after_hours")
	require.Equal(t, monday.AddDays(1).At(10, 0), s.queue.opened[0].PromisedAt.In(monday.Start().Location()))
	require.Equal(t, account, *s.queue.opened[0].AccountID)
	require.Equal(t, account.String(), s.queue.by[0].ID)
}

// The promise never falls into a time when nobody sits there.
func TestHumanBeforeClosing(t *testing.T) {
	for _, c := range []struct {
		hour, minute, waiting int
		want                  string
	}{
		{11, 57, 2, "今天下午3点半"}, {17, 28, 0, "明天（周二）上午10点"}, {12, 30, 0, "今天下午3点半"}, {10, 0, 30, "今天下午3点半"}, {10, 0, 3, "约15分钟"},
	} {
		s := newStage(t).means("转人工", "human")
		s.now, s.queue.waiting = monday.At(c.hour, c.minute), c.waiting
		require.Contains(t, s.say("转人工"), c.want, c)
	}
}

func TestHumanNotReached(t *testing.T) {
	s := newStage(t).means("转人工", "human")
	s.queue.broken = fault.New(fault.Unavailable, "db.unavailable", "")
	s.say("转人工")
	require.Nil(t, s.state.Waiting)
	s.golden("human_not_reached")
}

func TestMobileIn(t *testing.T) {
	for said, want := range map[string]string{
		"13812348000": "13812348000", "138 1234 8000": "13812348000", "我电话138-1234-8000": "13812348000", "１３８１２３４８０００": "13812348000",
		"138123480001": "", "110105194912310021": "", "8000": "",
	} {
		require.Equal(t, want, mobileIn(said), said)
	}
}

// A long queue in office hours is no closed office.
func TestHumanQueueBeyondTheShift(t *testing.T) {
	s := newStage(t).means("人工", "human")
	s.queue.waiting = 40
	s.say("人工")
	require.NotContains(t, s.last, "下班")
	require.Contains(t, s.last, "前面还有40位")
}
