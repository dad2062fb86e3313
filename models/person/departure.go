package person

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"gorm.io/gorm/clause"

	"shuangyong/models/db"
	"shuangyong/models/fault"
	"shuangyong/models/internal/orm"
	"shuangyong/models/seal"
)

// KeepDepartures is how long it is remembered that somebody left: longer than any message that he sent before can be under way.
const KeepDepartures = 24 * time.Hour

// ErrLeft refuses what somebody asked for before he left: nothing of his may be stored any more.
var ErrLeft = fault.New(fault.NotFound, "person.left", "您已取消关注，没有再为您办。需要时请重新关注。")

// departure is that the owner of an openid left, as a keyed hash. It is also the row that a change and a deletion at the same time meet at when there
// is no account to lock.
type departure struct {
	App         App        `gorm:"primaryKey"`
	OpenIDIndex seal.Index `gorm:"primaryKey"`
	LeftAt      time.Time  // never: he did not leave, somebody only locked the row
}

// TableName implements gorm's Tabler.
func (departure) TableName() string { return "wechat_departures" }

func never() time.Time { return time.Unix(0, 0).UTC() }

// lockDeparture gives the row, made if it was missing, and holds it until the transaction ends.
func lockDeparture(tx db.Tx, app App, index seal.Index) (departure, error) {
	d := departure{App: app, OpenIDIndex: index, LeftAt: never()}
	same := clause.OnConflict{ // sets nothing new, but locks
		Columns:   []clause.Column{{Name: "app"}, {Name: "open_id_index"}},
		DoUpdates: clause.AssignmentColumns([]string{"app"}),
	}
	if err := orm.Of(tx).Clauses(same).Create(&d).Error; err != nil {
		return departure{}, err
	}
	err := orm.Of(tx).Where("app = ? AND open_id_index = ?", app, index).Take(&d).Error
	return d, err
}

// Leave notes that the owner of an openid left, so that nothing he asked for before is stored any more, and gives his account, locked, for what
// hangs on it to be erased before Forget. ok is false when there is none, or when he has come back since (then FollowedAt is later).
func (s *Store) Leave(tx db.Tx, app App, openid seal.Text, at time.Time) (a Account, ok bool, err error) {
	index := OpenIDIndex(tx.Keys(), openid)
	d, err := lockDeparture(tx, app, index)
	if err != nil {
		return Account{}, false, err
	}
	if at = at.UTC().Truncate(time.Microsecond); at.After(d.LeftAt) {
		q := orm.Of(tx).Model(&departure{}).Where("app = ? AND open_id_index = ?", app, index)
		if err := q.Update("left_at", at).Error; err != nil {
			return Account{}, false, err
		}
	}
	a, ok, err = locked(tx, app, index)
	return a, ok && !a.FollowedAt.After(at), err
}

// Stay makes sure that whoever asked for something at the time at has not left since, and that he cannot leave before the transaction ends:
// whatever it stores, the deletion will find. It gives his account, locked, if he has one.
func (s *Store) Stay(tx db.Tx, app App, openid seal.Text, at time.Time) (Account, bool, error) {
	index := OpenIDIndex(tx.Keys(), openid)
	if index == "" {
		return Account{}, false, errNoAccount
	}
	if a, ok, err := locked(tx, app, index); err != nil || ok {
		return a, ok, err
	}
	d, err := lockDeparture(tx, app, index)
	if err != nil {
		return Account{}, false, err
	}
	if !at.After(d.LeftAt) {
		return Account{}, false, ErrLeft
	}
	return locked(tx, app, index)
}

// LeftSince tells whether the owner of an openid left at the time at or later. It is asked for whoever begins a conversation.
func (s *Store) LeftSince(ctx context.Context, app App, openid seal.Text, at time.Time) (bool, error) {
	var one int
	err := s.db.Point(ctx, orm.Key{}, "SELECT 1 FROM wechat_departures WHERE app = ? AND open_id_index = ? AND left_at >= ?",
		string(app), string(OpenIDIndex(s.db.Keys(), openid)), at.UTC().Truncate(time.Microsecond)).Scan(&one)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, db.Fault(err)
}

// SweepDepartures forgets at most limit departures that are old, and tells how many.
func (s *Store) SweepDepartures(ctx context.Context, limit int) (int, error) {
	view := s.db.View(ctx)
	before := view.Now().Add(-KeepDepartures)
	var old []departure
	if err := orm.Of(view).Where("left_at < ?", before).Limit(limit).Find(&old).Error; err != nil {
		return 0, db.Fault(err)
	}
	n := 0
	for _, d := range old {
		err := s.db.InTx(ctx, func(tx db.Tx) error {
			r := orm.Of(tx).Where("app = ? AND open_id_index = ? AND left_at < ?", d.App, d.OpenIDIndex, before).Delete(&departure{})
			n += int(r.RowsAffected)
			return r.Error
		})
		if err != nil {
			return n, err
		}
	}
	return n, nil
}
