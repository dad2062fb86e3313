package session

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/models/clock"
)

func TestMemoryForgetsWhoWasSilentLongest(t *testing.T) {
	m := newMemory(clock.Stopped(start), 2)
	for _, person := range []string{"a", "b", "a", "c"} {
		_, _, err := m.finish(t.Context(), person, "f", []byte("r"), []byte("talk of "+person), nil)
		require.NoError(t, err)
	}
	_, state, err := m.begin(t.Context(), "a", "g", []byte("mark"))
	require.NoError(t, err)
	require.Equal(t, "talk of a", string(state))
	_, state, err = m.begin(t.Context(), "b", "g", []byte("mark"))
	require.NoError(t, err)
	require.Empty(t, state)
	require.Equal(t, 2, m.order.Len())
}

func TestMemoryExpires(t *testing.T) {
	clk := clock.Stopped(start)
	m := newMemory(clk, 2)
	_, _, err := m.finish(t.Context(), "a", "f", []byte("r"), []byte("talk"), nil)
	require.NoError(t, err)
	clk.Advance(KeepConversation)
	stored, state, err := m.begin(t.Context(), "a", "f", []byte("mark"))
	require.NoError(t, err)
	require.Empty(t, state)
	require.Equal(t, "mark", string(stored))
}
