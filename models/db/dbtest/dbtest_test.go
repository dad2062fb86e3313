package dbtest_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
)

func TestMain(m *testing.M) { os.Exit(dbtest.Main(m)) }

// Each test has its database to itself, and none is left when it ends.
func TestNothingIsLeftBehind(t *testing.T) {
	var made []db.Options
	t.Run("a test", func(t *testing.T) {
		dbtest.EachPlace(t, func(t *testing.T, o db.Options) {
			pending, err := dbtest.Open(t, o).Pending(t.Context())
			require.NoError(t, err)
			require.Zero(t, pending)
			made = append(made, o)
		})
	})
	require.NotEmpty(t, made)
	for _, o := range made {
		if o.URL == "" {
			_, err := os.Stat(filepath.Join(o.DataDir, db.FileName))
			require.ErrorIs(t, err, os.ErrNotExist)
			continue
		}
		_, err := db.Open(t.Context(), o)
		require.Error(t, err, "the database %s is still there", o.URL[strings.LastIndex(o.URL, "/"):])
	}
}
