package application

import (
	"context"
	"errors"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/internal/orm"
)

// Sweep looks at no more than limit applications to which nothing happened for 30 days: it closes those that wait for the applicant, with their pictures, and deletes drafts and what
// was withdrawn. What a legal hold is upon stays. Each has a transaction of its own: one that fails does not stop the others.
func (s *Store) Sweep(ctx context.Context, by audit.Actor, limit int) (int, error) {
	view := s.db.View(ctx)
	var ids []uuid.UUID
	err := orm.Of(view).Model(&Application{}).Where("state IN ? AND updated_at <= ?", []State{Draft, MoreNeeded, Withdrawn}, view.Now().Add(-KeepOpen)).
		Where(unheld(view)).Order("updated_at").Limit(limit).Pluck("id", &ids).Error
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
	a, err := lock(tx, id, func(g *gorm.DB) *gorm.DB { return g.Where(unheld(tx)) })
	if err != nil {
		return err
	}
	switch a.fateAt(tx.Now()) {
	case closes:
		return end(tx, by, &a, Lapsed, "lapse")
	case goes:
		if _, err := wipe(tx, func(g *gorm.DB) *gorm.DB { return g.Where("id = ?", id) }); err != nil {
			return err
		}
		return record(tx, by, a, "erase", map[string]string{"state": string(a.State)})
	default:
		return ErrNotFound // he came back a moment ago
	}
}
