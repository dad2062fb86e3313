package workday_test

import (
	"testing"

	"github.com/6tail/lunar-go/HolidayUtil"
	"github.com/stretchr/testify/require"

	"shuangyong/models/clock"
	"shuangyong/models/fault"
	"shuangyong/models/workday"
)

func announced(t testing.TB) *workday.Calendar {
	t.Helper()
	c, err := workday.Announced()
	require.NoError(t, err)
	return c
}

// Another table of the same notices must agree on every day of every year we ship.
func TestAnnouncedAgreesWithLunarGo(t *testing.T) {
	c := announced(t)
	require.Equal(t, []int{2024, 2025, 2026}, c.Years())
	for _, year := range c.Years() {
		for d := clock.NewDate(year, 1, 1); d.Year() == year; d = d.AddDays(1) {
			want := d.Weekday() != 0 && d.Weekday() != 6
			if h := HolidayUtil.GetHoliday(string(d)); h != nil {
				want = h.IsWork()
			}
			got, err := c.IsWorking(d)
			require.NoError(t, err)
			require.Equal(t, want, got, "%s", d)
		}
	}
}

func TestUnknownYearIsSeen(t *testing.T) {
	c := announced(t)
	_, err := c.IsWorking("2027-01-04")
	require.Equal(t, fault.Unavailable, fault.CodeOf(err))
	_, err = c.AddWorking("2026-12-30", 5)
	require.Equal(t, workday.ReasonUnknownYear, fault.Of(err).Reason)
	_, err = c.OfficeDue("2026-11-23", 60)
	require.Equal(t, workday.ReasonUnknownYear, fault.Of(err).Reason)
	_, err = c.CitizenDue("2026-12-30", 30)
	require.Equal(t, workday.ReasonUnknownYear, fault.Of(err).Reason)
}

func TestNewRefusesContradictions(t *testing.T) {
	span := func(from, to clock.Date) workday.Year {
		return workday.Year{Year: 2030, Off: []workday.Span{{Name: "节", From: from, To: to}}}
	}
	for name, years := range map[string][]workday.Year{
		"twice":            {{Year: 2030}, {Year: 2030}},
		"backwards":        {span("2030-05-03", "2030-05-01")},
		"another year":     {span("2031-05-01", "2031-05-03")},
		"too long":         {span("2030-05-01", "2030-08-01")},
		"no such day":      {span("2030-02-30", "2030-03-01")},
		"weekday worked":   {{Year: 2030, Work: []clock.Date{"2030-05-01"}}},
		"holiday worked":   {{Year: 2030, Off: []workday.Span{{Name: "节", From: "2030-05-04", To: "2030-05-05"}}, Work: []clock.Date{"2030-05-04"}}},
		"worked elsewhere": {{Year: 2030, Work: []clock.Date{"2031-05-03"}}},
	} {
		_, err := workday.New(years)
		require.Error(t, err, name)
	}
}
