package workday_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"shuangyong/models/clock"
)

func TestCountingOfTheDomainsExamples(t *testing.T) {
	c := announced(t)
	for _, x := range []struct {
		from    clock.Date
		days    int
		working bool
		office  clock.Date
		citizen clock.Date
	}{
		{from: "2026-09-28", days: 5, working: true, office: "2026-10-10"}, // a worked Saturday
		{from: "2026-09-28", days: 15, office: "2026-10-13", citizen: "2026-10-13"},
		{from: "2026-09-28", days: 60, office: "2026-11-27", citizen: "2026-11-27"},
		{from: "2026-02-13", days: 5, working: true, office: "2026-02-27"},
		{from: "2026-02-13", days: 15, office: "2026-02-28", citizen: "2026-02-28"},
		{from: "2026-02-13", days: 60, office: "2026-04-14", citizen: "2026-04-14"},
		{from: "2026-01-31", days: 15, office: "2026-02-14", citizen: "2026-02-24"}, // 02-15 is Spring Festival
	} {
		if x.working {
			got, err := c.AddWorking(x.from, x.days)
			require.NoError(t, err)
			require.Equal(t, x.office, got, "%s + %d working days", x.from, x.days)
			continue
		}
		office, err := c.OfficeDue(x.from, x.days)
		require.NoError(t, err)
		citizen, err := c.CitizenDue(x.from, x.days)
		require.NoError(t, err)
		require.Equal(t, x.office, office, "%s + %d, office", x.from, x.days)
		require.Equal(t, x.citizen, citizen, "%s + %d, citizen", x.from, x.days)
	}
}

func TestCountingLaws(t *testing.T) {
	c := announced(t)
	rapid.Check(t, func(t *rapid.T) {
		from := clock.NewDate(2024, 1, 1).AddDays(rapid.IntRange(0, 2*366).Draw(t, "day"))
		n := rapid.IntRange(1, 90).Draw(t, "n")

		office, err := c.OfficeDue(from, n)
		require.NoError(t, err)
		citizen, err := c.CitizenDue(from, n)
		require.NoError(t, err)
		plain := from.AddDays(n)
		require.LessOrEqual(t, office, plain)
		require.GreaterOrEqual(t, citizen, plain)
		for d := office.AddDays(1); d < citizen; d = d.AddDays(1) {
			works, err := c.IsWorking(d)
			require.NoError(t, err)
			require.True(t, !works || office == citizen, "no working day lies between the two: %s", d)
		}

		last, err := c.AddWorking(from, n)
		require.NoError(t, err)
		worked := 0
		for d := from.AddDays(1); d <= last; d = d.AddDays(1) {
			if works, _ := c.IsWorking(d); works {
				worked++
			}
		}
		require.Equal(t, n, worked)
		works, err := c.IsWorking(last)
		require.NoError(t, err)
		require.True(t, works)
	})
}
