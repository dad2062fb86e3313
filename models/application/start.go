package application

import (
	"github.com/google/uuid"
	"gorm.io/gorm/clause"

	"shuangyong/models/audit"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/internal/orm"
	"shuangyong/models/seal"
	"shuangyong/models/station"
)

// Wish is what somebody begins an application with. That he is half known at least, and that Words hold no secret, the caller has seen to.
type Wish struct {
	PersonID    uuid.UUID
	AccountID   uuid.UUID
	Name        seal.Text
	StationPath station.Path // of the station that decides; "" = the top of the tree
	Wanted      []Status
	Words       seal.Text // 1,000 characters are kept
}

// Start makes a draft. A person has at most three applications at a time that are not decided.
func (s *Store) Start(tx db.Tx, by audit.Actor, w Wish) (Case, error) {
	if err := checkWanted(w.Wanted, clock.DateOf(tx.Now())); err != nil {
		return Case{}, err
	}
	if err := room(tx, w.PersonID); err != nil {
		return Case{}, err
	}
	path, err := settle(tx, w.StationPath)
	if err != nil {
		return Case{}, err
	}
	a := Application{
		ID: db.NewID(), PersonID: w.PersonID, Name: w.Name, Wanted: w.Wanted, Words: cut(w.Words, maxWords), StationPath: path,
		State: Draft, CreatedAt: tx.Now(), UpdatedAt: tx.Now(), Granted: []Status{},
	}
	if w.AccountID != uuid.Nil {
		a.AccountID = &w.AccountID
	}
	if err := create(tx, &a); err != nil {
		return Case{}, err
	}
	if err := step(tx, a, Started, "", startedText(a)); err != nil {
		return Case{}, err
	}
	if err := record(tx, by, a, "start", map[string]string{"number": a.Number, "status": codes(a.Wanted)}); err != nil {
		return Case{}, err
	}
	return caseOf(tx, a)
}

// room holds the person, so that he cannot begin two applications at once, and counts what he has open.
func room(tx db.Tx, personID uuid.UUID) error {
	var ids []uuid.UUID
	err := orm.Of(tx).Table("people").Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).Where("id = ?", personID).Pluck("id", &ids).Error
	if err != nil {
		return err
	}
	if len(ids) == 0 {
		return ErrNotFound
	}
	var n int64
	if err := of(personID)(orm.Of(tx).Model(&Application{})).Where("state IN ?", open()).Count(&n).Error; err != nil {
		return err
	}
	if n >= MaxOpen {
		return errTooMany
	}
	return nil
}

// settle finds the top of the tree where no station is given.
func settle(tx db.Tx, path station.Path) (station.Path, error) {
	if path != "" {
		return path, nil
	}
	var top []station.Path
	err := orm.Of(tx).Table("stations").Where("parent_id IS NULL").Order("path").Limit(1).Pluck("path", &top).Error
	if err == nil && len(top) > 0 {
		path = top[0]
	}
	return path, err
}
