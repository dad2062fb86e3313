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

// Neither 不用你管 nor 没事了 ends an alarm, and nothing he says meanwhile is met with a shrug.
func TestAfterTheAlarm(t *testing.T) {
	s := newStage(t).means("我不想活了", "crisis", "kind", "self_harm").means("别管我", "human").means("取消", "cancel")
	s.say("我不想活了")
	for _, said := range []string{"别管我", "没事了", "讲个笑话", "取消", "不是"} {
		s.say(said)
		require.Contains(t, s.last, "值班同志", said)
	}
	require.Len(t, s.queue.added, 5)
	s.golden("crisis_after")
}

// Who is threatened is told to get away; who threatens is asked to stop.
func TestThreatened(t *testing.T) {
	s := newStage(t)
	for _, said := range []string{"他拿刀要砍我", "有人踹我家门", "我男人又打我"} {
		s.means(said, "crisis", "kind", "violence").say(said)
		require.Contains(t, s.last, "锁好门", said)
	}
	for _, said := range []string{"我要砍死他", "老子带刀来"} {
		s.means(said, "crisis", "kind", "violence").say(said)
		require.Contains(t, s.last, "先停一停", said)
	}
}
