package attempt_test

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"shuangyong/models/attempt"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
)

var rule = attempt.Rule{Name: "test", Limit: 5, Window: time.Hour, Lock: 30 * time.Minute}

func TestFiveWrongTriesLockForHalfAnHour(t *testing.T) {
	clk := clock.Stopped(dbtest.Start())
	dbtest.EachAt(t, clk, func(t *testing.T, d *db.DB) {
		take := func(key string) error { return attempt.Take(t.Context(), d, rule, key) }
		for range rule.Limit {
			require.NoError(t, take("a"))
		}
		require.ErrorIs(t, take("a"), attempt.ErrLocked())
		require.NoError(t, take("b"), "others are not locked")
		until, locked, err := attempt.LockedUntil(t.Context(), d, rule, "a")
		require.NoError(t, err)
		require.True(t, locked)
		require.Equal(t, clk.Now().Add(rule.Lock), until.UTC())

		clk.Advance(rule.Lock - time.Second)
		require.ErrorIs(t, take("a"), attempt.ErrLocked())
		clk.Advance(time.Second)
		for range rule.Limit {
			require.NoError(t, take("a"), "it begins anew")
		}
		require.ErrorIs(t, take("a"), attempt.ErrLocked())
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error { return attempt.Clear(tx, rule, "a") }))
		require.NoError(t, take("a"))

		clk.Advance(48 * time.Hour)
		n, err := attempt.Sweep(t.Context(), d, 24*time.Hour, 10)
		require.NoError(t, err)
		require.Equal(t, 2, n)
	})
}

// However many guess at once, and on however many connections, only as many are let through as the rule says.
func TestNobodyGetsMoreTriesByMakingThemAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		const guesses = 24
		var wg sync.WaitGroup
		errs := make([]error, guesses)
		for i := range guesses {
			wg.Go(func() { errs[i] = attempt.Take(t.Context(), d, rule, "victim") })
		}
		wg.Wait()
		through := 0
		for _, err := range errs {
			if err == nil {
				through++
				continue
			}
			require.ErrorIs(t, err, attempt.ErrLocked())
		}
		require.Equal(t, rule.Limit, through)
	})
}

// Against a plain model: a list of the tries that count.
func TestTheRuleAgainstAModel(t *testing.T) {
	d := dbtest.SQLite(t)
	rapid.Check(t, func(rt *rapid.T) {
		clk := d.Clock().(*clock.Movable) //nolint:forcetypeassert // dbtest's
		key := rapid.StringN(1, 20, -1).Draw(rt, "key") + clk.Now().String()
		var tries []time.Time
		var lockedUntil time.Time
		for range rapid.IntRange(1, 20).Draw(rt, "steps") {
			clk.Advance(time.Duration(rapid.IntRange(0, 70).Draw(rt, "minutes")) * time.Minute)
			now := clk.Now()
			if rapid.IntRange(0, 9).Draw(rt, "right") == 0 {
				require.NoError(rt, d.InTx(t.Context(), func(tx db.Tx) error { return attempt.Clear(tx, rule, key) }))
				tries, lockedUntil = nil, time.Time{}
				continue
			}
			err := attempt.Take(t.Context(), d, rule, key)
			if now.Before(lockedUntil) {
				require.ErrorIs(rt, err, attempt.ErrLocked())
				continue
			}
			require.NoError(rt, err)
			if !lockedUntil.IsZero() || len(tries) > 0 && now.Sub(tries[len(tries)-1]) >= rule.Window {
				tries, lockedUntil = nil, time.Time{}
			}
			if tries = append(tries, now); len(tries) >= rule.Limit {
				lockedUntil = now.Add(rule.Lock)
			}
		}
		clk.Advance(time.Millisecond)
	})
}
