package handoff

import (
	"context"
	"time"

	"github.com/google/uuid"

	"shuangyong/models/audit"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/internal/orm"
)

// maxExport bounds what one person's copy can hold of a table.
const maxExport = 2000

// Export is when a human was called for a person and what was said, for his copy, the oldest first.
func Export(r db.Reader, personID uuid.UUID) ([]Request, error) {
	var all []Request
	err := orm.Of(r).Where("person_id = ?", personID).Order("created_at").Order("id").Limit(maxExport).Find(&all).Error
	return all, err
}

// CountOf is how many requests of a person wait, and how many are settled.
func CountOf(r db.Reader, personID uuid.UUID) (open, settled int, err error) {
	var o, s int64
	if err := orm.Of(r).Model(&Request{}).Where("person_id = ? AND closed_at IS NULL", personID).Count(&o).Error; err != nil {
		return 0, 0, err
	}
	err = orm.Of(r).Model(&Request{}).Where("person_id = ? AND closed_at IS NOT NULL", personID).Count(&s).Error
	return int(o), int(s), err
}

// EraseSettled deletes the settled requests of a person. Those that wait stay: somebody may be in danger, and a promise to call holds.
func EraseSettled(tx db.Tx, _ audit.Actor, personID uuid.UUID) error {
	return orm.Of(tx).Where("person_id = ? AND closed_at IS NOT NULL", personID).Delete(&Request{}).Error
}

// settledBefore are the requests that are past their term.
const settledBefore = "closed_at < ?"

// Sweep deletes at most limit requests that were settled before, and tells how many, and how many a legal hold keeps.
func (s *Store) Sweep(ctx context.Context, before time.Time, limit int) (deleted, held int, err error) {
	view := s.db.View(ctx)
	onHold, today := orm.OnHold(Request{}.TableName()), clock.DateOf(view.Now())
	var kept int64
	if err := orm.Of(view).Model(&Request{}).Where(settledBefore, before).Where(onHold, today).Count(&kept).Error; err != nil {
		return 0, 0, db.Fault(err)
	}
	var ids []uuid.UUID
	if err := orm.Of(view).Model(&Request{}).Where(settledBefore, before).Where("NOT "+onHold, today).Order("id").Limit(limit).Pluck("id", &ids).Error; err != nil {
		return 0, int(kept), db.Fault(err)
	}
	if len(ids) == 0 {
		return 0, int(kept), nil
	}
	var n int64
	err = s.db.InTx(ctx, func(tx db.Tx) error {
		r := orm.Of(tx).Where("id IN ?", ids).Delete(&Request{})
		n = r.RowsAffected
		return r.Error
	})
	return int(n), int(kept), err
}
