package petition

import (
	"context"
	"time"

	"github.com/google/uuid"

	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/internal/orm"
	"shuangyong/models/seal"
)

const (
	labelPhone = "petitions.phone"
	labelTail  = "petitions.phone_tail"
	maxOwn     = 50  // petitions of one person in a list
	maxDue     = 500 // petitions in one look at the deadlines
	maxSteps   = 200
)

// Store keeps petitions in SQL.
type Store struct{ db *db.DB }

// NewStore makes a store upon d.
func NewStore(d *db.DB) *Store { return &Store{d} }

// OfPerson are a person's latest petitions, at most k.
func (s *Store) OfPerson(ctx context.Context, personID uuid.UUID, k int) ([]Petition, error) {
	var found []Petition
	err := orm.Of(s.db.View(ctx)).Where("person_id = ?", personID).Order("received_at DESC").Order("id").
		Limit(min(max(k, 1), maxOwn)).Find(&found).Error
	return found, db.Fault(err)
}

// Due are the petitions whose notice or written answer must be out by the day of now and is not: the most urgent first, at most 500.
func (s *Store) Due(ctx context.Context, now time.Time) ([]Petition, error) {
	today := clock.DateOf(now)
	var notices, answers []Petition
	view := s.db.View(ctx)
	err := orm.Of(view).Where("state = ? AND notice_due > ? AND notice_due <= ?", Registered, "", today).
		Order("notice_due").Order("id").Limit(maxDue).Find(&notices).Error
	if err != nil {
		return nil, db.Fault(err)
	}
	err = orm.Of(view).Where("state IN ? AND answer_due > ? AND answer_due <= ?", []State{Accepted, Extended}, "", today).
		Order("answer_due").Order("id").Limit(maxDue).Find(&answers).Error
	if err != nil {
		return nil, db.Fault(err)
	}
	return merge(notices, answers), nil
}

// merge joins two lists that are each in order of their own deadline.
func merge(notices, answers []Petition) []Petition {
	all := make([]Petition, 0, len(notices)+len(answers))
	for len(notices) > 0 || len(answers) > 0 {
		if len(answers) == 0 || len(notices) > 0 && notices[0].NoticeDue <= answers[0].AnswerDue {
			all, notices = append(all, notices[0]), notices[1:]
		} else {
			all, answers = append(all, answers[0]), answers[1:]
		}
	}
	return all[:min(len(all), maxDue)]
}

// InsertPetitions writes many petitions and fills in the hashes they are looked up by.
func InsertPetitions(tx db.Tx, rows []Petition) error {
	for i := range rows {
		p := &rows[i]
		if p.ID == uuid.Nil {
			p.ID = db.NewID()
		}
		if p.UpdatedAt.IsZero() {
			p.UpdatedAt = tx.Now()
		}
		p.PhoneIndex, p.PhoneTail = "", ""
		if p.Phone != "" {
			p.PhoneIndex = tx.Keys().Index(labelPhone, p.Phone.Reveal())
			p.PhoneTail = tailIndex(tx.Keys(), p.Number, tailOf(p.Phone.Reveal()))
		}
	}
	return orm.Insert(tx, rows)
}

// InsertSteps writes many steps.
func InsertSteps(tx db.Tx, rows []Step) error {
	for i := range rows {
		if rows[i].ID == uuid.Nil {
			rows[i].ID = db.NewID()
		}
	}
	return orm.Insert(tx, rows)
}

// tailOf is the last four characters of a phone number.
func tailOf(phone string) string {
	if len(phone) <= 4 {
		return phone
	}
	return phone[len(phone)-4:]
}

// tailIndex binds the tail to the case, so that equal tails of two cases do not show.
func tailIndex(k *seal.Keyring, number, tail string) seal.Index {
	return k.Index(labelTail, number+":"+tail)
}
