package proxy

import (
	"slices"

	"github.com/google/uuid"
	"gorm.io/gorm/clause"

	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/internal/orm"
)

// someone is what must still hold of a person when a proxy begins or is used: that he lives, and that his record is not an empty one.
type someone struct {
	ID         uuid.UUID `gorm:"primaryKey"`
	DiedOn     clock.Date
	MergedInto *uuid.UUID
}

// TableName implements gorm's Tabler.
func (someone) TableName() string { return "people" }

// lockPeople holds people's records in the order of their keys, so that what begins for or by one of them begins one after the other.
func lockPeople(tx db.Tx, ids ...uuid.UUID) (map[uuid.UUID]someone, error) {
	return people(tx, clause.LockingStrengthUpdate, ids)
}

// people reads the records with a lock of the given strength. One that is missing or was merged is refused.
func people(tx db.Tx, strength string, ids []uuid.UUID) (map[uuid.UUID]someone, error) {
	ids = slices.Clone(ids)
	slices.SortFunc(ids, func(a, b uuid.UUID) int { return slices.Compare(a[:], b[:]) })
	found := map[uuid.UUID]someone{}
	for _, id := range slices.Compact(ids) {
		var one []someone
		q := orm.Of(tx).Select("id", "died_on", "merged_into").Clauses(clause.Locking{Strength: strength}).Where("id = ?", id).Limit(1)
		if err := q.Find(&one).Error; err != nil {
			return nil, err
		}
		if len(one) == 0 || one[0].MergedInto != nil {
			return nil, errGone
		}
		found[id] = one[0]
	}
	return found, nil
}
