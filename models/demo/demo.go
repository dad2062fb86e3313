// Package demo remembers that a database holds the invented city, which one, and how far its loading got. No row: the data are real.
package demo

import (
	"context"
	"fmt"
	"time"

	"shuangyong/models/audit"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/fault"
	"shuangyong/models/internal/orm"
)

// City is the one row: what the city was made from, and how many batches of it are in.
type City struct {
	ID        int    `gorm:"primaryKey;autoIncrement:false"` // always 1
	Seed      string // the seed number; text, as it may need all 64 bits
	StartOn   clock.Date
	Shops     int
	People    int
	Version   int // of the generator
	Batches   int
	Finished  bool
	UpdatedAt time.Time
}

// TableName implements gorm's Tabler.
func (City) TableName() string { return "demo_city" }

// Same tells whether two rows were made from the same options by the same generator.
func (c City) Same(o City) bool {
	return c.Seed == o.Seed && c.StartOn == o.StartOn && c.Shops == o.Shops && c.People == o.People && c.Version == o.Version
}

// ErrRaced is what a second process gets that loads the same city at the same time.
var ErrRaced = fault.New(fault.Conflict, "demo.raced", "另一个进程正在装入演示数据。等它装完再试。")

// Find gives the city that the database holds, false when it holds none.
func Find(ctx context.Context, d *db.DB) (City, bool, error) {
	var found []City
	if err := orm.Of(d.View(ctx)).Limit(1).Find(&found).Error; err != nil {
		return City{}, false, db.Fault(err)
	}
	if len(found) == 0 {
		return City{}, false, nil
	}
	return found[0], true, nil
}

// Begin says that loading starts.
func Begin(tx db.Tx, actor audit.Actor, c City) error {
	c.ID, c.Batches, c.Finished, c.UpdatedAt = 1, 0, false, tx.Now()
	if err := orm.Of(tx).Create(&c).Error; err != nil {
		if db.IsDuplicate(err) {
			return ErrRaced
		}
		return err
	}
	return record(tx, actor, "demo.begin", c)
}

// Advance says that the batch after the first n is in, in the transaction that writes it. It fails when another process was there first.
func Advance(tx db.Tx, n int) error {
	r := orm.Of(tx).Model(&City{}).Where("id = ? AND batches = ? AND finished = ?", 1, n, false).Update("batches", n+1)
	if r.Error != nil {
		return r.Error
	}
	if r.RowsAffected == 0 {
		return ErrRaced
	}
	return nil
}

// Finish says that the city is complete.
func Finish(tx db.Tx, actor audit.Actor, c City) error {
	r := orm.Of(tx).Model(&City{}).Where("id = ? AND finished = ?", 1, false).Update("finished", true)
	if r.Error != nil {
		return r.Error
	}
	if r.RowsAffected == 0 {
		return ErrRaced
	}
	return record(tx, actor, "demo.finish", c)
}

func record(tx db.Tx, actor audit.Actor, action string, c City) error {
	return audit.Record(tx, audit.Entry{Actor: actor, Action: action, Subject: "demo", SubjectID: "1", Detail: map[string]string{
		"date": string(c.StartOn), "shops": fmt.Sprint(c.Shops), "people": fmt.Sprint(c.People), "version": fmt.Sprint(c.Version),
	}})
}

// tables are those in which a single row means that the database is in use.
var tables = []string{"stations", "shops", "bus_routes", "bus_stops", "people", "wechat_accounts", "petitions", "appointment_services", "appointment_slots", "benefits", "handoffs"}

// Occupied is the name of a table that already holds something, "" when the database is empty.
func Occupied(ctx context.Context, d *db.DB) (string, error) {
	view := orm.Of(d.View(ctx))
	for _, table := range tables {
		var one []int
		if err := view.Table(table).Select("1").Limit(1).Find(&one).Error; err != nil {
			return "", db.Fault(err)
		}
		if len(one) > 0 {
			return table, nil
		}
	}
	return "", nil
}
