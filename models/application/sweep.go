package application

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/internal/orm"
)

// Sweep closes at most limit applications whose applicant gave no sign for 30 days, and deletes their pictures. Each has a transaction of its own: one that fails does not
// stop the others.
func (s *Store) Sweep(ctx context.Context, by audit.Actor, limit int) (int, error) {
	view := s.db.View(ctx)
	var ids []uuid.UUID
	err := orm.Of(view).Model(&Application{}).Where("state IN ? AND updated_at <= ?", []State{Draft, MoreNeeded}, view.Now().Add(-KeepOpen)).
		Order("updated_at").Limit(limit).Pluck("id", &ids).Error
	if err != nil {
		return 0, db.Fault(err)
	}
	n := 0
	var errs []error
	for _, id := range ids {
		err := s.db.InTx(ctx, func(tx db.Tx) error { return lapse(tx, by, id) })
		switch {
		case err == nil:
			n++
		case !errors.Is(err, ErrNotFound):
			errs = append(errs, err)
		}
	}
	return n, errors.Join(errs...)
}

func lapse(tx db.Tx, by audit.Actor, id uuid.UUID) error {
	a, err := lock(tx, id, anybodys)
	if err != nil {
		return err
	}
	if !a.lapsed(tx.Now()) {
		return ErrNotFound // he came back a moment ago
	}
	return end(tx, by, &a, Lapsed, "lapse")
}
