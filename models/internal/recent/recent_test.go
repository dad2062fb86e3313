package recent_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"shuangyong/models/clock"
	"shuangyong/models/internal/recent"
)

func stopped() *clock.Movable { return clock.Stopped(clock.NewDate(2026, 11, 23).At(10, 0)) }

// counter answers with how often it was asked.
type counter struct{ n atomic.Int64 }

func (c *counter) ask(context.Context) (int64, error) { return c.n.Add(1), nil }

func TestAnswersAreAskedForAgainWhenTheyAreStale(t *testing.T) {
	clk, c := stopped(), &counter{}
	a := recent.New[string, int64](clk, time.Second, 10)
	get := func(key string) int64 {
		v, err := a.Get(t.Context(), key, c.ask)
		require.NoError(t, err)
		return v
	}
	require.EqualValues(t, 1, get("a"))
	require.EqualValues(t, 2, get("b"), "another question")
	clk.Advance(time.Second - 1)
	require.EqualValues(t, 1, get("a"))
	clk.Advance(1)
	require.EqualValues(t, 3, get("a"))
	clk.Advance(-time.Hour)
	require.EqualValues(t, 4, get("a"), "the clock was set back")
}

func TestErrorsAreNotKept(t *testing.T) {
	a, c := recent.New[string, int64](stopped(), time.Second, 10), &counter{}
	down := errors.New("down")
	_, err := a.Get(t.Context(), "a", func(context.Context) (int64, error) { return 0, down })
	require.ErrorIs(t, err, down)
	require.Panics(t, func() {
		_, _ = a.Get(t.Context(), "a", func(context.Context) (int64, error) { panic("broken") })
	})
	v, err := a.Get(t.Context(), "a", c.ask)
	require.NoError(t, err)
	require.EqualValues(t, 1, v)
}

func TestNoMoreAreKeptThanThereIsRoomFor(t *testing.T) {
	clk, c := stopped(), &counter{}
	a := recent.New[int, int64](clk, time.Second, 3)
	get := func(key int) int64 {
		v, err := a.Get(t.Context(), key, c.ask)
		require.NoError(t, err)
		return v
	}
	require.EqualValues(t, 1, get(1))
	clk.Advance(time.Second / 2)
	require.EqualValues(t, 2, get(2))
	require.EqualValues(t, 3, get(3))
	clk.Advance(time.Second / 2)
	require.EqualValues(t, 4, get(4), "takes the room of 1, which is stale")
	require.EqualValues(t, 2, get(2))
	require.EqualValues(t, 5, get(5), "takes all the room")
	require.EqualValues(t, 6, get(2))
}

func TestManyWhoAskAtOnceAskOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, c := recent.New[string, int64](stopped(), time.Second, 10), &counter{}
		open := make(chan struct{})
		var all sync.WaitGroup
		for range 20 {
			all.Go(func() {
				v, err := a.Get(t.Context(), "a", func(ctx context.Context) (int64, error) { <-open; return c.ask(ctx) })
				if v != 1 || err != nil {
					t.Errorf("%d, %v", v, err)
				}
			})
		}
		synctest.Wait()
		close(open)
		all.Wait()
	})
}

func TestWhoeverWaitsKeepsHisOwnTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, c := recent.New[string, int64](stopped(), time.Second, 10), &counter{}
		hung, cancel := context.WithCancel(t.Context())
		var all sync.WaitGroup
		all.Go(func() {
			_, err := a.Get(hung, "a", func(ctx context.Context) (int64, error) { <-ctx.Done(); return 0, ctx.Err() })
			if !errors.Is(err, context.Canceled) {
				t.Error(err)
			}
		})
		synctest.Wait()
		all.Go(func() { // outlives the first, and asks again
			if v, err := a.Get(t.Context(), "a", c.ask); v != 1 || err != nil {
				t.Errorf("%d, %v", v, err)
			}
		})
		impatient, stop := context.WithCancel(t.Context())
		stop()
		_, err := a.Get(impatient, "a", c.ask)
		require.ErrorIs(t, err, context.Canceled)
		synctest.Wait()
		cancel()
		all.Wait()
	})
}
