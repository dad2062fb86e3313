package person

import (
	"context"

	"shuangyong/models/db"
	"shuangyong/models/internal/orm"
	"shuangyong/models/seal"
)

// numbered is what the index of identity numbers covers: it leaves out those who have none, and SQLite only uses it where a condition says so too.
const numbered = "id_number_index <> '' AND "

// ByIDNumber is the person with an identity number (18 characters, the X a capital), if he is on file. One index is read, however many people there are.
func (s *Store) ByIDNumber(ctx context.Context, number seal.Text) (Person, bool, error) {
	if number == "" {
		return Person{}, false, nil
	}
	var found []Person
	err := orm.Of(s.db.View(ctx)).Where(numbered+"id_number_index = ?", indexOf(s.db.Keys(), labelIDNumber, number)).Limit(1).Find(&found).Error
	if err != nil || len(found) == 0 {
		return Person{}, false, db.Fault(err)
	}
	return found[0], true, nil
}
