package staff

import (
	"strings"

	"github.com/google/uuid"

	"shuangyong/models/db"
	"shuangyong/models/internal/orm"
)

// maxNames bounds how many members are named at once: a page of a list.
const maxNames = 200

// Names are members of staff as citizens are told: 东街服务站 李同志, those who have left too. The account's login is never part of it.
func Names(r db.Reader, ids []uuid.UUID) (map[uuid.UUID]string, error) {
	names := map[uuid.UUID]string{}
	if len(ids) == 0 {
		return names, nil
	}
	var rows []struct {
		ID      uuid.UUID
		Name    string
		Station string
	}
	err := orm.Of(r).Table("staff_members m").Joins("LEFT JOIN stations s ON s.id = m.station_id").
		Select("m.id, m.name, s.short_name AS station").Where("m.id IN ?", ids).Limit(maxNames).Scan(&rows).Error
	for _, one := range rows {
		names[one.ID] = strings.TrimSpace(one.Station + " " + one.Name)
	}
	return names, db.Fault(err)
}
