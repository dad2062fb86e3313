package person

import (
	"context"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/fault"
	"shuangyong/models/internal/orm"
	"shuangyong/models/seal"
)

// The labels of the keyed hashes that people are looked up by.
const (
	labelName     = "people.name"
	labelIDNumber = "people.id_number"
	labelPhone    = "people.phone"
	labelOpenID   = "wechat_accounts.open_id"
	labelUnionID  = "wechat_accounts.union_id"
)

// The bounds of lists about one person.
const (
	maxStatuses  = 50
	maxRelatives = 50
)

// Store keeps people and the accounts they speak from in SQL.
type Store struct{ db *db.DB }

// NewStore makes a store upon d.
func NewStore(d *db.DB) *Store { return &Store{d} }

// ErrNotFound is that there is nobody of that key; whoever lies outside the scope of a member of staff is answered the same.
var ErrNotFound = fault.New(fault.NotFound, "person.not_found", "没有查到您的登记。可以到就近的服务站登记，或回“人工”找人办。").
	ToStaff("没有这份档案，或不在您负责的范围。请按身份证号再查一查；人在别处登记的，请市局办移交。")

// ByID is one person. The key of a record that was merged gives the person it was merged into.
func (s *Store) ByID(ctx context.Context, id uuid.UUID) (Person, error) {
	var found []Person
	if err := orm.Of(s.db.View(ctx)).Where("id = ?", id).Limit(1).Find(&found).Error; err != nil {
		return Person{}, db.Fault(err)
	}
	if len(found) == 0 {
		return Person{}, ErrNotFound
	}
	if found[0].MergedInto != nil { // never a chain: Merge lets all older keys point to the one that is left
		return s.ByID(ctx, *found[0].MergedInto)
	}
	return found[0], nil
}

// StatusesOf are the statuses that a person holds on a day, the oldest first.
func (s *Store) StatusesOf(ctx context.Context, personID uuid.UUID, on clock.Date) ([]Held, error) {
	var held []Held
	err := orm.Of(s.db.View(ctx)).Where("person_id = ?", personID).Scopes(heldOn(on)).
		Order("from_on").Order("id").Limit(maxStatuses).Find(&held).Error
	return held, db.Fault(err)
}

// heldOn selects the statuses that are held on a day, see Held.On.
func heldOn(day clock.Date) func(*gorm.DB) *gorm.DB {
	return func(g *gorm.DB) *gorm.DB {
		return g.Where("from_on <= ? AND (until_on = ? OR until_on >= ?) AND end_reason <> ?", day, "", day, string(ByError))
	}
}

// RelationsOf are the links from a person to his relatives.
func (s *Store) RelationsOf(ctx context.Context, personID uuid.UUID) ([]Relation, error) {
	var all []Relation
	err := orm.Of(s.db.View(ctx)).Where("person_id = ?", personID).Order("kind").Order("id").Limit(maxRelatives).Find(&all).Error
	return all, db.Fault(err)
}

// InsertPeople writes many people and fills in the hashes they are looked up by.
func InsertPeople(tx db.Tx, rows []Person) error {
	for i := range rows {
		rows[i].prepare(tx)
	}
	return orm.Insert(tx, rows)
}

// prepare sets what a row needs before it is saved.
func (p *Person) prepare(tx db.Tx) {
	if p.ID == uuid.Nil {
		p.ID = db.NewID()
	}
	if p.CreatedAt.IsZero() {
		p.CreatedAt = tx.Now()
	}
	p.NameIndex = indexOf(tx.Keys(), labelName, p.Name)
	p.IDNumberIndex = indexOf(tx.Keys(), labelIDNumber, p.IDNumber)
	p.PhoneIndex = indexOf(tx.Keys(), labelPhone, p.Phone)
}

// indexOf leaves nothing unindexed but the empty text, which everybody without a phone would share.
func indexOf(k *seal.Keyring, label string, t seal.Text) seal.Index {
	if t == "" {
		return ""
	}
	return k.Index(label, t.Reveal())
}

// InsertStatuses writes many statuses and refuses the whole lot when one says that somebody serves.
func InsertStatuses(tx db.Tx, rows []Held) error {
	for i := range rows {
		if err := rows[i].Status.check(); err != nil {
			return err
		}
		if rows[i].ID == uuid.Nil {
			rows[i].ID = db.NewID()
		}
	}
	return orm.Insert(tx, rows)
}

// InsertRelations writes many family links.
func InsertRelations(tx db.Tx, rows []Relation) error {
	for i := range rows {
		if rows[i].ID == uuid.Nil {
			rows[i].ID = db.NewID()
		}
	}
	return orm.Insert(tx, rows)
}
