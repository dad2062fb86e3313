package proxy

import (
	"context"

	"github.com/google/uuid"

	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/internal/orm"
)

// Store reads proxies from SQL.
type Store struct{ db *db.DB }

// NewStore makes a store upon d.
func NewStore(d *db.DB) *Store { return &Store{d} }

// ActingFor are the proxies by which somebody may act today, as far as a look without locks tells: whoever acts holds his (Hold).
func (s *Store) ActingFor(ctx context.Context, agent uuid.UUID) ([]Proxy, error) {
	return s.inForce(ctx, "proxies.agent_id = ?", agent)
}

// ActedBy are the proxies by which others may act for somebody today.
func (s *Store) ActedBy(ctx context.Context, principal uuid.UUID) ([]Proxy, error) {
	return s.inForce(ctx, "proxies.principal_id = ?", principal)
}

// inForce are the proxies of one side that are in force today, in the order in which they began.
func (s *Store) inForce(ctx context.Context, side string, person uuid.UUID) ([]Proxy, error) {
	view := s.db.View(ctx)
	today := clock.DateOf(view.Now())
	var all []Proxy
	err := orm.Of(view).Model(&Proxy{}).Select("proxies.*").Joins("JOIN people ON people.id = proxies.principal_id").
		Where(side, person).Where("proxies.state = ? AND proxies.from_on <= ? AND proxies.until_on >= ?", Active, today, today).
		Where("(people.died_on = ? OR proxies.kind = ?)", "", Survivor).
		Order("proxies.id").Limit(maxHeld).Find(&all).Error
	return all, db.Fault(err)
}

// List is a part of somebody's proxies, the newest first.
type List struct {
	Side  Side      // as whom: Principal, who acts for me; Agent, whom I act for
	After uuid.UUID // behind this one; the zero key begins
	Limit int
}

// Of are somebody's proxies, those that are over too.
func (s *Store) Of(ctx context.Context, person uuid.UUID, l List) ([]Proxy, error) {
	column := "principal_id"
	if l.Side == Agent {
		column = "agent_id"
	}
	q := orm.Of(s.db.View(ctx)).Where(column+" = ?", person)
	if l.After != uuid.Nil {
		q = q.Where("id < ?", l.After)
	}
	var all []Proxy
	err := q.Order("id DESC").Limit(l.Limit).Find(&all).Error
	return all, db.Fault(err)
}

// ByID is one proxy, whoever asks.
func (s *Store) ByID(ctx context.Context, id uuid.UUID) (Proxy, error) {
	var found []Proxy
	if err := orm.Of(s.db.View(ctx)).Where("id = ?", id).Limit(1).Find(&found).Error; err != nil {
		return Proxy{}, db.Fault(err)
	}
	if len(found) == 0 {
		return Proxy{}, ErrNotFound
	}
	return found[0], nil
}

// Waiting are somebody's codes that nobody has used yet, the newest first. The codes themselves are not kept.
func (s *Store) Waiting(ctx context.Context, maker uuid.UUID) ([]Invitation, error) {
	view := s.db.View(ctx)
	var all []Invitation
	err := orm.Of(view).Where("maker_id = ? AND state = ? AND expires_at > ?", maker, Asked, view.Now()).
		Order("id DESC").Limit(maxAsked).Find(&all).Error
	return all, db.Fault(err)
}
