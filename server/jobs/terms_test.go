package jobs

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shuangyong/models/application"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/once"
	"shuangyong/models/person"
	"shuangyong/models/privacy"
)

func TestEveryTermOfTheJobIsKept(t *testing.T) {
	sweeps := expiring(dbtest.SQLite(t))
	for _, term := range privacy.Terms() {
		if term.Job == privacy.RetentionJob {
			require.Contains(t, sweeps, term.Code)
			require.Positive(t, term.Keep)
		}
		delete(sweeps, term.Code)
	}
	for code, keep := range map[string]time.Duration{
		"departures": person.KeepDepartures, "once": once.Keep, "attempts": keepTries, "job_runs": keepRuns, "drafts": application.KeepOpen,
	} {
		term, ok := privacy.TermOf(code)
		require.True(t, ok, code)
		require.Equal(t, keep, term.Keep, "what other jobs keep is what people read: %s", code)
	}
	require.Empty(t, sweeps, "what the job deletes is a term that people can read")
}
