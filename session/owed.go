package session

import (
	"context"
	"maps"
)

// Owe remembers something that must be done as soon as the database is back (deleting somebody who unfollowed), in Redis or, while that
// fails, in this process. The caller has not acknowledged it to anybody: WeChat will also deliver it again.
func (s *Store) Owe(ctx context.Context, id string, what []byte) error {
	id = string(s.keys.Index("session.owed", "."+id))[:32]
	sealed, err := s.keys.Seal(what, "session.owed:"+id)
	if err != nil {
		return err
	}
	return s.do(ctx, func(ctx context.Context, b backend) error { return b.owe(ctx, id, sealed) })
}

// Owed gives up to about limit of what is owed, by an id for Settle.
func (s *Store) Owed(ctx context.Context, limit int) (map[string][]byte, error) {
	all, _ := s.memory.owed(ctx, limit)
	err := s.do(ctx, func(ctx context.Context, b backend) error {
		more, err := b.owed(ctx, limit)
		maps.Copy(all, more)
		return err
	})
	open := make(map[string][]byte, len(all))
	for id, sealed := range all {
		if plain, err := s.keys.Open(sealed, "session.owed:"+id); err == nil {
			open[id] = plain
		}
	}
	return open, err
}

// Settle forgets something that was owed.
func (s *Store) Settle(ctx context.Context, id string) error {
	_ = s.memory.settle(ctx, id)
	return s.do(ctx, func(ctx context.Context, b backend) error { return b.settle(ctx, id) })
}
