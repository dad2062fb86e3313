package db_test

import (
	"errors"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
)

func TestRevisionCountsCommittedChanges(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error { return db.Bump(tx, "shops") }))
			})
		}
		all.Wait()
		undone := errors.New("undone")
		require.ErrorIs(t, d.InTx(t.Context(), func(tx db.Tx) error { return errors.Join(db.Bump(tx, "shops"), db.Bump(tx, "bus"), undone) }), undone)
		revs, err := d.Revisions(t.Context())
		require.NoError(t, err)
		require.Equal(t, map[string]int64{"shops": 8}, revs)
	})
}
