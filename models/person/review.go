package person

import (
	"context"
	"strings"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/fault"
	"shuangyong/models/internal/orm"
	"shuangyong/models/station"
)

// The refusals of the review list.
var (
	errNoReview = fault.New(fault.NotFound, "review.not_found", "没有这一对。请回核对名单刷新后再看。")
	errReviewed = fault.New(fault.Conflict, "review.decided", "这一对已经有结果了，没有重复办。请刷新核对名单。")
	errNotHere  = fault.New(fault.Invalid, "review.not_of_pair", "要留下的那份档案不在这一对里。请刷新后重新选。")
)

// Pair is a pair on the review list, with both records.
type Pair struct {
	Review
	A, B Person
}

// Path is the part of the tree that both lie in.
func (p Pair) Path() station.Path {
	a, b := strings.SplitAfter(string(p.A.StationPath), "/"), strings.SplitAfter(string(p.B.StationPath), "/")
	common := ""
	for i := 0; i < min(len(a), len(b)) && a[i] == b[i]; i++ {
		common += a[i]
	}
	return station.Path(common)
}

// Sides gives the two records as the one that goes and the one that stays.
func (p Pair) Sides(into uuid.UUID) (from, stays Person, err error) {
	switch into {
	case p.A.ID:
		return p.B, p.A, nil
	case p.B.ID:
		return p.A, p.B, nil
	default:
		return from, stays, errNotHere
	}
}

// bothWithin keeps the pairs of which both records lie within the scope: to judge a pair is to see both.
func bothWithin(scope audit.Scope) func(*gorm.DB) *gorm.DB {
	return func(g *gorm.DB) *gorm.DB {
		return g.Joins("JOIN people a ON a.id = person_reviews.a_id").Joins("JOIN people b ON b.id = person_reviews.b_id").
			Where(scope.Filter("a.station_path")).Where(scope.Filter("b.station_path"))
	}
}

// Pairs are the pairs within the scope on which nothing is decided yet, the oldest first: at most limit, behind the key after.
func (s *Store) Pairs(ctx context.Context, scope audit.Scope, after uuid.UUID, limit int) ([]Pair, error) {
	view := s.db.View(ctx)
	var found []Review
	err := orm.Of(view).Scopes(bothWithin(scope)).Select("person_reviews.*").
		Where("person_reviews.state IN ? AND person_reviews.id > ?", []ReviewState{ReviewOpen, ReviewAsked}, after).
		Order("person_reviews.id").Limit(limit).Find(&found).Error
	if err != nil {
		return nil, db.Fault(err)
	}
	pairs, err := withPeople(view, found)
	return pairs, db.Fault(err)
}

func withPeople(r db.Reader, found []Review) ([]Pair, error) {
	if len(found) == 0 {
		return nil, nil
	}
	ids := make([]uuid.UUID, 0, 2*len(found))
	for _, f := range found {
		ids = append(ids, f.AID, f.BID)
	}
	var all []Person
	if err := orm.Of(r).Where("id IN ?", ids).Find(&all).Error; err != nil {
		return nil, err
	}
	by := map[uuid.UUID]Person{}
	for _, p := range all {
		by[p.ID] = p
	}
	pairs := make([]Pair, len(found))
	for i, f := range found {
		pairs[i] = Pair{Review: f, A: by[f.AID], B: by[f.BID]}
	}
	return pairs, nil
}

// PairIn is one pair within the scope, held until the transaction ends. What lies outside does not exist.
func (s *Store) PairIn(tx db.Tx, scope audit.Scope, id uuid.UUID) (Pair, error) {
	var found []Review
	q := orm.Of(tx).Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).Where("id = ?", id).Limit(1)
	if err := q.Find(&found).Error; err != nil {
		return Pair{}, err
	}
	pairs, err := withPeople(tx, found)
	if err != nil {
		return Pair{}, err
	}
	if len(pairs) == 0 || !scope.Covers(string(pairs[0].A.StationPath)) || !scope.Covers(string(pairs[0].B.StationPath)) {
		return Pair{}, errNoReview
	}
	return pairs[0], nil
}

// undecided is the guard of everything that decides on a pair.
func (r Review) undecided() error {
	if r.State != ReviewOpen && r.State != ReviewAsked {
		return errReviewed
	}
	return nil
}

// Different notes that a pair are two people. A merge that was asked for then comes to nothing.
func (s *Store) Different(tx db.Tx, by audit.Actor, scope audit.Scope, id uuid.UUID) error {
	p, err := s.PairIn(tx, scope, id)
	if err != nil {
		return err
	}
	if err := p.undecided(); err != nil {
		return err
	}
	columns := map[string]any{"state": ReviewDifferent, "decided_at": tx.Now()}
	if err := orm.Of(tx).Model(&Review{}).Where("id = ?", id).Updates(columns).Error; err != nil {
		return err
	}
	return audit.Record(tx, audit.Entry{
		Actor: by, Action: "person.different", Subject: "person", SubjectID: p.A.ID.String(), Detail: map[string]string{"person": p.B.ID.String()},
	})
}

// Mergeable tells whether a pair could be merged into one of its records with these choices, and gives the pair, held. Nothing is changed.
func (s *Store) Mergeable(tx db.Tx, scope audit.Scope, id, into uuid.UUID, c Choices) (Pair, error) {
	p, err := s.PairIn(tx, scope, id)
	if err != nil {
		return Pair{}, err
	}
	if err := p.undecided(); err != nil {
		return Pair{}, err
	}
	from, stays, err := p.Sides(into)
	if err != nil {
		return Pair{}, err
	}
	if _, err := combine(from, stays, c); err != nil {
		return Pair{}, err
	}
	held, err := heldByBoth(tx, from.ID, stays.ID)
	if err != nil {
		return Pair{}, err
	}
	_, err = united(held)
	return p, err
}

// NoteAsked notes that the merge of a pair, which is held, waits for a second person.
func (s *Store) NoteAsked(tx db.Tx, id, approval uuid.UUID) error {
	return orm.Of(tx).Model(&Review{}).Where("id = ?", id).Updates(map[string]any{"state": ReviewAsked, "approval_id": approval}).Error
}

// Approved tells whether the merge that a second person agreed to is still the one that was asked for last: nobody said since that these are two people.
func (s *Store) Approved(tx db.Tx, scope audit.Scope, id, approval uuid.UUID) error {
	p, err := s.PairIn(tx, scope, id)
	if err != nil {
		return err
	}
	if p.State != ReviewAsked || p.ApprovalID == nil || *p.ApprovalID != approval {
		return errReviewed
	}
	return nil
}
