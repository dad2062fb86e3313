package dialog

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/models/benefit"
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

// A long list is told under five heads, and every entitlement stands under one.
func TestBenefitGroups(t *testing.T) {
	s := newStage(t).means("我能享受什么", "benefit.mine")
	var many benefits
	for i, topic := range []string{"pension", "pension", "medical", "employment", "housing", "plaque", "", "loan", "martyr", "education", "tourism", "one_stop_settlement"} {
		many.all = append(many.all, benefit.Benefit{Code: fmt.Sprint(i), Title: fmt.Sprint("第", i, "项优待"), Topic: topic, Statuses: "veteran", Gives: "x", Confidence: "found"})
	}
	s.deps.Benefits = many
	s.state.Claimed = "veteran"
	s.say("我能享受什么")
	s.say("看病")
	s.say("返回")
	s.say("5")
	s.golden("benefit_groups")
	n := 0
	for _, g := range groups {
		n += len(ofGroup(many.all, g.name))
	}
	require.Equal(t, len(many.all), n)
}
