package application

import (
	"crypto/rand"
	"slices"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/internal/orm"
	"shuangyong/models/number"
	"shuangyong/models/seal"
)

// whose says whose an application must be.
type whose func(*gorm.DB) *gorm.DB

// of are the applications of a person.
func of(personID uuid.UUID) whose {
	return func(g *gorm.DB) *gorm.DB { return g.Where("person_id = ?", personID) }
}

// mine are those that an applicant may see.
func (o Owner) mine(g *gorm.DB) *gorm.DB {
	if g = of(o.Person)(g); o.Account != uuid.Nil {
		g = g.Where("account_id = ?", o.Account)
	}
	return g
}

// within are those of a part of the station tree. Drafts are nobody's business yet.
func within(s audit.Scope) whose {
	return func(g *gorm.DB) *gorm.DB { return g.Where(s.Filter("station_path")).Where("state <> ?", Draft) }
}

// lock gives the application, which nobody else changes before the transaction ends.
func lock(tx db.Tx, id uuid.UUID, w whose) (Application, error) {
	var found []Application
	q := w(orm.Of(tx).Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).Where("id = ?", id))
	if err := q.Limit(1).Find(&found).Error; err != nil {
		return Application{}, err
	}
	if len(found) == 0 {
		return Application{}, ErrNotFound
	}
	return found[0], nil
}

// create writes a new application under a number that is free.
func create(tx db.Tx, a *Application) error {
	const draws = 5 // two equal numbers among ninety million are rare, five in a row do not happen
	var err error
	for range draws {
		a.Number = number.New(rand.Reader)
		if err = db.Try(tx, func() error { return orm.Of(tx).Create(a).Error }); !db.IsDuplicate(err) {
			return err
		}
	}
	return err
}

// save writes the named fields, and when.
func save(tx db.Tx, a *Application, fields ...string) error {
	a.UpdatedAt = tx.Now()
	return orm.Of(tx).Model(a).Select(append(fields, "State", "UpdatedAt")).Updates(a).Error
}

// step writes down what happened, for the applicant to read.
func step(tx db.Tx, a Application, e Event, who, text string) error {
	return orm.Of(tx).Create(&Step{ID: db.NewID(), ApplicationID: a.ID, At: tx.Now(), Event: e, Who: who, Text: seal.Text(text)}).Error
}

// record writes the audit entry of a change.
func record(tx db.Tx, by audit.Actor, a Application, action string, detail map[string]string) error {
	return audit.Record(tx, audit.Entry{Actor: by, Action: "application." + action, Subject: "application", SubjectID: a.ID.String(), Detail: detail})
}

// drop deletes all pictures of an application.
func drop(tx db.Tx, id uuid.UUID) error {
	return orm.Of(tx).Where("application_id = ?", id).Delete(&Document{}).Error
}

// readerOf is what a member of staff did with an application so far.
func readerOf(tx db.Tx, a, member uuid.UUID) (reader, error) {
	r := reader{ApplicationID: a, MemberID: member}
	var found []reader
	if err := orm.Of(tx).Where("application_id = ? AND member_id = ?", a, member).Limit(1).Find(&found).Error; err != nil || len(found) == 0 {
		return r, err
	}
	return found[0], nil
}

// mark keeps what a member of staff did. The application is locked, so that nobody else writes the row.
func mark(tx db.Tx, r reader) error {
	same := clause.OnConflict{
		Columns:   []clause.Column{{Name: "application_id"}, {Name: "member_id"}},
		DoUpdates: clause.AssignmentColumns([]string{"opened_at", "recused_at"}),
	}
	return orm.Of(tx).Clauses(same).Create(&r).Error
}

// kindsOf are the kinds of the papers, each once, separated by spaces.
func kindsOf(all []Document) string {
	var kinds []string
	for _, d := range all {
		if !slices.Contains(kinds, string(d.Kind)) {
			kinds = append(kinds, string(d.Kind))
		}
	}
	return join(kinds)
}
