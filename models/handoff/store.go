package handoff

import (
	"context"
	"errors"

	"github.com/google/uuid"
	"gorm.io/gorm/clause"

	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/fault"
	"shuangyong/models/internal/orm"
	"shuangyong/models/seal"
	"shuangyong/models/station"
)

// maxSummary is how many characters of what was said are kept for the human.
const maxSummary = 4000

// Store keeps requests in SQL.
type Store struct{ db *db.DB }

// NewStore makes a store upon d.
func NewStore(d *db.DB) *Store { return &Store{d} }

var errGone = fault.New(fault.NotFound, "handoff.not_found", "刚才那件事已经有人接过去了。还有别的，回“人工”再说。")

// Open writes down that a human is needed. Nothing about who asks may stop it: an account that is gone is left out, and a request without a station goes to
// the top of the tree.
func (s *Store) Open(tx db.Tx, by audit.Actor, r Request) (Request, error) {
	if r.PromisedAt.IsZero() {
		return Request{}, errors.New("handoff: nothing is promised")
	}
	r.ID, r.CreatedAt, r.ClosedAt = db.NewID(), tx.Now(), nil
	r.Summary = seal.Text(cut(r.Summary.Reveal(), maxSummary))
	r.PromisedAt = r.PromisedAt.UTC()
	if err := settle(tx, &r); err != nil {
		return Request{}, err
	}
	if err := orm.Of(tx).Create(&r).Error; err != nil {
		return Request{}, err
	}
	return r, audit.Record(tx, audit.Entry{
		Actor: by, Action: "handoff.open", Subject: "handoff", SubjectID: r.ID.String(),
		Detail: map[string]string{"kind": string(r.Kind)},
	})
}

// settle keeps only links that lead somewhere and finds a station where none is given.
func settle(tx db.Tx, r *Request) error {
	if r.AccountID != nil {
		var ids []uuid.UUID
		err := orm.Of(tx).Table("wechat_accounts").Clauses(clause.Locking{Strength: clause.LockingStrengthShare}).
			Where("id = ?", *r.AccountID).Limit(1).Pluck("id", &ids).Error
		if err != nil {
			return err
		}
		if len(ids) == 0 {
			r.AccountID = nil
		}
	}
	if r.StationPath != "" {
		return nil
	}
	var top []station.Path
	err := orm.Of(tx).Table("stations").Where("parent_id IS NULL").Order("path").Limit(1).Pluck("path", &top).Error
	if len(top) > 0 {
		r.StationPath = top[0]
	}
	return err
}

// Add appends what was said since to a request that still waits.
func (s *Store) Add(tx db.Tx, by audit.Actor, id uuid.UUID, words seal.Text) error {
	r, err := waiting(tx, id)
	if err != nil {
		return err
	}
	r.Summary = seal.Text(cut(r.Summary.Reveal()+"\n"+words.Reveal(), maxSummary))
	if err := orm.Of(tx).Model(&r).Select("Summary").Updates(&r).Error; err != nil {
		return err
	}
	return audit.Record(tx, audit.Entry{Actor: by, Action: "handoff.add", Subject: "handoff", SubjectID: id.String()})
}

// Close says that a human has taken the request over.
func (s *Store) Close(tx db.Tx, by audit.Actor, id uuid.UUID) error {
	if _, err := waiting(tx, id); err != nil {
		return err
	}
	if err := orm.Of(tx).Model(&Request{}).Where("id = ?", id).Update("closed_at", tx.Now()).Error; err != nil {
		return err
	}
	return audit.Record(tx, audit.Entry{Actor: by, Action: "handoff.close", Subject: "handoff", SubjectID: id.String()})
}

func waiting(tx db.Tx, id uuid.UUID) (Request, error) {
	var found []Request
	err := orm.Of(tx).Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).
		Where("id = ? AND closed_at IS NULL", id).Limit(1).Find(&found).Error
	if err != nil {
		return Request{}, err
	}
	if len(found) == 0 {
		return Request{}, errGone
	}
	return found[0], nil
}

// Waiting is how many requests wait for a human.
func (s *Store) Waiting(ctx context.Context) (int, error) {
	var n int64
	err := orm.Of(s.db.View(ctx)).Model(&Request{}).Where("closed_at IS NULL").Count(&n).Error
	return int(n), db.Fault(err)
}

// EraseAccount takes the WeChat account out of its requests. The requests stay: somebody may be in danger, and a promise to call holds.
func (s *Store) EraseAccount(tx db.Tx, accountID uuid.UUID) error {
	return orm.Of(tx).Model(&Request{}).Where("account_id = ?", accountID).Update("account_id", nil).Error
}

// InsertRequests writes many requests.
func InsertRequests(tx db.Tx, rows []Request) error {
	for i := range rows {
		if rows[i].ID == uuid.Nil {
			rows[i].ID = db.NewID()
		}
		if rows[i].CreatedAt.IsZero() {
			rows[i].CreatedAt = tx.Now()
		}
	}
	return orm.Insert(tx, rows)
}

// cut shortens s to its first n characters.
func cut(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}
