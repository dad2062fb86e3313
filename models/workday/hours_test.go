package workday_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/models/clock"
	"shuangyong/models/workday"
)

func TestOfficeHours(t *testing.T) {
	c := announced(t)
	for _, x := range []struct {
		day          clock.Date
		hour, minute int
		open         bool
		nextDay      clock.Date
		nextH, nextM int
	}{
		{"2026-11-23", 8, 29, false, "2026-11-23", 8, 30},
		{"2026-11-23", 8, 30, true, "2026-11-23", 8, 30},
		{"2026-11-23", 12, 0, false, "2026-11-23", 14, 0},
		{"2026-11-23", 17, 29, true, "2026-11-23", 17, 29},
		{"2026-11-23", 17, 30, false, "2026-11-24", 8, 30},
		{"2026-11-27", 20, 0, false, "2026-11-30", 8, 30}, // Friday evening
		{"2026-10-10", 9, 0, true, "2026-10-10", 9, 0},    // a worked Saturday
		{"2026-10-01", 9, 0, false, "2026-10-08", 8, 30},  // National Day
		{"2027-06-02", 9, 0, true, "2027-06-02", 9, 0},    // not announced: Monday to Friday is assumed
	} {
		now := x.day.At(x.hour, x.minute)
		require.Equal(t, x.open, c.OpenAt(now, workday.Usual()), "%s", now)
		require.Equal(t, x.nextDay.At(x.nextH, x.nextM), c.NextOpen(now, workday.Usual()), "%s", now)
	}
	require.True(t, c.NextOpen(clock.Date("2026-11-23").At(9, 0), nil).IsZero())
}
