package session

import (
	"errors"
	"testing"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"shuangyong/models/clock"
)

func TestAfterAFailureOneCallerTriesAgain(t *testing.T) {
	clk, asked, back := clock.Stopped(start), 0, 0
	b := newBreaker(clk, quiet(), "nothing is kept")
	b.back = func() { back++ }
	gone := errors.New("gone")
	ask := func(answer error) error {
		return b.try(func() error {
			asked++
			return answer
		})
	}
	require.ErrorIs(t, ask(redis.Nil), redis.Nil)
	require.False(t, b.open(), "nothing under a key is an answer")
	require.ErrorIs(t, ask(gone), gone)
	require.ErrorIs(t, ask(nil), errResting)
	require.Equal(t, 2, asked)

	clk.Advance(pause)
	err := b.try(func() error {
		require.ErrorIs(t, ask(nil), errResting, "somebody is trying it already")
		return gone
	})
	require.ErrorIs(t, err, gone)
	require.ErrorIs(t, ask(nil), errResting, "left alone once more")

	clk.Advance(pause)
	require.NoError(t, ask(nil))
	require.NoError(t, ask(nil))
	require.False(t, b.open())
	require.Equal(t, []int{4, 1}, []int{asked, back})
}
