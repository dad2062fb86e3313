package person

import (
	"cmp"
	"slices"

	"github.com/google/uuid"
	"gorm.io/gorm/clause"

	"shuangyong/models/audit"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/internal/orm"
)

// maxMerged bounds the statuses and the relations that two records of one person can have together.
const maxMerged = 2000

// moveStatuses gives the one who is left what both records hold. What both hold at the same time he holds once, and nothing longer than he lived.
func moveStatuses(tx db.Tx, by audit.Actor, from uuid.UUID, one Person) error {
	before, err := heldByBoth(tx, from, one.ID)
	if err != nil {
		return err
	}
	after, err := united(before)
	if err != nil {
		return err
	}
	if err := orm.Of(tx).Model(&Held{}).Where("person_id = ?", from).Update("person_id", one.ID).Error; err != nil {
		return err
	}
	for _, h := range before {
		if err := put(tx, h, after); err != nil {
			return err
		}
	}
	if one.DiedOn == "" {
		return nil
	}
	for i := range after {
		after[i].PersonID = one.ID
	}
	ended, err := Bury(one, after, one.DiedOn, clock.DateOf(tx.Now()))
	if err != nil {
		return err
	}
	return finish(tx, by, ended)
}

// heldByBoth are the statuses of two records, locked.
func heldByBoth(tx db.Tx, from, into uuid.UUID) ([]Held, error) {
	var all []Held
	q := orm.Of(tx).Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate})
	err := q.Where("person_id IN ?", []uuid.UUID{from, into}).Order("from_on").Order("id").Limit(maxMerged).Find(&all).Error
	return all, err
}

// put saves what became of a status: it is as in after, or gone where that has it no more.
func put(tx db.Tx, was Held, after []Held) error {
	at := slices.IndexFunc(after, func(h Held) bool { return h.ID == was.ID })
	switch {
	case at < 0:
		return orm.Of(tx).Where("id = ?", was.ID).Delete(&Held{}).Error
	case after[at] == was:
		return nil
	}
	return orm.Of(tx).Model(&after[at]).Select("Until", "EndReason", "SeenOn", "Proof").Updates(&after[at]).Error
}

// united is what somebody holds of whom there were two records: pure. What is the same status at the same time is one, from the first day to the last that either
// tells, with the proof that either showed. all is in the order of the first days. Which of two levels at the same time is right nobody can tell from the records.
func united(all []Held) ([]Held, error) {
	var one []Held
	for _, h := range all {
		at := slices.IndexFunc(one, h.overlaps)
		switch {
		case at < 0:
			one = append(one, h)
		case one[at].Level != h.Level || one[at].Cause != h.Cause:
			return nil, ErrTwoLevels
		default:
			one[at] = one[at].with(h)
		}
	}
	return one, nil
}

// with is a status that another record tells too, of which it is known since no earlier.
func (h Held) with(other Held) Held {
	switch {
	case h.Until == other.Until:
		h.EndReason = cmp.Or(h.EndReason, other.EndReason)
	case h.Until != "" && (other.Until == "" || other.Until > h.Until):
		h.Until, h.EndReason = other.Until, other.EndReason
	}
	h.SeenOn, h.Proof = earlier(h.SeenOn, other.SeenOn), cmp.Or(h.Proof, other.Proof)
	return h
}

// earlier is the first of two days, of which either can be missing.
func earlier(a, b clock.Date) clock.Date {
	if a == "" || b != "" && b < a {
		return b
	}
	return a
}

// moveRelations lets from's relatives be into's. Two people who are relatives of each other are not one.
func moveRelations(tx db.Tx, from, into uuid.UUID) error {
	both := []uuid.UUID{from, into}
	var all []Relation
	q := orm.Of(tx).Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate})
	if err := q.Where("(person_id IN ? OR relative_id IN ?)", both, both).Order("id").Limit(maxMerged).Find(&all).Error; err != nil {
		return err
	}
	moved, doubled, err := moveLinks(all, from, into)
	if err != nil {
		return err
	}
	for _, r := range doubled {
		if err := orm.Of(tx).Where("id = ?", r.ID).Delete(&Relation{}).Error; err != nil {
			return err
		}
	}
	for _, r := range moved {
		ends := map[string]any{"person_id": r.PersonID, "relative_id": r.RelativeID}
		if err := orm.Of(tx).Model(&Relation{}).Where("id = ?", r.ID).Updates(ends).Error; err != nil {
			return err
		}
	}
	return nil
}

// moveLinks tells which links of from move to into, with their new ends, and which into has already.
func moveLinks(all []Relation, from, into uuid.UUID) (moved, doubled []Relation, err error) {
	type link struct {
		person, relative uuid.UUID
		kind             string
	}
	has := map[link]bool{}
	for _, r := range all {
		if r.PersonID != from && r.RelativeID != from {
			has[link{r.PersonID, r.RelativeID, r.Kind}] = true
		}
	}
	for _, r := range all {
		if r.PersonID != from && r.RelativeID != from {
			continue
		}
		if r.PersonID == from {
			r.PersonID = into
		}
		if r.RelativeID == from {
			r.RelativeID = into
		}
		l := link{r.PersonID, r.RelativeID, r.Kind}
		switch {
		case r.PersonID == r.RelativeID:
			return nil, nil, ErrRelatives
		case has[l]:
			doubled = append(doubled, r)
		default:
			has[l] = true
			moved = append(moved, r)
		}
	}
	return moved, doubled, nil
}
