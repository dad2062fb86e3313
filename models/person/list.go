package person

import (
	"context"

	"github.com/google/uuid"

	"shuangyong/models/audit"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/fault"
	"shuangyong/models/idnumber"
	"shuangyong/models/internal/orm"
	"shuangyong/models/seal"
)

// SearchBy is what people are looked for by: always the whole of it, never a part.
type SearchBy string

// The ways of looking for somebody.
const (
	BySearchName     SearchBy = "name"
	BySearchPhone    SearchBy = "phone"
	BySearchIDNumber SearchBy = "id_number"
)

var errSearch = fault.New(fault.Invalid, "person.search", "没有认出要查的内容。姓名、手机号、身份证号都要写全。")

// Search gives at most limit people within the scope who have exactly that name, phone or identity number, behind the key after. Nothing of theirs may be shown
// unmasked before somebody opened the file.
func (s *Store) Search(ctx context.Context, scope audit.Scope, by SearchBy, value seal.Text, after uuid.UUID, limit int) ([]Person, error) {
	view := s.db.View(ctx)
	column, label, exact := "", "", seal.Text("")
	switch by {
	case BySearchName:
		column, label, exact = "name_index", labelName, Tidy(value)
	case BySearchPhone:
		column, label = "phone_index", labelPhone
		exact, _ = idnumber.Mobile(value.Reveal())
	case BySearchIDNumber:
		column, label = "id_number_index", labelIDNumber
		if n, err := idnumber.Parse(value.Reveal(), clock.DateOf(view.Now())); err == nil {
			exact = n.Text
		}
	}
	if exact == "" {
		return nil, errSearch
	}
	var found []Person
	err := orm.Of(view).Where(scope.Filter("station_path")).Where(column+" <> '' AND "+column+" = ? AND id > ? AND merged_into IS NULL", indexOf(view.Keys(), label, exact), after).
		Order("id").Limit(limit).Find(&found).Error
	return found, db.Fault(err)
}

// Within are those of some people who lie within the scope.
func (s *Store) Within(ctx context.Context, scope audit.Scope, ids ...uuid.UUID) ([]Person, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var found []Person
	err := orm.Of(s.db.View(ctx)).Where(scope.Filter("station_path")).Where("id IN ? AND merged_into IS NULL", ids).Order("id").Limit(len(ids)).Find(&found).Error
	return found, db.Fault(err)
}

// File is all that is kept here of one person, as staff see it.
type File struct {
	Person   Person
	Held     []Held // the history too, the oldest first
	Proofs   []Proof
	Accounts []Account // without what WeChat told of them
	Family   []Relation
}

// Part is a part of a file that stays masked unless somebody asks for it, which is on record.
type Part string

// The parts.
const (
	PartPhone    Part = "phone"
	PartIDNumber Part = "id_number"
	PartAddress  Part = "address"
)

// Open gives the file of somebody within the scope, and writes down who saw it, why, and which parts in full.
func (s *Store) Open(tx db.Tx, by audit.Actor, scope audit.Scope, id uuid.UUID, why audit.Purpose, number string, parts []Part) (f File, err error) {
	if f.Person, err = hold(tx, scope, id); err != nil {
		return File{}, err
	}
	if f.Held, err = history(tx, f.Person.ID); err != nil {
		return File{}, err
	}
	mine := orm.Of(tx).Where("person_id = ?", f.Person.ID).Order("id").Limit(maxStatuses)
	if err := mine.Find(&f.Proofs).Error; err != nil {
		return File{}, err
	}
	if err := orm.Of(tx).Select("id", "app", "assurance", "followed_at").Where("person_id = ?", f.Person.ID).Order("id").Limit(maxStatuses).Find(&f.Accounts).Error; err != nil {
		return File{}, err
	}
	if err := orm.Of(tx).Where("person_id = ?", f.Person.ID).Order("kind").Order("id").Limit(maxRelatives).Find(&f.Family).Error; err != nil {
		return File{}, err
	}
	if err := audit.Saw(tx, by, f.Person.ID, "file", why, number); err != nil {
		return File{}, err
	}
	for _, p := range parts {
		if err := audit.Saw(tx, by, f.Person.ID, string(p), why, number); err != nil {
			return File{}, err
		}
	}
	return f, nil
}
