package petition_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/models/clock"
	"shuangyong/models/fault"
	"shuangyong/models/petition"
	"shuangyong/models/workday"
)

func calendar(t testing.TB) *workday.Calendar {
	t.Helper()
	c, err := workday.Announced()
	require.NoError(t, err)
	return c
}

func TestClocksOfTheDomainsExamples(t *testing.T) {
	c := calendar(t)
	for _, x := range []struct {
		from, objection, notice, noticeCitizen, answer clock.Date
	}{
		{"2026-09-28", "2026-10-10", "2026-10-13", "2026-10-13", "2026-11-27"},
		{"2026-02-13", "2026-02-27", "2026-02-28", "2026-02-28", "2026-04-14"},
		{"2026-01-31", "2026-02-06", "2026-02-14", "2026-02-24", "2026-04-01"},
	} {
		byName := map[string]petition.Clock{}
		for _, k := range petition.Clocks(c, x.from) {
			require.NoError(t, k.Err)
			byName[k.Name] = k
		}
		require.Equal(t, x.objection, byName["objection"].Office, "%s", x.from)
		require.Equal(t, x.notice, byName["notice"].Office, "%s", x.from)
		require.Equal(t, x.noticeCitizen, byName["notice"].Citizen, "%s", x.from)
		require.Equal(t, x.answer, byName["answer"].Office, "%s", x.from)

		due, err := petition.NoticeDue(c, x.from)
		require.NoError(t, err)
		require.Equal(t, byName["notice"].Due, due)
	}
}

func TestExtensionIsCountedFromAcceptanceAndBounded(t *testing.T) {
	c := calendar(t)
	// 60 days end on Saturday 2026-08-01 and 90 on Monday 2026-08-31: rolling the first must not move the second.
	plain, err := petition.AnswerDue(c, "2026-06-02", 0)
	require.NoError(t, err)
	require.Equal(t, petition.Due{Day: "2026-08-01", Office: "2026-07-31", Citizen: "2026-08-03"}, plain)
	extended, err := petition.AnswerDue(c, "2026-06-02", 30)
	require.NoError(t, err)
	require.Equal(t, clock.Date("2026-08-31"), extended.Office)
	for _, days := range []int{-1, 31} {
		_, err = petition.AnswerDue(c, "2026-06-02", days)
		require.Error(t, err)
	}
}

func TestClocksIntoAnUnannouncedYear(t *testing.T) {
	for _, k := range petition.Clocks(calendar(t), "2026-11-23") {
		switch k.Name {
		case "notice", "objection", "review", "simple_answer":
			require.NoError(t, k.Err, k.Name)
		case "answer", "answer_extended":
			require.Equal(t, workday.ReasonUnknownYear, fault.Of(k.Err).Reason, k.Name)
			require.Empty(t, k.Office, "no guess")
			require.NotEmpty(t, k.Day, "the law's plain day is known")
		}
	}
	k := petition.Clocks(calendar(t), "2026-12-30")[1]
	require.Error(t, k.Err, "working days need the calendar")
	require.Empty(t, k.Day)
}
