package proxy

import (
	"context"
	"time"

	"github.com/google/uuid"

	"shuangyong/models/db"
	"shuangyong/models/internal/orm"
)

// Sweep deletes at most limit codes that were over before, used or not, and tells how many. What came of a code is in its proxy.
func (s *Store) Sweep(ctx context.Context, before time.Time, limit int) (int, error) {
	var ids []uuid.UUID
	err := orm.Of(s.db.View(ctx)).Model(&Invitation{}).Where("expires_at < ?", before).Order("id").Limit(limit).Pluck("id", &ids).Error
	if err != nil || len(ids) == 0 {
		return 0, db.Fault(err)
	}
	var n int64
	err = s.db.InTx(ctx, func(tx db.Tx) error {
		r := orm.Of(tx).Where("id IN ?", ids).Delete(&Invitation{})
		n = r.RowsAffected
		return r.Error
	})
	return int(n), err
}
