package db_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/fault"
	"shuangyong/models/internal/orm"
	"shuangyong/models/seal"
)

func add(tx db.Tx, index string) error {
	return orm.Of(tx).Create(&sample{ID: db.NewID(), Name: "甲", Index: seal.Index(index), At: tx.Now()}).Error
}

func count(t *testing.T, d *db.DB) int {
	t.Helper()
	var n int64
	require.NoError(t, orm.Of(d.View(t.Context())).Model(&sample{}).Count(&n).Error)
	return int(n)
}

func TestTransactionHappensWholeOrNotAtAll(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		makeSamples(t, d)
		refused := fault.New(fault.Full, "test.full", "满了。")
		require.ErrorIs(t, d.InTx(t.Context(), func(tx db.Tx) error { return errors.Join(add(tx, "a"), refused) }), refused)
		require.PanicsWithValue(t, "boom", func() {
			_ = d.InTx(t.Context(), func(tx db.Tx) error {
				require.NoError(t, add(tx, "b"))
				panic("boom")
			})
		})
		ctx, cancel := context.WithCancel(t.Context())
		require.Error(t, d.InTx(ctx, func(tx db.Tx) error {
			require.NoError(t, add(tx, "c"))
			cancel()
			return nil
		}))
		require.Zero(t, count(t, d))
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error { return add(tx, "d") }))
		require.Equal(t, 1, count(t, d))
	})
}

func TestNowStandsStillWithinATransaction(t *testing.T) {
	moving := clock.Stopped(dbtest.Start().Add(1500 * time.Nanosecond))
	dbtest.EachAt(t, moving, func(t *testing.T, d *db.DB) {
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error {
			before := tx.Now()
			moving.Advance(time.Hour)
			require.Equal(t, before, tx.Now())
			require.Zero(t, before.Nanosecond()%1000)
			require.Equal(t, time.UTC, before.Location())
			return nil
		}))
		require.Equal(t, moving.Now().Truncate(time.Microsecond), d.View(t.Context()).Now())
	})
}

func TestTransactionInsideATransactionIsRefused(t *testing.T) {
	d := dbtest.SQLite(t)
	require.ErrorContains(t, d.InTx(t.Context(), func(tx db.Tx) error {
		return d.InTx(tx.Context(), func(db.Tx) error { return nil })
	}), "InTx inside InTx")
}

func TestViewOnlyReads(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		makeSamples(t, d)
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error { return add(tx, "a") }))
		g := orm.Of(d.View(t.Context()))
		require.ErrorIs(t, g.Create(&sample{ID: db.NewID(), Index: "b"}).Error, db.ErrReadOnly)
		require.ErrorIs(t, g.Model(&sample{}).Where("1 = 1").Update("fen", 1).Error, db.ErrReadOnly)
		require.ErrorIs(t, g.Where("1 = 1").Delete(&sample{}).Error, db.ErrReadOnly)
		require.ErrorIs(t, g.Exec("DELETE FROM samples").Error, db.ErrReadOnly)
		require.Equal(t, 1, count(t, d))
	})
}

func TestDuplicateIsKnownAndDoesNotSpoilTheRest(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		makeSamples(t, d)
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error { return add(tx, "a") }))
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error {
			require.True(t, db.IsDuplicate(db.Try(tx, func() error { return errors.Join(add(tx, "undone"), add(tx, "a")) })))
			require.NoError(t, db.Try(tx, func() error { return add(tx, "b") }))
			return add(tx, "c")
		}))
		require.Equal(t, 3, count(t, d))

		err := d.InTx(t.Context(), func(tx db.Tx) error { return add(tx, "a") })
		require.True(t, db.IsDuplicate(err))
		require.Equal(t, fault.Conflict, fault.CodeOf(err))
		require.Equal(t, err, db.Fault(err), "idempotent")
	})
}

func TestBrokenReferenceIsAConflict(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		err := d.InTx(t.Context(), func(tx db.Tx) error {
			return orm.Of(tx).Exec("INSERT INTO audit_chain (seq, entry_id, prev, hash, at) VALUES (1, ?, '', 'h', ?)", db.NewID(), tx.Now()).Error
		})
		require.Equal(t, fault.Conflict, fault.CodeOf(err), "%v", err)
		require.False(t, db.IsDuplicate(err))
	})
}

func TestOpenIDsThatDifferInCaseAreTwo(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		makeSamples(t, d)
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error { return errors.Join(add(tx, "oAbC"), add(tx, "oabc")) }))
		require.Equal(t, 2, count(t, d))
	})
}

// Two transactions take the same two rows in opposite order. The servers end one of them, which InTx tries again.
func TestDeadlockIsTriedAgain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		makeSamples(t, d)
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error { return errors.Join(add(tx, "a"), add(tx, "b")) }))
		ids := map[string]sample{}
		var all []sample
		require.NoError(t, orm.Of(d.View(t.Context())).Find(&all).Error)
		for _, s := range all {
			ids[string(s.Index)] = s
		}
		holds := map[string]chan struct{}{"a": make(chan struct{}), "b": make(chan struct{})}
		tries := map[string]int{}
		var mu sync.Mutex
		work := func(mine, other string) error {
			return d.InTx(t.Context(), func(tx db.Tx) error {
				mu.Lock()
				tries[mine]++
				first := tries[mine] == 1
				mu.Unlock()
				if err := bumpFen(tx, ids[mine]); err != nil {
					return db.Fault(err) // as a store may, without hiding the deadlock
				}
				if first {
					close(holds[mine])
					select {
					case <-holds[other]:
					case <-time.After(200 * time.Millisecond): // SQLite: the other waits for us to finish
					}
				}
				return db.Fault(bumpFen(tx, ids[other]))
			})
		}
		errs := make(chan error, 2)
		go func() { errs <- work("a", "b") }()
		go func() { errs <- work("b", "a") }()
		require.NoError(t, <-errs)
		require.NoError(t, <-errs)
		var total int64
		require.NoError(t, orm.Of(d.View(t.Context())).Raw("SELECT CAST(SUM(fen) AS DECIMAL) FROM samples").Row().Scan(&total))
		require.EqualValues(t, 4, total, "each of the two did both of its updates once")
		if d.Dialect() != db.SQLite {
			require.Equal(t, 3, tries["a"]+tries["b"], "one of them was a victim once")
		}
	})
}

func bumpFen(tx db.Tx, s sample) error {
	return orm.Of(tx).Exec("UPDATE samples SET fen = fen + 1 WHERE id = ?", s.ID).Error
}
