package dbtest

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shuangyong/models/clock"
)

func TestOnlyOurOldDatabasesAreAbandoned(t *testing.T) {
	now := time.Unix(1_800_000_000, 0)
	require.True(t, abandoned("sy_test_1799990000_abc", now))
	for _, name := range []string{"sy_test_1799999000_abc", "shuangyong", "sy_test_abc", "xsy_test_1_a", "", "sy_test_"} {
		require.False(t, abandoned(name, now), name)
	}
	require.False(t, abandoned(newName(), clock.System().Now()))
}
