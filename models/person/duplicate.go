package person

import (
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm/clause"

	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/internal/orm"
)

// Certainty is how surely two records are one person.
type Certainty string

// Sure is the same identity number; likely is the same name and birthday.
const (
	Sure   Certainty = "sure"
	Likely Certainty = "likely"
)

// ReviewState is where a pair stands.
type ReviewState string

// The states of a pair.
const (
	ReviewOpen      ReviewState = "open"
	ReviewDifferent ReviewState = "different" // a clerk said that these are two people
	ReviewAsked     ReviewState = "asked"     // a merge waits for a second person
	ReviewMerged    ReviewState = "merged"
)

// Review is a pair of records that could be one person. A is the one with the smaller key, which is the older one.
type Review struct {
	ID         uuid.UUID `gorm:"primaryKey"`
	AID        uuid.UUID
	BID        uuid.UUID
	Certainty  Certainty
	Reasons    string // codes, separated by spaces: name born_on id_number phone unionid
	State      ReviewState
	ApprovalID *uuid.UUID // of the merge that was asked for
	CreatedAt  time.Time
	DecidedAt  *time.Time
}

// TableName implements gorm's Tabler.
func (Review) TableName() string { return "person_reviews" }

// Suspect puts two records on the review list. A pair that is there already, also one that was decided, stays as it is.
func (s *Store) Suspect(tx db.Tx, by audit.Actor, one, other uuid.UUID, c Certainty, reasons string) error {
	if one == other {
		return ErrSameRecord
	}
	n, err := insertReviews(tx, []Review{newReview(one, other, c, reasons)})
	if err != nil || n == 0 {
		return err
	}
	return audit.Record(tx, audit.Entry{
		Actor: by, Action: "person.suspect", Subject: "person", SubjectID: one.String(),
		Detail: map[string]string{"person": other.String(), "level": string(c)},
	})
}

func newReview(one, other uuid.UUID, c Certainty, reasons string) Review {
	pair := ordered(one, other)
	return Review{ID: db.NewID(), AID: pair[0], BID: pair[1], Certainty: c, Reasons: reasons, State: ReviewOpen}
}

// insertReviews adds the pairs that are not on the list yet and tells how many.
func insertReviews(tx db.Tx, pairs []Review) (int, error) {
	if len(pairs) == 0 {
		return 0, nil
	}
	known, err := knownPairs(tx, pairs)
	if err != nil {
		return 0, err
	}
	var fresh []Review
	for _, p := range pairs {
		if key := [2]uuid.UUID{p.AID, p.BID}; !known[key] {
			known[key] = true
			p.CreatedAt = tx.Now()
			fresh = append(fresh, p)
		}
	}
	return len(fresh), orm.Insert(tx, fresh)
}

func knownPairs(tx db.Tx, pairs []Review) (map[[2]uuid.UUID]bool, error) {
	as := make([]uuid.UUID, len(pairs))
	for i, p := range pairs {
		as[i] = p.AID
	}
	var found []Review
	if err := orm.Of(tx).Select("id", "a_id", "b_id").Where("a_id IN ?", as).Find(&found).Error; err != nil {
		return nil, err
	}
	known := make(map[[2]uuid.UUID]bool, len(found))
	for _, r := range found {
		known[[2]uuid.UUID{r.AID, r.BID}] = true
	}
	return known, nil
}

// moveReviews settles the pair that was merged and lets from's other pairs be into's; one that into has already is left out.
func moveReviews(tx db.Tx, from, into uuid.UUID) error {
	both := []uuid.UUID{from, into}
	var all []Review
	q := orm.Of(tx).Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate})
	if err := q.Where("(a_id IN ? OR b_id IN ?)", both, both).Order("id").Limit(maxMerged).Find(&all).Error; err != nil {
		return err
	}
	has := map[[2]uuid.UUID]bool{}
	for _, r := range all {
		has[[2]uuid.UUID{r.AID, r.BID}] = true
	}
	for _, r := range all {
		if r.AID != from && r.BID != from {
			continue
		}
		if err := moveReview(tx, r, from, into, has); err != nil {
			return err
		}
	}
	return nil
}

func moveReview(tx db.Tx, r Review, from, into uuid.UUID, has map[[2]uuid.UUID]bool) error {
	other := r.AID
	if other == from {
		other = r.BID
	}
	row := orm.Of(tx).Model(&Review{}).Where("id = ?", r.ID)
	if other == into {
		return row.Updates(map[string]any{"state": ReviewMerged, "decided_at": tx.Now()}).Error
	}
	pair := ordered(other, into)
	switch {
	case r.State == ReviewMerged: // history: the other has been empty for long
		return nil
	case has[pair]:
		return orm.Of(tx).Where("id = ?", r.ID).Delete(&Review{}).Error
	}
	has[pair] = true
	columns := map[string]any{"a_id": pair[0], "b_id": pair[1]}
	if r.State == ReviewAsked { // what was asked for named a record that is gone
		columns["state"], columns["approval_id"] = ReviewOpen, nil
	}
	return row.Updates(columns).Error
}
