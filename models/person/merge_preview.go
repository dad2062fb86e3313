package person

import (
	"github.com/google/uuid"

	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/internal/orm"
)

// Preview is what a merge would make of two records.
type Preview struct {
	From, Into Facing
	Fields     []Comparison
}

// Facing is one of the two records of a preview.
type Facing struct {
	Person    Person
	Held      []Held // the history too
	Relatives int
	Accounts  int
}

// Comparison is a field of the two records. Wins is whose value stands when nobody chooses; Choose says that somebody has to.
type Comparison struct {
	Field  Field
	Same   bool
	Wins   Side
	Choose bool
}

// PreviewMerge shows what merging a pair into one of its records would do. That somebody saw both files is on record.
func (s *Store) PreviewMerge(tx db.Tx, by audit.Actor, scope audit.Scope, id, into uuid.UUID) (Preview, error) {
	pair, err := s.PairIn(tx, scope, id)
	if err != nil {
		return Preview{}, err
	}
	if err := pair.undecided(); err != nil {
		return Preview{}, err
	}
	from, stays, err := pair.Sides(into)
	if err != nil {
		return Preview{}, err
	}
	preview := Preview{Fields: compared(from, stays)}
	if preview.From, err = facing(tx, from); err != nil {
		return Preview{}, err
	}
	if preview.Into, err = facing(tx, stays); err != nil {
		return Preview{}, err
	}
	for _, p := range []uuid.UUID{from.ID, stays.ID} {
		if err := audit.Saw(tx, by, p, "file", audit.ForReview, ""); err != nil {
			return Preview{}, err
		}
	}
	return preview, nil
}

func facing(tx db.Tx, p Person) (Facing, error) {
	f := Facing{Person: p}
	var err error
	if f.Held, err = history(tx, p.ID); err != nil {
		return f, err
	}
	var relatives, accounts int64
	if err := orm.Of(tx).Model(&Relation{}).Where("person_id = ?", p.ID).Count(&relatives).Error; err != nil {
		return f, err
	}
	if err := orm.Of(tx).Model(&Account{}).Where("person_id = ?", p.ID).Count(&accounts).Error; err != nil {
		return f, err
	}
	f.Relatives, f.Accounts = int(relatives), int(accounts)
	return f, nil
}

// compared says field by field what differs and whose value stands: pure.
func compared(from, into Person) []Comparison {
	var all []Comparison
	for _, f := range Fields() {
		took := into
		take(&took, from, f)
		c := Comparison{Field: f, Same: took == into, Wins: Choices(nil).side(f, from, into)}
		c.Choose = f == FieldIDNumber && !c.Same && !blank(from, f) && !blank(into, f)
		all = append(all, c)
	}
	return all
}
