package lease_test

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/fault"
	"shuangyong/models/lease"
)

func acquire(t *testing.T, d *db.DB, holder string, ttl time.Duration) bool {
	t.Helper()
	ok, err := lease.Acquire(t.Context(), d, "job", holder, ttl)
	require.NoError(t, err)
	return ok
}

func TestOneHoldsTheLease(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		require.True(t, acquire(t, d, "a", time.Minute))
		require.False(t, acquire(t, d, "b", time.Minute))
		require.True(t, acquire(t, d, "a", time.Minute), "prolonged")
		require.NoError(t, lease.Release(t.Context(), d, "job", "b"))
		require.False(t, acquire(t, d, "b", time.Minute), "who does not hold it cannot give it back")
		other, err := lease.Acquire(t.Context(), d, "another job", "b", time.Minute)
		require.NoError(t, err)
		require.True(t, other)
		require.NoError(t, lease.Release(t.Context(), d, "job", "a"))
		require.True(t, acquire(t, d, "b", time.Minute))
	})
}

// The program's clock may be wrong or moved; leases go by the database's.
func TestLeaseEndsByTheDatabasesClock(t *testing.T) {
	c := clock.Stopped(dbtest.Start())
	dbtest.EachAt(t, c, func(t *testing.T, d *db.DB) {
		require.True(t, acquire(t, d, "a", 400*time.Millisecond))
		c.Advance(24 * time.Hour)
		require.False(t, acquire(t, d, "b", time.Minute))
		require.Eventually(t, func() bool { return acquire(t, d, "b", time.Minute) }, 5*time.Second, 20*time.Millisecond)
		require.False(t, acquire(t, d, "a", time.Minute), "it has gone over to b")
	})
}

func TestManyAskOneGets(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		for round := range 5 {
			var got atomic.Int32
			var all sync.WaitGroup
			for i := range 8 {
				all.Go(func() {
					ok, err := lease.Acquire(t.Context(), d, fmt.Sprint("round ", round), fmt.Sprint("replica ", i), time.Minute)
					if err == nil && ok {
						got.Add(1)
					}
				})
			}
			all.Wait()
			require.EqualValues(t, 1, got.Load())
		}
	})
}

func TestRunsLeaveARecord(t *testing.T) {
	c := clock.Stopped(dbtest.Start())
	dbtest.EachAt(t, c, func(t *testing.T, d *db.DB) {
		start := c.Now()
		first, err := lease.Begin(t.Context(), d, "sweep", "a")
		require.NoError(t, err)
		c.Advance(time.Second)
		require.NoError(t, lease.End(t.Context(), d, first, 12, nil))
		second, err := lease.Begin(t.Context(), d, "sweep", "b")
		require.NoError(t, err)
		require.NoError(t, lease.End(t.Context(), d, second, 3, fmt.Errorf("row: %w", fault.New(fault.Unavailable, "db.unavailable", "连不上。"))))
		third, err := lease.Begin(t.Context(), d, "sweep", "b")
		require.NoError(t, err)
		require.NoError(t, lease.End(t.Context(), d, third, 0, errors.New("王秀兰 13800000000")))
		_, err = lease.Begin(t.Context(), d, "sweep", "c")
		require.NoError(t, err)

		runs, err := lease.Runs(t.Context(), d, "sweep", 10)
		require.NoError(t, err)
		require.Len(t, runs, 4)
		require.Nil(t, runs[0].EndedAt, "still running")
		require.Equal(t, "internal", runs[1].Failure, "an error's text is not kept")
		require.Equal(t, "db.unavailable", runs[2].Failure)
		require.EqualValues(t, 3, runs[2].Done)
		require.Equal(t, start, runs[3].StartedAt)
		require.Equal(t, start.Add(time.Second), *runs[3].EndedAt)
		require.EqualValues(t, 12, runs[3].Done)
		require.Empty(t, runs[3].Failure)

		n, err := lease.Sweep(t.Context(), d, start.Add(time.Second), 10)
		require.NoError(t, err)
		require.Equal(t, 1, n)
		runs, err = lease.Runs(t.Context(), d, "sweep", 2)
		require.NoError(t, err)
		require.Len(t, runs, 2)
	})
}
