package dialog

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shuangyong/models/number"
	"shuangyong/models/petition"
)

// The form of two slots, interrupted and taken up again.
func TestPetitionProgress(t *testing.T) {
	s := newStage(t).means("我的事办到哪了", "petition.progress").means("附近有优惠店吗", "shop.nearby")
	s.say("我的事办到哪了")
	s.say(number.Spaced(caseNo))
	s.say("附近有优惠店吗")
	s.say("继续")
	s.say("8000")
	s.golden("petition_progress")
	require.Nil(t, s.state.Form)
}

func TestPetitionProgressAtOnce(t *testing.T) {
	s := newStage(t).means("我的事办到哪了", "petition.progress")
	s.say("我的事办到哪了")
	require.Contains(t, s.say(caseNo+" 8000"), "已受理")
	s.means("查编号", "petition.progress", "code", number.Spaced(caseNo))
	require.Contains(t, s.say("查编号"), "手机号后四位")
	require.Contains(t, s.say("13812348000"), "已受理")
}

// A wrong number and a wrong tail are answered alike, and guessing ends soon.
func TestPetitionProgressGuessing(t *testing.T) {
	s := newStage(t).means("查进度", "petition.progress")
	other := validNumber("48219306")
	s.say("查进度")
	s.say(caseNo)
	wrongTail := s.say("1111")
	s.say("查进度")
	s.say(other)
	wrongNumber := s.say("8000")
	require.Equal(t, wrongTail, wrongNumber)
	for range 3 {
		s.say("查进度")
		s.say(caseNo + "1234")
	}
	s.say("查进度")
	blocked := s.say(caseNo + "8000")
	require.NotContains(t, blocked, "已受理")
	require.Contains(t, blocked, "歇一会儿")
	require.NoError(t, s.deps.Petitions.Guessed(t.Context(), s.who.Key, caseNo)) // as after an hour
	s.say("查进度")
	require.Contains(t, s.say(caseNo+"8000"), "已受理")
}

func TestPetitionProgressHelps(t *testing.T) {
	s := newStage(t).means("查进度", "petition.progress")
	s.say("查进度")
	s.say("这个东西在哪")
	s.say("482193")
	s.say("8000")
	s.say("1")
	s.say("2")
	s.say("不记得了")
	s.say("查进度")
	s.say("取消")
	s.golden("petition_progress_helps")
}

// Whoever is verified sees his own cases without a form, and says so when a date was missed.
func TestPetitionOwn(t *testing.T) {
	s := newStage(t).knownTo().means("查进度", "petition.progress")
	s.say("查进度")
	s.say("2")
	s.golden("petition_own")
}

// An option is no proof: without the person behind it, the case stays shut.
func TestPetitionOpenNeedsProof(t *testing.T) {
	s := newStage(t)
	s.state.Options = []Option{{Label: "x", Step: Step{Intent: "petition.open", Slots: map[string]string{"number": caseNo}}}}
	require.Contains(t, s.say("1"), "请发编号")
	s = newStage(t).knownTo()
	s.state.Options = []Option{{Label: "x", Step: Step{Intent: "petition.open", Slots: map[string]string{"number": "100000001"}}}}
	require.NotContains(t, s.say("1"), "现在：")
}

// Every state is said in a sentence of its own.
func TestPetitionStates(t *testing.T) {
	seen := map[string]bool{}
	for _, st := range []petition.State{petition.Registered, petition.Accepted, petition.Referred, petition.Rejected, petition.Extended, petition.Answered, petition.InReview, petition.Closed} {
		p := theCase()
		p.State = st
		said := standing(p, monday) + stateName(st)
		require.False(t, seen[said], said)
		require.False(t, strings.HasPrefix(said, "正在办。"), st)
		seen[said] = true
	}
	p := theCase()
	p.AnswerDue = monday
	require.Contains(t, standing(p, monday), "最迟今天给您书面答复")
	p.State, p.AnsweredOn = petition.Answered, monday.AddDays(-40)
	require.NotContains(t, standing(p, monday), "申请复查", "the time to ask is over")
}

func TestProofs(t *testing.T) {
	for _, c := range []struct{ said, slot, ask, code, tail string }{
		{"482193057", "", "code", "482193057", ""},
		{"４８２ 193 057", "", "code", "482193057", ""},
		{"编号482-193-057，手机8000", "", "code", "482193057", "8000"},
		{"8000", "", "tail", "", "8000"},
		{"后四位是8000", "", "tail", "", "8000"},
		{"8000", "", "code", "", ""},
		{"13812348000", "", "tail", "", "8000"},
		{"482193057 13812348000", "", "code", "482193057", "8000"},
		{"XF20260315-0012", "XF20260315-0012", "code", "XF20260315-0012", ""},
		{"不知道", "", "code", "", ""},
	} {
		code, tail := proofs(c.said, c.slot, c.ask)
		require.Equal(t, c.code, code, c.said)
		require.Equal(t, c.tail, tail, c.said)
	}
}

// Whoever wants to add papers is told how, before he is asked for a number.
func TestPetitionProgressMorePapers(t *testing.T) {
	s := newStage(t).means("我想补充材料", "petition.progress")
	s.say("我想补充材料")
	require.Contains(t, s.last, "可以再补材料")
	s.say("1")
	require.Contains(t, s.last, "请发编号")
}

// A petition that many have guessed at is not opened for a day, and whoever asks is told so, not that it was he.
func TestAPetitionThatManyGuessAt(t *testing.T) {
	s := newStage(t).means("查进度", "petition.progress")
	many := townPetitions()
	many.wait, many.guesses["k"] = 20*time.Hour, 5
	s.deps.Petitions = many
	s.say("查进度")
	said := s.say(caseNo + "8000")
	require.Contains(t, said, "明天再试")
	require.NotContains(t, said, "已受理")
}
