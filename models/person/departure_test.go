package person_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/person"
)

const leaver = "oLeaver"

// leave deletes somebody as the door does.
func leave(tx db.Tx, store *person.Store, at time.Time) error {
	a, ok, err := store.Leave(tx, person.OfficialAccount, leaver, at)
	if err != nil || !ok {
		return err
	}
	return store.Forget(tx, clerk, person.OfficialAccount, a.OpenIDIndex)
}

// overlap runs first, and second from the middle of it: first goes on once second is done or plainly waits for it.
func overlap(t *testing.T, d *db.DB, first, second func(tx db.Tx) error) (errFirst, errSecond error) {
	t.Helper()
	done := make(chan error, 1)
	began := false
	errFirst = d.InTx(t.Context(), func(tx db.Tx) error {
		if err := first(tx); err != nil {
			return err
		}
		if !began {
			began = true
			go func() { done <- d.InTx(t.Context(), second) }()
		}
		select {
		case err := <-done:
			done <- err
		case <-time.After(300 * time.Millisecond):
		}
		return nil
	})
	return errFirst, <-done
}

// Somebody leaves while what he asked for is under way. Whichever comes first, no account is left behind.
func TestLeavingAndAskingAtOnceLeaveNoAccount(t *testing.T) {
	for _, known := range []bool{true, false} {
		dbtest.Each(t, func(t *testing.T, d *db.DB) {
			store := person.NewStore(d)
			asked := dbtest.Start()
			ask := func(tx db.Tx) error {
				_, err := store.Follow(tx, clerk, person.OfficialAccount, leaver, "", asked)
				return err
			}
			goes := func(tx db.Tx) error { return leave(tx, store, asked.Add(time.Second)) }
			gone := func() {
				t.Helper()
				_, ok, err := store.AccountOf(t.Context(), person.OfficialAccount, leaver)
				require.NoError(t, err)
				require.False(t, ok)
			}
			if known {
				require.NoError(t, d.InTx(t.Context(), ask))
			}
			errAsk, errLeave := overlap(t, d, ask, goes)
			require.NoError(t, errAsk)
			require.NoError(t, errLeave)
			gone()

			asked = asked.Add(time.Minute)
			if known {
				require.NoError(t, d.InTx(t.Context(), ask))
			}
			errLeave, errAsk = overlap(t, d, goes, ask)
			require.NoError(t, errLeave)
			require.ErrorIs(t, errAsk, person.ErrLeft)
			gone()
		})
	}
}

func TestWhatWasAskedBeforeLeavingIsRefusedUntilHeComesBack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		store, left := person.NewStore(d), dbtest.Start()
		since := func(at time.Time) bool {
			t.Helper()
			gone, err := store.LeftSince(t.Context(), person.OfficialAccount, leaver, at)
			require.NoError(t, err)
			return gone
		}
		stay := func(at time.Time) error {
			return d.InTx(t.Context(), func(tx db.Tx) error {
				_, _, err := store.Stay(tx, person.OfficialAccount, leaver, at)
				return err
			})
		}
		require.NoError(t, stay(left.Add(-time.Second)))
		require.False(t, since(left.Add(-time.Second)), "a lock is no departure")
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error { return leave(tx, store, left) }), "of somebody unknown")
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error { return leave(tx, store, left.Add(-time.Hour)) }), "an older one, late")
		require.ErrorIs(t, stay(left.Add(-time.Second)), person.ErrLeft)
		require.ErrorIs(t, stay(left), person.ErrLeft, "WeChat's times are seconds: within one, leaving is last")
		require.NoError(t, stay(left.Add(time.Second)))
		require.True(t, since(left))
		require.False(t, since(left.Add(time.Second)))

		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error {
			_, err := store.Follow(tx, clerk, person.OfficialAccount, leaver, "", left.Add(time.Second))
			return err
		}))
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error {
			_, ok, err := store.Leave(tx, person.OfficialAccount, leaver, left)
			require.False(t, ok, "he came back after that")
			return err
		}))
	})
}

func TestDeparturesAreForgottenAfterADay(t *testing.T) {
	clk := clock.Stopped(dbtest.Start())
	dbtest.EachAt(t, clk, func(t *testing.T, d *db.DB) {
		store, left := person.NewStore(d), clk.Now()
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error { return leave(tx, store, left) }))
		n, err := store.SweepDepartures(t.Context(), 10)
		require.NoError(t, err)
		require.Zero(t, n)
		clk.Advance(person.KeepDepartures + time.Second)
		n, err = store.SweepDepartures(t.Context(), 10)
		require.NoError(t, err)
		require.Equal(t, 1, n)
	})
}
