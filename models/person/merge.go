package person

import (
	"slices"

	"github.com/google/uuid"
	"gorm.io/gorm/clause"

	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/fault"
	"shuangyong/models/internal/orm"
)

// The refusals of a merge.
var (
	ErrSameRecord = fault.New(fault.Invalid, "person.same_record", "这是同一份档案，不用合并。")
	ErrMerged     = fault.New(fault.Conflict, "person.merged", "这份档案已经并到另一份里了。请刷新后再看。")
	ErrRelatives  = fault.New(fault.Conflict, "person.relatives", "这两份档案登记为亲属，不是同一人，没有合并。亲属关系登记错了的，先改正再来。")
	ErrTwoLevels  = fault.New(fault.Conflict, "person.two_levels", "两份档案里同一时间的残疾等级或性质不一样，不能直接合并。请核对残疾军人证，先把不对的那条作废或结束，再来合并。")
	ErrTwoNumbers = fault.New(fault.Conflict, "person.two_numbers", "两份档案的公民身份号码不同，不能直接合并。请核对证件，选定哪个号码是对的，再请另一位同事批准。")
)

// Merge makes one person of two records: what hangs on from goes over to into, and from stays as an empty row that leads there. Where both tell
// something, into's stays; two different identity numbers (ErrTwoNumbers) and two levels at the same time (ErrTwoLevels) are refused. A death
// that stands afterwards has ended all that a death ends here. Only what this domain keeps is moved: whoever calls it lets the other domains Reassign in the same
// transaction.
func (s *Store) Merge(tx db.Tx, by audit.Actor, from, into uuid.UUID) error {
	return s.MergeChoosing(tx, by, from, into, nil)
}

// MergeChoosing is Merge with a choice of whose value stands, field by field.
func (s *Store) MergeChoosing(tx db.Tx, by audit.Actor, from, into uuid.UUID, c Choices) error {
	loser, winner, err := lockBoth(tx, from, into)
	if err != nil {
		return err
	}
	one, err := combine(loser, winner, c)
	if err != nil {
		return err
	}
	if err := moveStatuses(tx, by, from, one); err != nil {
		return err
	}
	for _, move := range []func(db.Tx, uuid.UUID, uuid.UUID) error{moveRelations, moveOwned, moveReviews, empty} {
		if err := move(tx, from, into); err != nil {
			return err
		}
	}
	one.prepare(tx)
	if err := orm.Of(tx).Model(&one).Select(mergedColumns).Updates(&one).Error; err != nil {
		return err
	}
	if one.DiedOn != "" { // one of the two records told of it: whoever has his phone now is not he
		if _, err := release(tx, into); err != nil {
			return err
		}
	}
	return audit.Record(tx, audit.Entry{
		Actor: by, Action: "person.merge", Subject: "person", SubjectID: into.String(), Detail: map[string]string{"person": from.String()},
	})
}

// mergedColumns are what a merge can change of a person, and empty in the record that is left behind.
var mergedColumns = []string{
	"Name", "NameIndex", "Sex", "BornOn", "DiedOn", "IDNumber", "IDNumberIndex", "Phone", "PhoneIndex", "Address", "StationID", "StationPath",
}

// lockBoth locks the two records, the smaller key first, so that two merges cannot wait for each other.
func lockBoth(tx db.Tx, from, into uuid.UUID) (loser, winner Person, err error) {
	if from == into {
		return loser, winner, ErrSameRecord
	}
	for _, id := range ordered(from, into) {
		var found []Person
		q := orm.Of(tx).Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).Where("id = ?", id).Limit(1)
		if err := q.Find(&found).Error; err != nil {
			return loser, winner, err
		}
		switch {
		case len(found) == 0:
			return loser, winner, ErrNotFound
		case found[0].MergedInto != nil:
			return loser, winner, ErrMerged
		case id == from:
			loser = found[0]
		default:
			winner = found[0]
		}
	}
	return loser, winner, nil
}

// ordered gives two keys the smaller first.
func ordered(a, b uuid.UUID) [2]uuid.UUID {
	if slices.Compare(a[:], b[:]) > 0 {
		a, b = b, a
	}
	return [2]uuid.UUID{a, b}
}

// owned are the tables of this domain that hold a person's rows under person_id and need no rule of their own.
var owned = []string{"wechat_accounts", "person_proofs"}

func moveOwned(tx db.Tx, from, into uuid.UUID) error {
	for _, table := range owned {
		if err := orm.Of(tx).Table(table).Where("person_id = ?", from).Update("person_id", into).Error; err != nil {
			return err
		}
	}
	return nil
}

// empty takes everything personal out of the record that is left behind and lets it, and all that were merged into it before, lead to the other.
func empty(tx db.Tx, from, into uuid.UUID) error {
	gone := Person{ID: from, MergedInto: &into}
	columns := append(slices.DeleteFunc(slices.Clone(mergedColumns), func(c string) bool { return c == "StationID" || c == "StationPath" }), "MergedInto")
	if err := orm.Of(tx).Model(&gone).Select(columns).Updates(&gone).Error; err != nil {
		return err
	}
	return orm.Of(tx).Model(&Person{}).Where("merged_into = ?", from).Update("merged_into", into).Error
}
