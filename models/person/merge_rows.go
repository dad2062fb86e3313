package person

import (
	"cmp"

	"github.com/google/uuid"
	"gorm.io/gorm/clause"

	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/internal/orm"
)

// maxMerged bounds the statuses and the relations that two records of one person can have together.
const maxMerged = 2000

// moveStatuses gives into what from holds. What both hold, with the same days, is kept once, with the proof that either showed.
func moveStatuses(tx db.Tx, from, into uuid.UUID) error {
	var all []Held
	q := orm.Of(tx).Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate})
	if err := q.Where("person_id IN ?", []uuid.UUID{from, into}).Order("id").Limit(maxMerged).Find(&all).Error; err != nil {
		return err
	}
	twins := twinStatuses(all, from, into)
	for _, t := range twins {
		if err := orm.Of(tx).Model(&Held{}).Where("id = ?", t.kept).Updates(map[string]any{"seen_on": t.seenOn, "proof": string(t.proof)}).Error; err != nil {
			return err
		}
		if err := orm.Of(tx).Where("id = ?", t.dropped).Delete(&Held{}).Error; err != nil {
			return err
		}
	}
	return orm.Of(tx).Model(&Held{}).Where("person_id = ?", from).Update("person_id", into).Error
}

// twin is a status of from that into holds as well.
type twin struct {
	kept, dropped uuid.UUID
	seenOn        clock.Date
	proof         Paper
}

// twinStatuses pairs the statuses that two records hold in common, each at most once.
func twinStatuses(all []Held, from, into uuid.UUID) []twin {
	same := map[Held][]Held{}
	for _, h := range all {
		if h.PersonID == into {
			same[bare(h)] = append(same[bare(h)], h)
		}
	}
	var twins []twin
	for _, h := range all {
		if kept := same[bare(h)]; h.PersonID == from && len(kept) > 0 {
			same[bare(h)] = kept[1:]
			twins = append(twins, twin{kept: kept[0].ID, dropped: h.ID, seenOn: earlier(kept[0].SeenOn, h.SeenOn), proof: cmp.Or(kept[0].Proof, h.Proof)})
		}
	}
	return twins
}

// bare is the status without whose it is and who saw it.
func bare(h Held) Held {
	h.ID, h.PersonID, h.SeenOn, h.Proof = uuid.Nil, uuid.Nil, "", ""
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
