package privacy

import (
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm/schema"

	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/internal/orm"
)

// Run is one time that the retention job deleted something: what, how many, and how many a hold kept.
type Run struct {
	ID        uuid.UUID `gorm:"primaryKey"`
	Term      string
	OlderThan time.Time
	Deleted   int
	Held      int
	CreatedAt time.Time
}

// TableName implements gorm's Tabler.
func (Run) TableName() string { return "retention_runs" }

// Note leaves a run on record.
func (s *Store) Note(ctx context.Context, term string, olderThan time.Time, deleted, held int) error {
	return s.db.InTx(ctx, func(tx db.Tx) error {
		return orm.Of(tx).Create(&Run{
			ID: db.NewID(), Term: term, OlderThan: olderThan.UTC().Truncate(time.Microsecond), Deleted: deleted, Held: held, CreatedAt: tx.Now(),
		}).Error
	})
}

// Runs are what was deleted, the latest first: at most limit, before the run before (the zero key: from the newest).
func (s *Store) Runs(ctx context.Context, before uuid.UUID, limit int) ([]Run, error) {
	q := orm.Of(s.db.View(ctx))
	if before != uuid.Nil {
		q = q.Where("id < ?", before)
	}
	var all []Run
	err := q.Order("id DESC").Limit(limit).Find(&all).Error
	return all, db.Fault(err)
}

// SweepCopies deletes at most limit copies that were made before.
func (s *Store) SweepCopies(ctx context.Context, before time.Time, limit int) (int, error) {
	return s.sweep(ctx, limit, &Copy{}, "expires_at < ?", before.Add(KeepCopies))
}

// SweepRuns deletes at most limit records of runs from before.
func (s *Store) SweepRuns(ctx context.Context, before time.Time, limit int) (int, error) {
	return s.sweep(ctx, limit, &Run{}, "created_at < ?", before)
}

// SweepConsents deletes at most limit decisions from before that hold no more, because a later one from before took their place or their account is gone, and tells how many, and how many a legal
// hold keeps.
func (s *Store) SweepConsents(ctx context.Context, before time.Time, limit int) (deleted, held int, err error) {
	const over = `created_at < ? AND (NOT EXISTS (SELECT 1 FROM wechat_accounts a WHERE a.id = privacy_consents.account_id)
		OR EXISTS (SELECT 1 FROM privacy_consents c WHERE c.account_id = privacy_consents.account_id AND c.purpose = privacy_consents.purpose
			AND c.id > privacy_consents.id AND c.created_at < ?))`
	return s.sweepUnheld(ctx, limit, &Consent{}, over, before, before)
}

// SweepRequests deletes at most limit requests that were answered before, and tells how many, and how many a legal hold keeps.
func (s *Store) SweepRequests(ctx context.Context, before time.Time, limit int) (deleted, held int, err error) {
	return s.sweepUnheld(ctx, limit, &Request{}, "decided_at < ?", before)
}

// sweepUnheld is sweep for what is somebody's, upon whom there may be a hold.
func (s *Store) sweepUnheld(ctx context.Context, limit int, model schema.Tabler, over string, args ...any) (deleted, held int, err error) {
	onHold := orm.OnHold(model.TableName())
	args = append(args, s.today())
	var kept int64
	if err := orm.Of(s.db.View(ctx)).Model(model).Where(over+" AND "+onHold, args...).Count(&kept).Error; err != nil {
		return 0, 0, db.Fault(err)
	}
	deleted, err = s.sweep(ctx, limit, model, over+" AND NOT "+onHold, args...)
	return deleted, int(kept), err
}

func (s *Store) today() clock.Date { return clock.DateOf(s.db.Clock().Now()) }

// sweep finds keys first and deletes them by key, so that it never locks more than it takes.
func (s *Store) sweep(ctx context.Context, limit int, model any, over string, args ...any) (int, error) {
	var ids []uuid.UUID
	if err := orm.Of(s.db.View(ctx)).Model(model).Where(over, args...).Order("id").Limit(limit).Pluck("id", &ids).Error; err != nil || len(ids) == 0 {
		return 0, db.Fault(err)
	}
	var n int64
	err := s.db.InTx(ctx, func(tx db.Tx) error {
		if _, ok := model.(*Copy); ok { // SQLite and MySQL cascade too; said here, so that no part can stay
			if err := orm.Of(tx).Where("export_id IN ?", ids).Delete(&piece{}).Error; err != nil {
				return err
			}
		}
		r := orm.Of(tx).Where("id IN ?", ids).Delete(model)
		n = r.RowsAffected
		return r.Error
	})
	return int(n), err
}
