package petition

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"shuangyong/models/attempt"
	"shuangyong/models/db"
)

// guessing is how often somebody may be wrong about a petition's second proof, and how often anybody may about one petition's.
func guessing(who, number string) map[string]attempt.Rule {
	return map[string]attempt.Rule{
		"who " + who:     {Name: "petition.asker", Limit: 5, Window: time.Hour, Lock: time.Hour},
		"case " + number: {Name: "petition.case", Limit: 20, Window: 24 * time.Hour, Lock: 24 * time.Hour},
	}
}

// Guess counts one look-up by number and tail before its outcome is known, or tells for how long there are no more. who is stable, also for somebody who
// left and came back. Neither a restart nor a flushed Redis forgets it.
func (s *Store) Guess(ctx context.Context, who, number string) (wait time.Duration, err error) {
	rules := guessing(who, number)
	for _, key := range slices.Backward(slices.Sorted(maps.Keys(rules))) { // the asker's first: what he may not try counts for nobody
		rule := rules[key]
		if err := attempt.Take(ctx, s.db, rule, key); errors.Is(err, attempt.ErrLocked()) {
			until, _, err := attempt.LockedUntil(ctx, s.db, rule, key)
			return max(until.Sub(s.db.View(ctx).Now()), time.Second), err
		} else if err != nil {
			return 0, err
		}
	}
	return 0, nil
}

// Guessed forgets the guesses, because number and tail belonged together.
func (s *Store) Guessed(ctx context.Context, who, number string) error {
	return s.db.InTx(ctx, func(tx db.Tx) error {
		for key, rule := range guessing(who, number) {
			if err := attempt.Clear(tx, rule, key); err != nil {
				return err
			}
		}
		return nil
	})
}
