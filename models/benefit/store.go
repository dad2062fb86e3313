package benefit

import (
	"context"

	"github.com/google/uuid"

	"shuangyong/models/db"
	"shuangyong/models/internal/orm"
)

// Subject is the name under which changes of benefits are counted.
const Subject = "benefits"

const (
	labelCard   = "benefit_cards.card_number"
	maxPayments = 100
)

// Store keeps benefits, cards and payments in SQL.
type Store struct{ db *db.DB }

// NewStore makes a store upon d.
func NewStore(d *db.DB) *Store { return &Store{d} }

// CardOf is a person's latest application for a card, if there is one.
func (s *Store) CardOf(ctx context.Context, personID uuid.UUID) (Card, bool, error) {
	var found []Card
	err := orm.Of(s.db.View(ctx)).Where("person_id = ?", personID).Order("created_at DESC").Order("id DESC").Limit(1).Find(&found).Error
	if err != nil || len(found) == 0 {
		return Card{}, false, db.Fault(err)
	}
	return found[0], true, nil
}

// PaymentsOf are a person's latest k payments, due or paid, the newest first.
func (s *Store) PaymentsOf(ctx context.Context, personID uuid.UUID, k int) ([]Payment, error) {
	var found []Payment
	err := orm.Of(s.db.View(ctx)).Where("person_id = ?", personID).Order("due_on DESC").Order("subject").
		Limit(min(max(k, 1), maxPayments)).Find(&found).Error
	return found, db.Fault(err)
}

// InsertBenefits writes many benefits.
func InsertBenefits(tx db.Tx, rows []Benefit) error {
	if err := orm.Insert(tx, rows); err != nil {
		return err
	}
	return db.Bump(tx, Subject)
}

// InsertCards writes many applications and fills in the hashes they are looked up by.
func InsertCards(tx db.Tx, rows []Card) error {
	for i := range rows {
		c := &rows[i]
		if c.ID == uuid.Nil {
			c.ID = db.NewID()
		}
		if c.CreatedAt.IsZero() {
			c.CreatedAt = tx.Now()
		}
		c.NumberIndex = ""
		if c.CardNumber != "" {
			c.NumberIndex = tx.Keys().Index(labelCard, c.CardNumber.Reveal())
		}
	}
	return orm.Insert(tx, rows)
}

// InsertPayments writes many payments.
func InsertPayments(tx db.Tx, rows []Payment) error {
	for i := range rows {
		if rows[i].ID == uuid.Nil {
			rows[i].ID = db.NewID()
		}
	}
	return orm.Insert(tx, rows)
}

func (s *Store) revision(ctx context.Context) (int64, error) {
	revs, err := s.db.Revisions(ctx)
	return revs[Subject], err
}

func (s *Store) load(ctx context.Context) (*shelf, error) {
	var all []Benefit
	if err := orm.Each(s.db.View(ctx), func(rows []Benefit) { all = append(all, rows...) }); err != nil {
		return nil, db.Fault(err)
	}
	return arrange(all), nil
}
