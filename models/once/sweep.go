package once

import (
	"context"

	"shuangyong/models/db"
	"shuangyong/models/internal/orm"
	"shuangyong/models/seal"
)

// Sweep removes at most limit keys that are older than Keep, and tells how many they were.
func Sweep(ctx context.Context, d *db.DB, limit int) (int, error) {
	view := d.View(ctx)
	var old []seal.Index
	err := orm.Of(view).Model(&record{}).Where("created_at < ?", view.Now().Add(-Keep)).
		Order("created_at").Limit(limit).Pluck("key_index", &old).Error
	if err != nil || len(old) == 0 {
		return 0, db.Fault(err)
	}
	var n int64
	err = d.InTx(ctx, func(tx db.Tx) error {
		r := orm.Of(tx).Where("key_index IN ?", old).Where("created_at < ?", tx.Now().Add(-Keep)).Delete(&record{})
		n = r.RowsAffected
		return r.Error
	})
	return int(n), err
}

// Forget removes the replies that owner got. The keys stay for their time, as hashes that name nobody any more: a late retry of an old message still changes
// nothing, it only gets no answer.
func Forget(tx db.Tx, owner seal.Index) error {
	if owner == "" {
		return nil
	}
	return orm.Of(tx).Exec("UPDATE once SET reply = ?, owner = '' WHERE owner = ?", []byte{}, owner).Error
}
