package lease

import (
	"context"
	"time"

	"github.com/google/uuid"

	"shuangyong/models/db"
	"shuangyong/models/fault"
	"shuangyong/models/internal/orm"
)

// Run is the record of one run of a job.
type Run struct {
	ID        uuid.UUID `gorm:"primaryKey"`
	Job       string
	Holder    string
	StartedAt time.Time
	EndedAt   *time.Time // nil = running, or its process died
	Done      int64      // how many rows or cases it dealt with
	Failure   string     // reason of the fault it ended with, "" = it went well; never the error's text
}

// TableName implements gorm's Tabler.
func (Run) TableName() string { return "job_runs" }

// Begin records that holder starts a run of job.
func Begin(ctx context.Context, d *db.DB, job, holder string) (Run, error) {
	r := Run{ID: db.NewID(), Job: job, Holder: holder}
	err := d.InTx(ctx, func(tx db.Tx) error {
		r.StartedAt = tx.Now()
		return orm.Of(tx).Create(&r).Error
	})
	return r, err
}

// End records how the run went: what it did, and the error that stopped it, if one did.
func End(ctx context.Context, d *db.DB, r Run, done int64, failed error) error {
	return d.InTx(ctx, func(tx db.Tx) error {
		now := tx.Now()
		r.EndedAt, r.Done = &now, done
		if failed != nil {
			r.Failure = fault.Of(failed).Reason
		}
		return orm.Of(tx).Model(&r).Select("ended_at", "done", "failure").Updates(r).Error
	})
}

// Runs are the newest runs of a job, newest first, at most limit.
func Runs(ctx context.Context, d *db.DB, job string, limit int) ([]Run, error) {
	var rows []Run
	err := orm.Of(d.View(ctx)).Where("job = ?", job).Order("started_at DESC, id DESC").Limit(limit).Find(&rows).Error
	return rows, db.Fault(err)
}

// Sweep removes the records of runs that started before the given instant, at most limit of them.
func Sweep(ctx context.Context, d *db.DB, before time.Time, limit int) (int, error) {
	var old []uuid.UUID
	err := orm.Of(d.View(ctx)).Model(&Run{}).Where("started_at < ?", before).Order("started_at").Limit(limit).Pluck("id", &old).Error
	if err != nil || len(old) == 0 {
		return 0, db.Fault(err)
	}
	var n int64
	err = d.InTx(ctx, func(tx db.Tx) error {
		r := orm.Of(tx).Where("id IN ?", old).Delete(&Run{})
		n = r.RowsAffected
		return r.Error
	})
	return int(n), err
}
