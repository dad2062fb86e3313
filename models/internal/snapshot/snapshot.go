// Package snapshot holds the immutable copy of a table that hot look-ups are answered from, and replaces it when the table's revision moved.
package snapshot

import (
	"context"
	"sync"
	"sync/atomic"
)

// Held is a replaceable immutable T. Reading never waits; two loads never run at once.
type Held[T any] struct {
	current atomic.Pointer[T]
	loading sync.Mutex
	rev     int64 // of current; guarded by loading
}

// Get is the current copy. Before the first load it is a zero T, so look-ups simply find nothing.
func (h *Held[T]) Get() *T {
	if t := h.current.Load(); t != nil {
		return t
	}
	return new(T)
}

// Set replaces the copy by one that was made elsewhere.
func (h *Held[T]) Set(t *T) { h.current.Store(t) }

// Load replaces the copy. revision is read before load runs: a change in between is then loaded twice rather than missed. On an error the old
// copy stays.
func (h *Held[T]) Load(ctx context.Context, revision func(context.Context) (int64, error), load func(context.Context) (*T, error)) error {
	h.loading.Lock()
	defer h.loading.Unlock()
	rev, err := revision(ctx)
	if err != nil {
		return err
	}
	return h.replace(ctx, rev, load)
}

// Refresh replaces the copy when rev is not the one it was made from.
func (h *Held[T]) Refresh(ctx context.Context, rev int64, load func(context.Context) (*T, error)) error {
	h.loading.Lock()
	defer h.loading.Unlock()
	if rev == h.rev && h.current.Load() != nil {
		return nil
	}
	return h.replace(ctx, rev, load)
}

func (h *Held[T]) replace(ctx context.Context, rev int64, load func(context.Context) (*T, error)) error {
	t, err := load(ctx)
	if err != nil {
		return err
	}
	h.current.Store(t)
	h.rev = rev
	return nil
}
