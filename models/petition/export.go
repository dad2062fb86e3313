package petition

import (
	"github.com/google/uuid"

	"shuangyong/models/db"
	"shuangyong/models/internal/orm"
)

// maxExport bounds what one person's copy can hold of a table.
const maxExport = 2000

// Case is a petition with the steps that its petitioner may read.
type Case struct {
	Petition
	Steps []Step
}

// Export is what a person asked for, for his copy, the oldest first.
func Export(r db.Reader, personID uuid.UUID) ([]Case, error) {
	var found []Petition
	if err := orm.Of(r).Where("person_id = ?", personID).Order("received_at").Order("id").Limit(maxExport).Find(&found).Error; err != nil {
		return nil, err
	}
	cases := make([]Case, len(found))
	for i, p := range found {
		cases[i].Petition = p
		if err := orm.Of(r).Where("petition_id = ?", p.ID).Order("at").Order("id").Limit(maxSteps).Find(&cases[i].Steps).Error; err != nil {
			return nil, err
		}
	}
	return cases, nil
}

// CountOf is how many petitions of a person there are.
func CountOf(r db.Reader, personID uuid.UUID) (int, error) {
	var n int64
	err := orm.Of(r).Model(&Petition{}).Where("person_id = ?", personID).Count(&n).Error
	return int(n), err
}
