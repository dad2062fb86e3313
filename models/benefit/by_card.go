package benefit

import (
	"strings"

	"github.com/google/uuid"

	"shuangyong/models/db"
	"shuangyong/models/idnumber"
	"shuangyong/models/internal/orm"
	"shuangyong/models/seal"
)

// PersonByCard is whose card has a number, the zero key when nobody's, or several people's: then it proves nothing.
func PersonByCard(r db.Reader, number seal.Text) (uuid.UUID, error) {
	compact := strings.ToUpper(idnumber.Compact(number.Reveal()))
	if compact == "" {
		return uuid.Nil, nil
	}
	var whose []uuid.UUID
	q := orm.Of(r).Model(&Card{}).Where("number_index = ?", r.Keys().Index(labelCard, compact))
	if err := q.Distinct().Limit(2).Pluck("person_id", &whose).Error; err != nil {
		return uuid.Nil, err
	}
	if len(whose) != 1 {
		return uuid.Nil, nil
	}
	return whose[0], nil
}
