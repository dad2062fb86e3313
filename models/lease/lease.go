// Package lease lets one replica at a time do a job, by the database's clock, and keeps a record of what each run did.
package lease

import (
	"context"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"shuangyong/models/db"
	"shuangyong/models/internal/orm"
)

type row struct {
	Name   string `gorm:"primaryKey"`
	Holder string
	Until  time.Time
}

// TableName implements gorm's Tabler.
func (row) TableName() string { return "leases" }

// Acquire takes the lease name for ttl, or prolongs it when holder has it already; false means that somebody else holds it. Holder must be unique to the
// running process. Time is the database's: a replica with a wrong clock cannot take a lease too early. A holder that stalls beyond ttl loses the lease without
// noticing, so what it does must be harmless when done twice.
func Acquire(ctx context.Context, d *db.DB, name, holder string, ttl time.Duration) (bool, error) {
	got := false
	err := d.InTx(ctx, func(tx db.Tx) error {
		now, until := clockOf(d.Dialect(), ttl)
		r := orm.Of(tx).Model(&row{}).
			Where("name = ?", name).
			Where(clause.Or(clause.Eq{Column: "holder", Value: holder}, clause.Lte{Column: "until", Value: now})).
			Updates(map[string]any{"holder": holder, "until": until})
		if r.Error != nil || r.RowsAffected > 0 {
			got = r.RowsAffected > 0
			return r.Error
		}
		err := db.Try(tx, func() error {
			return orm.Of(tx).Model(&row{}).Create(map[string]any{"name": name, "holder": holder, "until": until}).Error
		})
		got = err == nil
		if db.IsDuplicate(err) {
			return nil
		}
		return err
	})
	return got && err == nil, err
}

// Release gives the lease back early. Giving back what one does not hold changes nothing.
func Release(ctx context.Context, d *db.DB, name, holder string) error {
	return d.InTx(ctx, func(tx db.Tx) error {
		return orm.Of(tx).Where("name = ? AND holder = ?", name, holder).Delete(&row{}).Error
	})
}

// clockOf is the database's own time, and that plus ttl, as the column keeps it.
func clockOf(d db.Dialect, ttl time.Duration) (now, until clause.Expr) {
	micros := ttl.Microseconds()
	switch d {
	case db.Postgres:
		return gorm.Expr("clock_timestamp()"), gorm.Expr("clock_timestamp() + ? * interval '1 microsecond'", micros)
	case db.MySQL:
		return gorm.Expr("UTC_TIMESTAMP(6)"), gorm.Expr("TIMESTAMPADD(MICROSECOND, ?, UTC_TIMESTAMP(6))", micros)
	default:
		const sqliteNow = "CAST(unixepoch('subsec') * 1000000 AS INTEGER)"
		return gorm.Expr(sqliteNow), gorm.Expr(sqliteNow+" + ?", micros)
	}
}
