package person

import (
	"github.com/google/uuid"
	"gorm.io/gorm/clause"

	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/internal/orm"
	"shuangyong/models/seal"
)

// LearnPhone keeps the number that WeChat told of an account's owner, in place of an older one. A person without a number gets it too, on loan: it goes with
// the account.
func (s *Store) LearnPhone(tx db.Tx, by audit.Actor, a Account, number seal.Text) error {
	found, err := lockedByID(tx, a.ID)
	if err != nil {
		return err
	}
	if err := takeBackPhone(tx, found); err != nil {
		return err
	}
	now := tx.Now()
	found.Phone, found.PhoneIndex, found.PhoneAt = number, indexOf(tx.Keys(), labelPhone, number), &now
	if found.PhoneLent, err = lendPhone(tx, found); err != nil {
		return err
	}
	if err := orm.Of(tx).Model(&found).Select("Phone", "PhoneIndex", "PhoneAt", "PhoneLent").Updates(&found).Error; err != nil {
		return err
	}
	return audit.Record(tx, audit.Entry{
		Actor: by, Action: "account.phone", Subject: "account", SubjectID: a.ID.String(), Detail: map[string]string{"app": string(a.App)},
	})
}

// lockedByID is the account, which nobody else changes before the transaction ends.
func lockedByID(tx db.Tx, id uuid.UUID) (Account, error) {
	var found []Account
	q := orm.Of(tx).Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).Where("id = ?", id).Limit(1)
	if err := q.Find(&found).Error; err != nil {
		return Account{}, err
	}
	if len(found) == 0 {
		return Account{}, errNoAccount
	}
	return found[0], nil
}

// lendPhone gives an account's number to its person, if there is one and he has none.
func lendPhone(tx db.Tx, a Account) (lent bool, err error) {
	if a.PersonID == nil || a.Phone == "" {
		return false, nil
	}
	p := Person{ID: *a.PersonID, Phone: a.Phone, PhoneIndex: a.PhoneIndex}
	r := orm.Of(tx).Model(&p).Where("phone_index = ?", "").Select("Phone", "PhoneIndex").Updates(&p)
	return r.RowsAffected == 1, r.Error
}

// takeBackPhone clears the number that an account lent its person, unless he has another one by now.
func takeBackPhone(tx db.Tx, a Account) error {
	if !a.PhoneLent || a.PersonID == nil {
		return nil
	}
	p := Person{ID: *a.PersonID}
	return orm.Of(tx).Model(&p).Where("phone_index = ?", a.PhoneIndex).Select("Phone", "PhoneIndex").Updates(&p).Error
}
