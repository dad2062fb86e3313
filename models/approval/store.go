package approval

import (
	"context"
	"errors"

	"github.com/google/uuid"
	"gorm.io/gorm/clause"

	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/internal/orm"
)

// Store keeps requests in SQL.
type Store struct{ db *db.DB }

// NewStore makes a store upon d.
func NewStore(d *db.DB) *Store { return &Store{d} }

var errNoStaff = errors.New("approval: only a member of staff asks and decides")

// memberOf is the key of the member of staff who acts.
func memberOf(by audit.Actor) (uuid.UUID, error) {
	id, err := uuid.Parse(by.ID)
	if by.Kind != audit.Staff || err != nil {
		return uuid.Nil, errNoStaff
	}
	return id, nil
}

// Ask puts a question to a second person, who has Life to answer. The same thing is not asked twice at a time (see key).
func (s *Store) Ask(tx db.Tx, by audit.Actor, q Question) (Request, error) {
	member, err := memberOf(by)
	if err != nil {
		return Request{}, err
	}
	if err := q.check(); err != nil {
		return Request{}, err
	}
	key := q.key(member)
	if err := expire(tx, key); err != nil {
		return Request{}, err
	}
	r := Request{
		ID: db.NewID(), Kind: q.Kind, Subject: q.Subject, SubjectID: q.SubjectID, Payload: q.Payload, Reason: q.Reason, StationPath: q.StationPath,
		AskedBy: member, AskedAt: tx.Now(), ExpiresAt: tx.Now().Add(Life), State: Asked, OpenKey: &key,
	}
	err = db.Try(tx, func() error { return orm.Of(tx).Create(&r).Error })
	if db.IsDuplicate(err) {
		return Request{}, ErrWaiting
	}
	if err != nil {
		return Request{}, err
	}
	return r, record(tx, by, "approval.ask", r)
}

// expire makes room for a question that is asked again after nobody answered.
func expire(tx db.Tx, key string) error {
	return orm.Of(tx).Model(&Request{}).Where("open_key = ? AND expires_at <= ?", key, tx.Now()).
		Updates(map[string]any{"state": Expired, "open_key": nil}).Error
}

// Decide approves or refuses, and gives the request as it stands then. It holds the row until the transaction ends: of two who decide at once one does. What was
// approved the caller does in the same transaction.
func (s *Store) Decide(tx db.Tx, by audit.Actor, id uuid.UUID, approve bool) (Request, error) {
	member, err := memberOf(by)
	if err != nil {
		return Request{}, err
	}
	r, err := lock(tx, id)
	if err != nil {
		return Request{}, err
	}
	if err := r.mayDecide(member, tx.Now()); err != nil {
		return Request{}, err
	}
	r.State = Refused
	if approve {
		r.State = Approved
	}
	return end(tx, by, member, r, "approval.decide")
}

// Withdraw takes a question back, which only who asked it may.
func (s *Store) Withdraw(tx db.Tx, by audit.Actor, id uuid.UUID) (Request, error) {
	member, err := memberOf(by)
	if err != nil {
		return Request{}, err
	}
	r, err := lock(tx, id)
	switch {
	case err != nil:
		return Request{}, err
	case r.AskedBy != member:
		return Request{}, ErrNotOwn
	case r.State != Asked:
		return Request{}, ErrDecided
	}
	r.State = Withdrawn
	return end(tx, by, member, r, "approval.withdraw")
}

// WithdrawAll takes back what a member of staff asked and nobody has decided yet, because he is no member any more; it tells how many.
func (s *Store) WithdrawAll(tx db.Tx, by audit.Actor, askedBy uuid.UUID) (int, error) {
	var open []Request
	err := orm.Of(tx).Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).
		Where("asked_by = ? AND state = ?", askedBy, Asked).Order("id").Limit(1000).Find(&open).Error
	if err != nil {
		return 0, err
	}
	member, err := memberOf(by)
	if err != nil && len(open) > 0 && by.Kind == audit.Staff {
		return 0, err
	}
	for _, r := range open {
		r.State = Withdrawn
		if _, err := end(tx, by, member, r, "approval.withdraw"); err != nil {
			return 0, err
		}
	}
	return len(open), nil
}

func lock(tx db.Tx, id uuid.UUID) (Request, error) {
	var found []Request
	err := orm.Of(tx).Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).Where("id = ?", id).Limit(1).Find(&found).Error
	if err != nil {
		return Request{}, err
	}
	if len(found) == 0 {
		return Request{}, ErrNotFound
	}
	return found[0], nil
}

// end saves what became of a locked request.
func end(tx db.Tx, by audit.Actor, member uuid.UUID, r Request, action string) (Request, error) {
	now := tx.Now()
	r.DecidedAt, r.OpenKey = &now, nil
	if member != uuid.Nil {
		r.DecidedBy = &member
	}
	err := orm.Of(tx).Model(&r).Select("State", "DecidedBy", "DecidedAt", "OpenKey").Updates(&r).Error
	if err != nil {
		return Request{}, err
	}
	return r, record(tx, by, action, r)
}

func record(tx db.Tx, by audit.Actor, action string, r Request) error {
	return audit.Record(tx, audit.Entry{
		Actor: by, Action: action, Subject: "approval", SubjectID: r.ID.String(),
		Detail: map[string]string{"kind": string(r.Kind), "state": string(r.State), "station_path": r.StationPath},
	})
}

// InScope is a request that somebody may see, read in his transaction; one outside of his part of the tree is as one that never was.
func (s *Store) InScope(r db.Reader, scope audit.Scope, id uuid.UUID) (Request, error) {
	var found []Request
	err := orm.Of(r).Where("id = ?", id).Where(scope.Filter("station_path")).Limit(1).Find(&found).Error
	if err != nil {
		return Request{}, db.Fault(err)
	}
	if len(found) == 0 {
		return Request{}, ErrNotFound
	}
	return found[0], nil
}

// Waiting are the requests of some kinds within scope that can still be decided, the oldest first: at most limit, behind the key after (the zero key: from the beginning).
func (s *Store) Waiting(ctx context.Context, scope audit.Scope, kinds []Kind, after uuid.UUID, limit int) ([]Request, error) {
	view := s.db.View(ctx)
	var open []Request
	err := orm.Of(view).Where("state = ? AND expires_at > ? AND id > ?", Asked, view.Now(), after).Where("kind IN ?", kinds).Where(scope.Filter("station_path")).
		Order("id").Limit(limit).Find(&open).Error
	return open, db.Fault(err)
}

// OpenOf is how many requests of a member of staff still wait.
func (s *Store) OpenOf(r db.Reader, member uuid.UUID) (int, error) {
	var n int64
	err := orm.Of(r).Model(&Request{}).Where("asked_by = ? AND state = ? AND expires_at > ?", member, Asked, r.Now()).Count(&n).Error
	return int(n), db.Fault(err)
}

// Mine are the requests that a member of staff asked, the oldest first, whatever became of them.
func (s *Store) Mine(ctx context.Context, member uuid.UUID, after uuid.UUID, limit int) ([]Request, error) {
	var mine []Request
	err := orm.Of(s.db.View(ctx)).Where("asked_by = ? AND id > ?", member, after).Order("id").Limit(limit).Find(&mine).Error
	return mine, db.Fault(err)
}
