package privacy

import (
	"context"

	"github.com/google/uuid"
	"gorm.io/gorm/clause"

	"shuangyong/models/audit"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/fault"
	"shuangyong/models/internal/orm"
	"shuangyong/models/seal"
	"shuangyong/models/workday"
)

// Answer is how many working days the bureau gives itself for a request: "in time" is what the law says (PIPL §45–47), 15 is our promise.
const Answer = 15

const (
	maxAsked    = 5 // requests of one person that wait at a time
	maxRequests = 200
)

var (
	errField    = fault.New(fault.Invalid, "privacy.field", "没有这一项可以更正。请重新选一项。")
	errMany     = fault.New(fault.TooMany, "privacy.many", "您已有几项更正在办，请等办好再提。着急的话，打电话给服务站。")
	errDecided  = fault.New(fault.Conflict, "privacy.decided", "这一项已经答复过了。刷新一下就能看到。")
	errReason   = fault.New(fault.Invalid, "privacy.reason", "不办要选一个理由，理由会告诉本人。")
	errNoAsking = fault.New(fault.NotFound, "privacy.not_found", "没有找到这一项申请。")
)

// Due is by when a request of the day from is answered. Where a year is not announced yet, weekends alone are left out: a promise does not wait for the calendar.
func Due(c *workday.Calendar, from clock.Date) clock.Date {
	if due, err := c.AddWorking(from, Answer); err == nil {
		return due
	}
	return from.AddDays(Answer / 5 * 7)
}

// Ask writes down that something should be corrected. due comes from Due.
func (s *Store) Ask(tx db.Tx, by audit.Actor, r Request) (Request, error) {
	if r.Field.Chinese() == "" {
		return Request{}, errField
	}
	var waiting []Request
	q := orm.Of(tx).Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).Where("person_id = ? AND state = ?", r.PersonID, Asked)
	if err := q.Limit(maxAsked).Find(&waiting).Error; err != nil {
		return Request{}, err
	}
	if len(waiting) >= maxAsked {
		return Request{}, errMany
	}
	r.ID, r.Kind, r.State, r.CreatedAt = db.NewID(), Correction, Asked, tx.Now()
	if err := orm.Of(tx).Create(&r).Error; err != nil {
		return Request{}, err
	}
	return r, audit.Record(tx, audit.Entry{
		Actor: by, Action: "privacy.ask_correction", Subject: "person", SubjectID: r.PersonID.String(),
		Detail: map[string]string{"field": string(r.Field), "due": string(r.DueOn)},
	})
}

// Decision is what the bureau answers.
type Decision struct {
	Agreed bool
	Reason Reason    // why not
	Words  seal.Text // to the person
}

// Answer answers a request of the scope, once. The correction itself is made in the file, by whoever may write there, and leaves an entry of its own; that it was, the answer only says.
func (s *Store) Answer(tx db.Tx, by audit.Actor, scope audit.Scope, id uuid.UUID, d Decision) (Request, error) {
	if !d.Agreed && d.Reason.Chinese() == "" {
		return Request{}, errReason
	}
	r, err := s.lock(tx, scope, id)
	if err != nil {
		return Request{}, err
	}
	if r.State != Asked {
		return Request{}, errDecided
	}
	now := tx.Now()
	r.State, r.Reason, r.Words, r.DecidedBy, r.DecidedAt = Done, "", d.Words, by.ID, &now
	if !d.Agreed {
		r.State, r.Reason = Refused, d.Reason
	}
	if err := orm.Of(tx).Model(&r).Select("State", "Reason", "Words", "DecidedBy", "DecidedAt").Updates(&r).Error; err != nil {
		return Request{}, err
	}
	return r, audit.Record(tx, audit.Entry{
		Actor: by, Action: "privacy.answer", Subject: "person", SubjectID: r.PersonID.String(),
		Detail: map[string]string{"field": string(r.Field), "state": string(r.State), "reason": string(r.Reason)},
	})
}

// Open is a request of the scope, for whoever is to answer it. The caller says in the same transaction who saw it.
func (s *Store) Open(tx db.Tx, scope audit.Scope, id uuid.UUID) (Request, error) {
	return s.lock(tx, scope, id)
}

func (s *Store) lock(tx db.Tx, scope audit.Scope, id uuid.UUID) (Request, error) {
	var found []Request
	q := orm.Of(tx).Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).Where("id = ?", id).Where(scope.Filter("station_path"))
	if err := q.Limit(1).Find(&found).Error; err != nil {
		return Request{}, err
	}
	if len(found) == 0 {
		return Request{}, errNoAsking
	}
	return found[0], nil
}

// Waiting are the requests of the scope that wait for an answer, in the order they came, behind the key after.
func (s *Store) Waiting(ctx context.Context, scope audit.Scope, after uuid.UUID, limit int) ([]Request, error) {
	var all []Request
	err := orm.Of(s.db.View(ctx)).Where("state = ? AND id > ?", Asked, after).Where(scope.Filter("station_path")).
		Order("id").Limit(limit).Find(&all).Error
	return all, db.Fault(err)
}

// RequestsOf are what a person asked for, the newest first.
func (s *Store) RequestsOf(ctx context.Context, personID uuid.UUID) ([]Request, error) {
	return requestsOf(s.db.View(ctx), personID)
}

func requestsOf(r db.Reader, personID uuid.UUID) ([]Request, error) {
	var all []Request
	err := orm.Of(r).Where("person_id = ?", personID).Order("id DESC").Limit(maxRequests).Find(&all).Error
	return all, db.Fault(err)
}

// deleted leaves on record that a deletion was asked for and done, without what it was about.
func (s *Store) deleted(tx db.Tx, r Request) error {
	now := tx.Now()
	r.ID, r.Kind, r.State, r.CreatedAt, r.DecidedAt, r.DueOn = db.NewID(), Deletion, Done, now, &now, clock.DateOf(now)
	return orm.Of(tx).Create(&r).Error
}

// TakeBack takes back the corrections of a person that wait, with what he wrote: the file that they were about is gone.
func TakeBack(tx db.Tx, by audit.Actor, personID uuid.UUID) error {
	var waiting []Request
	if err := orm.Of(tx).Where("person_id = ? AND state = ?", personID, Asked).Limit(maxAsked).Find(&waiting).Error; err != nil {
		return err
	}
	now := tx.Now()
	for _, r := range waiting {
		r.State, r.Wanted, r.Why, r.DecidedAt = Withdrawn, "", "", &now
		if err := orm.Of(tx).Model(&r).Select("State", "Wanted", "Why", "DecidedAt").Updates(&r).Error; err != nil {
			return err
		}
		err := audit.Record(tx, audit.Entry{
			Actor: by, Action: "privacy.take_back", Subject: "person", SubjectID: personID.String(), Detail: map[string]string{"field": string(r.Field)},
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// RequestCount is how many requests of a person there are.
func RequestCount(r db.Reader, personID uuid.UUID) (int, error) {
	var n int64
	err := orm.Of(r).Model(&Request{}).Where("person_id = ?", personID).Count(&n).Error
	return int(n), err
}
