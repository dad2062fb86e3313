// Package attempt counts wrong tries at something secret (a password, a number that proves who one is) where no restart, other replica or flushed Redis
// forgets them.
package attempt

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm/clause"

	"shuangyong/models/db"
	"shuangyong/models/fault"
	"shuangyong/models/internal/orm"
	"shuangyong/models/seal"
)

// Rule is how many tries there are, and what follows when they are used up.
type Rule struct {
	Name   string        // what is tried, "staff.password"; 32 characters at most
	Limit  int           // so many wrong ones in a row lock
	Window time.Duration // a wrong try is forgotten when so long none followed it
	Lock   time.Duration // how long it is locked
}

// tally is what was tried of one thing by or against one somebody.
type tally struct {
	KeyIndex    seal.Index `gorm:"primaryKey"`
	Rule        string
	Tries       int
	LastAt      time.Time
	LockedUntil time.Time // never: not locked
}

// TableName implements gorm's Tabler.
func (tally) TableName() string { return "attempts" }

func never() time.Time { return time.Unix(0, 0).UTC() }

// locked tells whether no more may be tried at now, and until when.
func (t tally) locked(now time.Time) bool { return now.Before(t.LockedUntil) }

// next is the tally after one more try at now: a pure rule.
func (r Rule) next(t tally, now time.Time) tally {
	if now.Sub(t.LastAt) >= r.Window || !t.LockedUntil.Equal(never()) { // old tries, or a lock that is over
		t.Tries, t.LockedUntil = 0, never()
	}
	t.Tries++
	t.LastAt = now
	if t.Tries >= r.Limit {
		t.LockedUntil = now.Add(r.Lock)
	}
	return t
}

// errLocked is what somebody is told who has to wait.
var errLocked = fault.New(fault.TooMany, "attempt.locked", "试的次数太多，先停一会儿。请半小时后再试，或到就近的服务站当面办。")

// locked is the refusal in the words that fit how long it lasts.
func (r Rule) locked() error {
	if r.Lock <= time.Hour {
		return errLocked.ToStaff(fmt.Sprintf("试的次数太多，先停一会儿。请过%d分钟再试。", int(r.Lock.Minutes())))
	}
	return fault.New(errLocked.Code, errLocked.Reason, "试的次数太多，今天先停下。请明天再试，或到就近的服务站当面办。").ToStaff("试的次数太多，今天先停下。请明天再试。")
}

// ErrLocked is the refusal of Take, to compare with.
func ErrLocked() error { return errLocked }

// Take counts one try before its outcome is known, in a transaction of its own, so that nobody gets more tries by making them at once; or refuses it while
// locked. The try that uses up the last one is still allowed. Who was right calls Clear. key says whose tries they are; only its keyed hash is stored.
func Take(ctx context.Context, d *db.DB, r Rule, key string) error {
	return d.InTx(ctx, func(tx db.Tx) error {
		t, err := lock(tx, r, key)
		if err != nil {
			return err
		}
		if t.locked(tx.Now()) {
			return r.locked()
		}
		t = r.next(t, tx.Now())
		return orm.Of(tx).Model(&tally{}).Where("key_index = ?", t.KeyIndex).
			Updates(map[string]any{"tries": t.Tries, "last_at": t.LastAt, "locked_until": t.LockedUntil}).Error
	})
}

// LockedUntil is until when no more may be tried; ok is false when it may.
func LockedUntil(ctx context.Context, d *db.DB, r Rule, key string) (until time.Time, ok bool, err error) {
	view := d.View(ctx)
	var found []tally
	if err := orm.Of(view).Where("key_index = ?", index(view, r, key)).Limit(1).Find(&found).Error; err != nil || len(found) == 0 {
		return time.Time{}, false, db.Fault(err)
	}
	return found[0].LockedUntil, found[0].locked(view.Now()), nil
}

// Clear forgets the tries, because one was right or somebody with the right to do so unlocked it.
func Clear(tx db.Tx, r Rule, key string) error {
	return orm.Of(tx).Where("key_index = ?", index(tx, r, key)).Delete(&tally{}).Error
}

// Sweep removes at most limit tallies that count for nothing any more, whose last try is older than keep.
func Sweep(ctx context.Context, d *db.DB, keep time.Duration, limit int) (int, error) {
	view := d.View(ctx)
	before := view.Now().Add(-keep)
	var old []seal.Index
	err := orm.Of(view).Model(&tally{}).Where("last_at < ? AND locked_until < ?", before, view.Now()).Limit(limit).Pluck("key_index", &old).Error
	if err != nil || len(old) == 0 {
		return 0, db.Fault(err)
	}
	var n int64
	err = d.InTx(ctx, func(tx db.Tx) error {
		res := orm.Of(tx).Where("key_index IN ? AND last_at < ? AND locked_until < ?", old, before, tx.Now()).Delete(&tally{})
		n = res.RowsAffected
		return res.Error
	})
	return int(n), err
}

func index(r db.Reader, rule Rule, key string) seal.Index {
	return r.Keys().Index("attempts."+rule.Name, "."+key)
}

// lock gives the tally, made if it was missing, and holds it until the transaction ends.
func lock(tx db.Tx, r Rule, key string) (tally, error) {
	t := tally{KeyIndex: index(tx, r, key), Rule: r.Name, LastAt: never(), LockedUntil: never()}
	same := clause.OnConflict{Columns: []clause.Column{{Name: "key_index"}}, DoUpdates: clause.AssignmentColumns([]string{"rule"})} // changes nothing, but locks
	if err := orm.Of(tx).Clauses(same).Create(&t).Error; err != nil {
		return tally{}, err
	}
	err := orm.Of(tx).Where("key_index = ?", t.KeyIndex).Take(&t).Error
	return t, err
}
