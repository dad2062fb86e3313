package dialog

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestBenefitMine(t *testing.T) {
	s := newStage(t).means("我能享受什么", "benefit.mine").means("我爱人能享受什么", "benefit.mine", "for", "spouse")
	s.say("我能享受什么")
	s.say("退役军人")
	s.say("更多")
	s.say("返回")
	s.say("2")
	s.say("我爱人能享受什么")
	s.golden("benefit_mine")
	require.Equal(t, "veteran", string(s.state.Claimed))
}

func TestBenefitMineKnown(t *testing.T) {
	s := newStage(t).knownTo().means("我能享受什么", "benefit.mine")
	require.Contains(t, s.say("我能享受什么"), "退役军人可以问的优待有7项")
	require.Equal(t, 1, s.looked)
}

// Status said in passing is remembered, a relative's is not taken for the speaker's.
func TestClaims(t *testing.T) {
	s := newStage(t).means("我是退伍的能享受什么", "benefit.mine").means("我老伴是军属有什么优待", "benefit.mine").means("坐车呢", "bus.concession")
	s.say("我老伴是军属有什么优待")
	require.Empty(t, s.state.Claimed)
	s.say("我是退伍的能享受什么")
	require.EqualValues(t, "veteran", s.state.Claimed)
	require.Contains(t, s.say("坐车呢"), "半价")
	require.Zero(t, s.looked, "what was said needs no file")
}
