package benefit

import (
	"github.com/google/uuid"

	"shuangyong/models/db"
	"shuangyong/models/internal/orm"
)

// maxExport bounds what one person's copy can hold of a table: forty years of five subjects each.
const maxExport = 2500

// Kept is what this domain keeps of a person.
type Kept struct {
	Cards    []Card
	Payments []Payment
}

// Export is what is kept of a person, for his copy, the oldest first.
func Export(r db.Reader, personID uuid.UUID) (Kept, error) {
	var k Kept
	if err := orm.Of(r).Where("person_id = ?", personID).Order("created_at").Order("id").Limit(maxExport).Find(&k.Cards).Error; err != nil {
		return k, err
	}
	err := orm.Of(r).Where("person_id = ?", personID).Order("due_on").Order("subject").Limit(maxExport).Find(&k.Payments).Error
	return k, err
}

// CountOf is how many cards and payments of a person there are.
func CountOf(r db.Reader, personID uuid.UUID) (int, error) {
	var cards, payments int64
	if err := orm.Of(r).Model(&Card{}).Where("person_id = ?", personID).Count(&cards).Error; err != nil {
		return 0, err
	}
	err := orm.Of(r).Model(&Payment{}).Where("person_id = ?", personID).Count(&payments).Error
	return int(cards + payments), err
}
