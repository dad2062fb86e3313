package application

import (
	"context"
	"strings"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"shuangyong/models/db"
	"shuangyong/models/internal/orm"
)

const maxSteps = 200

func join(words []string) string { return strings.Join(words, " ") }

// documentsOf are the papers of an application without their pictures, the oldest first.
func documentsOf(r db.Reader, id uuid.UUID) ([]Document, error) {
	var all []Document
	err := orm.Of(r).Select("id", "application_id", "kind", "width", "height", "added_at").Where("application_id = ?", id).
		Order("id").Limit(MaxDocuments).Find(&all).Error
	return all, err
}

// caseOf is an application with all that belongs to it.
func caseOf(r db.Reader, a Application) (Case, error) {
	c := Case{Application: a}
	var err error
	if c.Documents, err = documentsOf(r, a.ID); err != nil {
		return Case{}, err
	}
	return c, orm.Of(r).Where("application_id = ?", a.ID).Order("at").Order("id").Limit(maxSteps).Find(&c.Steps).Error
}

// Page is a part of a list that is ordered by key: at most Limit (100) behind After.
type Page struct {
	Limit int
	After uuid.UUID
}

func (p Page) of(g *gorm.DB) *gorm.DB {
	if p.After != uuid.Nil {
		g = g.Where("id > ?", p.After)
	}
	return g.Order("id").Limit(min(max(p.Limit, 1), 100))
}

// Mine are somebody's own applications, the oldest first.
func (s *Store) Mine(ctx context.Context, o Owner, p Page) ([]Application, error) {
	var all []Application
	err := p.of(o.mine(orm.Of(s.db.View(ctx)))).Find(&all).Error
	return all, db.Fault(err)
}

// One is one of them, with its steps.
func (s *Store) One(ctx context.Context, o Owner, id uuid.UUID) (Case, error) {
	view := s.db.View(ctx)
	var found []Application
	if err := o.mine(orm.Of(view).Where("id = ?", id)).Limit(1).Find(&found).Error; err != nil {
		return Case{}, db.Fault(err)
	}
	if len(found) == 0 {
		return Case{}, ErrNotFound
	}
	c, err := caseOf(view, found[0])
	return c, db.Fault(err)
}

// Waiting are the applications in a state that a member of staff may see, the oldest first; not those that he withdrew from.
func (s *Store) Waiting(ctx context.Context, o Officer, state State, p Page) ([]Application, error) {
	recused := "NOT EXISTS (SELECT 1 FROM application_readers WHERE application_id = applications.id AND member_id = ? AND recused_at IS NOT NULL)"
	var all []Application
	err := p.of(within(o.Scope)(orm.Of(s.db.View(ctx)).Where("state = ?", state).Where(recused, o.ID))).Find(&all).Error
	return all, db.Fault(err)
}

// Pictures is how many photographs are kept now: the proof that they go.
func (s *Store) Pictures(ctx context.Context) (int, error) {
	var n int64
	err := orm.Of(s.db.View(ctx)).Model(&Document{}).Count(&n).Error
	return int(n), db.Fault(err)
}
