package dialog

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/models/fault"
	"shuangyong/models/handoff"
)

func TestCrisis(t *testing.T) {
	s := newStage(t).means("不想活了", "crisis", "kind", "self_harm").means("我跟他们拼了", "crisis", "kind", "violence").means("我老伴晕倒了", "crisis", "kind", "medical")
	s.say("不想活了")
	s.at(market, "云溪菜市场")
	s.say("我跟他们拼了")
	s.say("我老伴晕倒了")
	s.now = monday.At(23, 0)
	s.say("不想活了")
	s.golden("crisis")
	require.Len(t, s.queue.opened, 4)
	require.Equal(t, handoff.Crisis, s.queue.opened[0].Kind)
	require.Contains(t, s.queue.added[0], "32.100000")
}

// What was not written is not said to be: no 已通知 without the alert.
func TestCrisisNotWritten(t *testing.T) {
	s := newStage(t).means("不想活了", "crisis", "kind", "self_harm")
	s.queue.broken = fault.New(fault.Unavailable, "db.unavailable", "")
	s.say("不想活了")
	require.NotContains(t, s.last, "已通知")
	require.Contains(t, s.last, "12356")
	require.Contains(t, s.last, bureau.Duty)
	s.golden("crisis_not_written")
}

// An open form is kept and not shown.
func TestCrisisKeepsDraft(t *testing.T) {
	s := newStage(t).means("查进度", "petition.progress").means("活着没意思", "crisis", "kind", "self_harm")
	s.say("查进度")
	s.say(caseNo)
	require.NotContains(t, s.say("活着没意思"), "编号")
	require.NotNil(t, s.state.Form)
	require.Contains(t, s.say("8000"), "已受理")
}
