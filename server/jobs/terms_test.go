package jobs

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/models/db/dbtest"
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
	require.Empty(t, sweeps, "what the job deletes is a term that people can read")
}
