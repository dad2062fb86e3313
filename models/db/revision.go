package db

import (
	"context"

	"gorm.io/gorm"

	"shuangyong/models/internal/orm"
)

// revision counts the committed changes of a subject that replicas keep in memory.
type revision struct {
	Subject string `gorm:"primaryKey"`
	Rev     int64
}

// TableName implements gorm's Tabler.
func (revision) TableName() string { return "revisions" }

// Bump says that subject ("shops") changed in this transaction; every replica that keeps it in memory loads it again within seconds. It locks the
// subject's row until the end, so it is for data that staff change, not for what every message changes.
func Bump(tx Tx, subject string) error {
	raise := func() (int64, error) {
		r := orm.Of(tx).Model(&revision{}).Where("subject = ?", subject).Update("rev", gorm.Expr("rev + 1"))
		return r.RowsAffected, r.Error
	}
	n, err := raise()
	if err != nil || n > 0 {
		return err
	}
	err = Try(tx, func() error { return orm.Of(tx).Create(&revision{Subject: subject, Rev: 1}).Error })
	if IsDuplicate(err) { // another transaction was first to name the subject
		_, err = raise()
	}
	return err
}

// Revisions is the count of every subject that changed at least once.
func (d *DB) Revisions(ctx context.Context) (map[string]int64, error) {
	var rows []revision
	if err := orm.Of(d.View(ctx)).Limit(1000).Find(&rows).Error; err != nil {
		return nil, Fault(err)
	}
	revs := make(map[string]int64, len(rows))
	for _, r := range rows {
		revs[r.Subject] = r.Rev
	}
	return revs, nil
}
