package person

import (
	"github.com/google/uuid"
	"gorm.io/gorm/clause"

	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/internal/orm"
)

// maxAccounts bounds the WeChat accounts of one person.
const maxAccounts = 50

// Kept is what this domain keeps of a person.
type Kept struct {
	Person    Person
	Statuses  []Held
	Proofs    []Proof
	Relatives []Relative
	Accounts  []Account
}

// Relative is somebody's relative, with as much of the name as others may read.
type Relative struct {
	Kind string
	Name string // masked: it is somebody else's
}

// Export is what is kept of a person, for his copy.
func Export(r db.Reader, personID uuid.UUID) (Kept, error) {
	var k Kept
	var found []Person
	if err := orm.Of(r).Where("id = ?", personID).Limit(1).Find(&found).Error; err != nil {
		return k, err
	}
	if len(found) == 0 {
		return k, ErrNotFound
	}
	k.Person = found[0]
	if err := orm.Of(r).Where("person_id = ?", personID).Order("from_on").Order("id").Limit(maxMerged).Find(&k.Statuses).Error; err != nil {
		return k, err
	}
	if err := orm.Of(r).Where("person_id = ?", personID).Order("at").Order("id").Limit(maxMerged).Find(&k.Proofs).Error; err != nil {
		return k, err
	}
	var err error
	if k.Relatives, err = relativesOf(r, personID); err != nil {
		return k, err
	}
	k.Accounts, err = AccountsOf(r, personID)
	return k, err
}

func relativesOf(r db.Reader, personID uuid.UUID) ([]Relative, error) {
	var links []Relation
	if err := orm.Of(r).Where("person_id = ?", personID).Order("kind").Order("id").Limit(maxRelatives).Find(&links).Error; err != nil || len(links) == 0 {
		return nil, err
	}
	ids := make([]uuid.UUID, len(links))
	for i, l := range links {
		ids[i] = l.RelativeID
	}
	var people []Person
	if err := orm.Of(r).Select("id", "name").Where("id IN ?", ids).Find(&people).Error; err != nil {
		return nil, err
	}
	names := map[uuid.UUID]string{}
	for _, p := range people {
		names[p.ID] = MaskName(p.Name)
	}
	all := make([]Relative, len(links))
	for i, l := range links {
		all[i] = Relative{Kind: l.Kind, Name: names[l.RelativeID]}
	}
	return all, nil
}

// AccountsOf are the WeChat accounts of a person; in a transaction they are locked.
func AccountsOf(r db.Reader, personID uuid.UUID) ([]Account, error) {
	q := orm.Of(r).Where("person_id = ?", personID).Order("id").Limit(maxAccounts)
	if _, changing := r.(db.Tx); changing {
		q = q.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate})
	}
	var all []Account
	return all, q.Find(&all).Error
}

// EraseContact takes phone and address out of a person's row.
func EraseContact(tx db.Tx, by audit.Actor, personID uuid.UUID) error {
	return blankOut(tx, by, personID, "contact", "Phone", "PhoneIndex", "Address")
}

// EraseFile takes all that names a person out of his row and deletes his statuses, what proved them, the links to his relatives, and the pairs on which nobody has decided whether
// he is another. The row itself stays, empty, because the log points at its key.
func EraseFile(tx db.Tx, by audit.Actor, personID uuid.UUID) error {
	for _, rows := range []any{&Held{}, &Proof{}} {
		if err := orm.Of(tx).Where("person_id = ?", personID).Delete(rows).Error; err != nil {
			return err
		}
	}
	if err := orm.Of(tx).Where("(person_id = ? OR relative_id = ?)", personID, personID).Delete(&Relation{}).Error; err != nil {
		return err
	}
	undecided := orm.Of(tx).Where("state IN ? AND (a_id = ? OR b_id = ?)", []ReviewState{ReviewOpen, ReviewAsked}, personID, personID)
	if err := undecided.Delete(&Review{}).Error; err != nil {
		return err
	}
	return blankOut(tx, by, personID, "file", "Name", "NameIndex", "Sex", "BornOn", "IDNumber", "IDNumberIndex", "Phone", "PhoneIndex", "Address")
}

func blankOut(tx db.Tx, by audit.Actor, personID uuid.UUID, part string, columns ...string) error {
	row := Person{ID: personID}
	r := orm.Of(tx).Model(&row).Select(columns).Updates(&row)
	if r.Error != nil {
		return r.Error
	}
	return audit.Record(tx, audit.Entry{
		Actor: by, Action: "person.erase", Subject: "person", SubjectID: personID.String(), Detail: map[string]string{"part": part},
	})
}
