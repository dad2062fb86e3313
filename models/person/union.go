package person

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm/clause"

	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/fault"
	"shuangyong/models/internal/orm"
	"shuangyong/models/seal"
)

// unionApp names, among the rows that a change and a deletion meet at, those at which two joins meet: they are locked by unionid before any account is.
const unionApp App = "union"

// maxTwins bounds how many other accounts with the same unionid are looked at; WeChat gives a person one in each app.
const maxTwins = 4

// Merge makes one person of two records in every domain. It is composed where all of them are seen.
type Merge func(tx db.Tx, by audit.Actor, from, into uuid.UUID) error

// MeetAt locks a unionid until the transaction ends, so that of two joins one sees what the other did. It goes before the locks on accounts; "" locks nothing.
func (s *Store) MeetAt(tx db.Tx, union seal.Text) error {
	if union == "" {
		return nil
	}
	_, err := lockDeparture(tx, unionApp, indexOf(tx.Keys(), labelUnionID, union))
	return err
}

// LearnUnion keeps the unionid that WeChat told of an account, and joins the account with the same person's other one: both know him afterwards, as surely as
// either did. Records that he had twice are merged or, where that is not his alone to say, put on the review list. MeetAt goes before. It gives the account as
// it is then.
func (s *Store) LearnUnion(tx db.Tx, by audit.Actor, a Account, union seal.Text, merge Merge) (Account, error) {
	a, err := lockedByID(tx, a.ID)
	if err != nil || union == "" {
		return a, err
	}
	if a.UnionID != union || a.UnionDueAt != nil {
		a.UnionID, a.UnionIndex, a.UnionDueAt = union, indexOf(tx.Keys(), labelUnionID, union), nil
		if err := orm.Of(tx).Model(&a).Select("UnionID", "UnionIndex", "UnionDueAt").Updates(&a).Error; err != nil {
			return Account{}, err
		}
	}
	twins, err := twinsOf(tx, a)
	if err != nil {
		return Account{}, err
	}
	for _, twin := range twins {
		if err := s.join(tx, by, a, twin, merge); err != nil {
			return Account{}, err
		}
		if a, err = lockedByID(tx, a.ID); err != nil {
			return Account{}, err
		}
	}
	return a, nil
}

// twinsOf are the accounts in other apps with the same unionid, locked.
func twinsOf(tx db.Tx, a Account) ([]Account, error) {
	var twins []Account
	q := orm.Of(tx).Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).Where("union_index = ? AND app <> ?", a.UnionIndex, a.App)
	err := q.Order("id").Limit(maxTwins).Find(&twins).Error
	return twins, err
}

// join does what Joining decides on two accounts.
func (s *Store) join(tx db.Tx, by audit.Actor, a, b Account, merge Merge) error {
	one, err := partyOf(tx, a)
	if err != nil {
		return err
	}
	other, err := partyOf(tx, b)
	if err != nil {
		return err
	}
	d, from, into := Joining(one, other)
	switch d {
	case JoinNothing:
		return nil
	case JoinMerge:
		err := db.Try(tx, func() error { return merge(tx, by, from, into) })
		if fault.CodeOf(err) == fault.Conflict { // the records contradict each other: a clerk's matter after all
			d = JoinReview
		} else if err != nil {
			return err
		}
	}
	if d == JoinReview {
		return s.Suspect(tx, by, one.Person, other.Person, Likely, "unionid")
	}
	return know(tx, by, d, into, max(one.Assurance, other.Assurance), a, b)
}

// partyOf is an account's side of a joining.
func partyOf(tx db.Tx, a Account) (Party, error) {
	if a.PersonID == nil {
		return Party{}, nil
	}
	var found []Person
	q := orm.Of(tx).Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).Where("id = ?", *a.PersonID).Limit(1)
	if err := q.Find(&found).Error; err != nil {
		return Party{}, err
	}
	if len(found) == 0 {
		return Party{}, ErrNotFound
	}
	return Party{Person: *a.PersonID, Assurance: a.Assurance, Registered: found[0].IDNumberIndex != ""}, nil
}

// know lets the accounts that do not yet know their person, or less surely, know him.
func know(tx db.Tx, by audit.Actor, d Decision, personID uuid.UUID, level Assurance, accounts ...Account) error {
	for _, a := range accounts {
		if d != JoinMerge && a.PersonID != nil && *a.PersonID == personID && a.Assurance == level {
			continue
		}
		columns := map[string]any{"person_id": personID, "assurance": level}
		if err := orm.Of(tx).Model(&Account{}).Where("id = ?", a.ID).Updates(columns).Error; err != nil {
			return err
		}
		err := audit.Record(tx, audit.Entry{
			Actor: by, Action: "account.join", Subject: "account", SubjectID: a.ID.String(),
			Detail: map[string]string{"app": string(a.App), "kind": string(d), "person": personID.String(), "level": strconv.Itoa(int(level))},
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// UnionsDue are at most limit accounts whose unionid WeChat is to be asked for now, the longest due first.
func (s *Store) UnionsDue(ctx context.Context, limit int) ([]Account, error) {
	view := s.db.View(ctx)
	var due []Account
	err := orm.Of(view).Where("union_due_at <= ?", view.Now()).Order("union_due_at").Order("id").Limit(limit).Find(&due).Error
	return due, db.Fault(err)
}

// AskUnionAgain puts off the question for an account's unionid. An account that is gone, or whose unionid is known by now, is left alone.
func (s *Store) AskUnionAgain(tx db.Tx, a Account, at time.Time) error {
	q := orm.Of(tx).Model(&Account{}).Where("id = ? AND union_due_at IS NOT NULL", a.ID)
	return q.Update("union_due_at", at.UTC().Truncate(time.Microsecond)).Error
}

// Settled tells whether a login of an account changes nothing: its unionid is the one that WeChat told, and the same human being's account in the other app, if
// there is one, knows him exactly as well.
func (s *Store) Settled(ctx context.Context, a Account, union seal.Text) (bool, error) {
	if union == "" {
		return true, nil
	}
	index := indexOf(s.db.Keys(), labelUnionID, union)
	if a.UnionIndex != index {
		return false, nil
	}
	var twin Account
	err := s.db.Point(ctx, orm.Key{}, "SELECT person_id, assurance FROM wechat_accounts WHERE union_index = ? AND app <> ?", string(index), string(a.App)).
		Scan(&twin.PersonID, &twin.Assurance)
	if errors.Is(err, sql.ErrNoRows) {
		return true, nil
	}
	if err != nil {
		return false, db.Fault(err)
	}
	return a.Assurance == twin.Assurance && samePerson(a.PersonID, twin.PersonID), nil
}

func samePerson(a, b *uuid.UUID) bool {
	return a == nil && b == nil || a != nil && b != nil && *a == *b
}
