package dialog

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/models/handoff"
)

func TestEscalation(t *testing.T) {
	s := newStage(t).means("再不管我就去北京", "crisis", "kind", "escalation").means("我们几十个人一起去", "crisis", "kind", "escalation")
	s.say("再不管我就去北京")
	s.say("1")
	s.say("我们几十个人一起去")
	s.golden("escalation")
	require.Len(t, s.queue.opened, 1, "one alert for one matter")
	require.Equal(t, handoff.Escalation, s.queue.opened[0].Kind)
	require.Len(t, s.queue.added, 2)
	require.NotContains(t, s.out.String(), "12356")
}

func TestEscalationKnown(t *testing.T) {
	s := newStage(t).knownTo().means("再不管我就去北京", "crisis", "kind", "escalation")
	s.now = monday.At(18, 30)
	s.say("再不管我就去北京")
	s.say("3")
	s.golden("escalation_known")
}
