package appointment

import (
	"context"
	"slices"
	"time"

	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/internal/recent"
)

const (
	fresh        = time.Second // a time that was taken is shown no longer than this; whoever books it is told the truth under lock
	openingsKept = 256         // of at most maxFree slots each: 5 MB
)

// Openings answers what is free from answers that are at most a second old. It is safe for concurrent use.
type Openings struct {
	store    *Store
	free     *recent.Answers[FreeQuery, openings]
	services *recent.Answers[struct{}, []Service]
}

// openings is the beginning of a list of free slots.
type openings struct {
	after time.Time // all begin later
	slots []Free
	cut   bool // there are more
}

// NewOpenings answers from s.
func NewOpenings(s *Store, clk clock.Clock) *Openings {
	return &Openings{
		store: s, free: recent.New[FreeQuery, openings](clk, fresh, openingsKept), services: recent.New[struct{}, []Service](clk, fresh, 1),
	}
}

// Services are what one can come for, in order.
func (o *Openings) Services(ctx context.Context) ([]Service, error) {
	all, err := o.services.Get(ctx, struct{}{}, o.store.Services)
	return slices.Clone(all), db.Fault(err)
}

// FreeIn is Store.FreeIn. Questions that differ only in their moment share an answer, of which what has begun since is left out; where too little
// is left of it, the database is asked.
func (o *Openings) FreeIn(ctx context.Context, q FreeQuery) ([]Free, error) {
	key := q
	key.After, key.Limit = time.Time{}, 0
	kept, err := o.free.Get(ctx, key, func(ctx context.Context) (openings, error) {
		all := q
		all.Limit = maxFree
		slots, err := o.store.FreeIn(ctx, all)
		return openings{after: instant(q.After), slots: slots, cut: len(slots) == maxFree}, err
	})
	if err != nil {
		return nil, db.Fault(err)
	}
	after, limit := instant(q.After), limitOf(q)
	begun := 0
	for !after.IsZero() && begun < len(kept.slots) && !kept.slots[begun].StartsAt.After(after) {
		begun++
	}
	rest := kept.slots[begun:]
	if after.Before(kept.after) || kept.cut && len(rest) < limit {
		return o.store.FreeIn(ctx, q)
	}
	return slices.Clone(rest[:min(limit, len(rest))]), nil
}

// instant is t as the databases keep it.
func instant(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }

func limitOf(q FreeQuery) int { return min(max(q.Limit, 1), maxFree) }
