package vault

import (
	"context"
	"errors"
	"time"

	"shuangyong/models/lease"
)

// ErrBusy is that another rotation runs, or one was killed within the last seconds.
var ErrBusy = errors.New("vault: another process works on the keys, or was killed a moment ago")

const (
	leaseName = "keys"
	leaseTime = 15 * time.Second
	nap       = 5 * time.Second // well below leaseTime
)

// hold is the right to work on the keys, and how the work is told. Losing it does no harm, two rotations would only do the same; it saves work and confusion.
type hold struct {
	v *Vault
	o Rotation
}

func (v *Vault) hold(ctx context.Context, o Rotation) (*hold, error) {
	if o.Pause == nil {
		o.Pause = pause
	}
	h := &hold{v: v, o: o}
	return h, h.renew(ctx)
}

func (h *hold) renew(ctx context.Context) error {
	mine, err := lease.Acquire(ctx, h.v.db, leaseName, h.o.Holder, leaseTime)
	if err == nil && !mine {
		err = ErrBusy
	}
	return err
}

// step prolongs the right and tells how far the work is.
func (h *hold) step(ctx context.Context, done int) error {
	h.tell("sealed anew", done)
	return h.renew(ctx)
}

func (h *hold) tell(stage string, done int) {
	if h.o.Tell != nil {
		h.o.Tell(stage, done)
	}
}

// rest waits for the grace.
func (h *hold) rest(ctx context.Context, until string) error {
	h.tell("waiting until "+until, 0)
	for left := h.o.Grace; left > 0; left -= nap {
		if err := h.renew(ctx); err != nil {
			return err
		}
		if err := h.o.Pause(ctx, min(left, nap)); err != nil {
			return err
		}
	}
	return h.renew(ctx)
}

// release gives the right back, also when ctx has ended.
func (h *hold) release(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
	defer cancel()
	_ = lease.Release(ctx, h.v.db, leaseName, h.o.Holder) // else it runs out by itself
}

func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
