package snapshot_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/models/internal/snapshot"
)

func TestRefreshLoadsOnlyWhatMoved(t *testing.T) {
	var h snapshot.Held[int]
	require.Zero(t, *h.Get(), "before the first load there is nothing to find")
	loads := 0
	load := func(context.Context) (*int, error) { loads++; n := loads; return &n, nil }
	revision := func(context.Context) (int64, error) { return 7, nil }

	require.NoError(t, h.Load(t.Context(), revision, load))
	require.NoError(t, h.Refresh(t.Context(), 7, load))
	require.Equal(t, 1, *h.Get(), "the same revision is not loaded again")
	require.NoError(t, h.Refresh(t.Context(), 8, load))
	require.Equal(t, 2, *h.Get())
	require.NoError(t, h.Refresh(t.Context(), 3, load), "a restored backup may go back")
	require.Equal(t, 3, *h.Get())
}

func TestFailedLoadKeepsTheOldCopy(t *testing.T) {
	var h snapshot.Held[int]
	one := 1
	require.NoError(t, h.Refresh(t.Context(), 1, func(context.Context) (*int, error) { return &one, nil }))
	down := errors.New("down")
	require.ErrorIs(t, h.Refresh(t.Context(), 2, func(context.Context) (*int, error) { return nil, down }), down)
	require.Equal(t, 1, *h.Get())
	require.ErrorIs(t, h.Load(t.Context(), func(context.Context) (int64, error) { return 0, down }, nil), down)
	two := 2
	require.NoError(t, h.Refresh(t.Context(), 2, func(context.Context) (*int, error) { return &two, nil }))
	require.Equal(t, 2, *h.Get(), "and is tried again")
}
