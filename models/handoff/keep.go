package handoff

import (
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/internal/orm"
)

// maxExport bounds what one person's copy can hold of a table.
const maxExport = 2000

// of are the requests of a person: in his name, and those that came from one of his accounts when nobody knew yet whose it was.
func of(personID uuid.UUID, accounts []uuid.UUID) func(*gorm.DB) *gorm.DB {
	return func(g *gorm.DB) *gorm.DB {
		return g.Where("(person_id = ? OR person_id IS NULL AND account_id IN ?)", personID, accounts)
	}
}

// Export is when a human was called for a person and what was said, for his copy, the oldest first.
func Export(r db.Reader, personID uuid.UUID, accounts []uuid.UUID) ([]Request, error) {
	var all []Request
	err := of(personID, accounts)(orm.Of(r)).Order("created_at").Order("id").Limit(maxExport).Find(&all).Error
	return all, err
}

// CountOf is how many requests of a person wait, and how many are settled.
func CountOf(r db.Reader, personID uuid.UUID, accounts []uuid.UUID) (open, settled int, err error) {
	var o, s int64
	mine := func() *gorm.DB { return of(personID, accounts)(orm.Of(r).Model(&Request{})) }
	if err := mine().Where("closed_at IS NULL").Count(&o).Error; err != nil {
		return 0, 0, err
	}
	err = mine().Where("closed_at IS NOT NULL").Count(&s).Error
	return int(o), int(s), err
}

// EraseSettled deletes the settled requests of a person, before his accounts go. Those that wait stay: somebody may be in danger, and a promise to call holds.
func EraseSettled(tx db.Tx, personID uuid.UUID, accounts []uuid.UUID) error {
	return of(personID, accounts)(orm.Of(tx)).Where("closed_at IS NOT NULL").Delete(&Request{}).Error
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
