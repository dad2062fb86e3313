package application

import (
	"strconv"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"shuangyong/models/audit"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/internal/orm"
)

// unheld are the applications of people upon whom there is no legal hold.
func unheld(r db.Reader) clause.Expr {
	return gorm.Expr("NOT "+orm.OnHold(Application{}.TableName()), clock.DateOf(r.Now()))
}

// Reassign gives a person's applications to the one he turned out to be. He may then have more than three open; none is lost.
func Reassign(tx db.Tx, by audit.Actor, from, into uuid.UUID) error {
	r := orm.Of(tx).Model(&Application{}).Where("person_id = ?", from).Update("person_id", into)
	if r.Error != nil || r.RowsAffected == 0 {
		return r.Error
	}
	return audit.Record(tx, audit.Entry{
		Actor: by, Action: "application.reassign", Subject: "person", SubjectID: into.String(),
		Detail: map[string]string{"person": from.String(), "rows": strconv.FormatInt(r.RowsAffected, 10)},
	})
}

// maxExport bounds what is exported of one person.
const maxExport = 500

// Export is everything that is kept of a person's applications, the newest first, with the pictures of those that are open.
func Export(r db.Reader, personID uuid.UUID) ([]Case, error) {
	var all []Application
	if err := of(personID)(orm.Of(r)).Order("id DESC").Limit(maxExport).Find(&all).Error; err != nil {
		return nil, err
	}
	cases := make([]Case, len(all))
	for i, a := range all {
		var err error
		if cases[i], err = caseOf(r, a); err != nil {
			return nil, err
		}
		if err := orm.Of(r).Where("application_id = ?", a.ID).Order("id").Limit(MaxDocuments).Find(&cases[i].Documents).Error; err != nil {
			return nil, err
		}
	}
	return cases, nil
}

// CountOf is how many applications of a person were not handed in or ended without a decision (drafts), and how many are with the bureau or decided (handed).
func CountOf(r db.Reader, personID uuid.UUID) (drafts, handed int, err error) {
	var n, all int64
	mine := func() *gorm.DB { return of(personID)(orm.Of(r).Model(&Application{})) }
	if err := mine().Where("state IN ?", unhanded()).Count(&n).Error; err != nil {
		return 0, 0, err
	}
	err = mine().Count(&all).Error
	return int(n), int(all - n), err
}

// unhanded are the states of which nothing needs to be kept.
func unhanded() []State { return []State{Draft, Withdrawn} }

// EraseDrafts deletes a person's applications that were not handed in or were withdrawn, with all that belongs to them.
func EraseDrafts(tx db.Tx, by audit.Actor, personID uuid.UUID) error {
	return erase(tx, by, personID, unhanded())
}

// Erase deletes all of a person's applications.
func Erase(tx db.Tx, by audit.Actor, personID uuid.UUID) error {
	return erase(tx, by, personID, append(unhanded(), Submitted, MoreNeeded, Approved, Refused))
}

func erase(tx db.Tx, by audit.Actor, personID uuid.UUID, states []State) error {
	n, err := wipe(tx, func(g *gorm.DB) *gorm.DB { return of(personID)(g).Where("state IN ?", states) })
	if err != nil || n == 0 {
		return err
	}
	return audit.Record(tx, audit.Entry{
		Actor: by, Action: "application.erase", Subject: "person", SubjectID: personID.String(),
		Detail: map[string]string{"rows": strconv.FormatInt(n, 10)},
	})
}

// wipe deletes applications with all that belongs to them, and tells how many.
func wipe(tx db.Tx, w whose) (int64, error) {
	for _, part := range []any{&Document{}, &Step{}, &reader{}} {
		chosen := w(orm.Of(tx).Model(&Application{}).Select("id"))
		if err := orm.Of(tx).Where("application_id IN (?)", chosen).Delete(part).Error; err != nil {
			return 0, err
		}
	}
	r := w(orm.Of(tx)).Delete(&Application{})
	return r.RowsAffected, r.Error
}

// EraseAccount ends the drafts that were begun from a WeChat account which goes, unless a legal hold is upon its person. What was handed in stays with the bureau and its person.
func (s *Store) EraseAccount(tx db.Tx, by audit.Actor, accountID uuid.UUID) error {
	var all []Application
	q := orm.Of(tx).Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).Where("account_id = ? AND state = ?", accountID, Draft).Where(unheld(tx))
	if err := q.Limit(maxExport).Find(&all).Error; err != nil {
		return err
	}
	for i := range all {
		if err := end(tx, by, &all[i], TakenBack, "withdraw"); err != nil {
			return err
		}
	}
	return orm.Of(tx).Model(&Application{}).Where("account_id = ?", accountID).Update("account_id", nil).Error
}
