package person

import (
	"slices"

	"github.com/google/uuid"

	"shuangyong/models/audit"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/fault"
	"shuangyong/models/internal/orm"
)

// MaxRoll is how many people a list for staff can hold: whoever needs more takes a station at a time.
const MaxRoll = 2000

// ErrTooMany refuses a list of too many people.
var ErrTooMany = fault.New(fault.TooLarge, "person.list_large", "人太多，一份名单最多2000人。请按服务站分开导出。")

// OnRoll is somebody as a list has him.
type OnRoll struct {
	Person   Person
	Statuses []Status // that he holds today, without repeats
}

// Roll are the living people below the scope and, if it is given, of a status, in the order of their keys. It refuses more than MaxRoll. The caller says in the same transaction who saw them.
func Roll(tx db.Tx, scope audit.Scope, of Status) ([]OnRoll, error) {
	today := clock.DateOf(tx.Now())
	q := orm.Of(tx).Where(scope.Filter("station_path")).Where("merged_into IS NULL AND died_on = ? AND name_index <> ?", "", "")
	if of != "" {
		q = q.Where("EXISTS (?)", orm.Of(tx).Model(&Held{}).Select("1").Where("person_statuses.person_id = people.id AND status = ?", of).Scopes(heldOn(today)))
	}
	var people []Person
	if err := q.Order("id").Limit(MaxRoll + 1).Find(&people).Error; err != nil {
		return nil, err
	}
	if len(people) > MaxRoll {
		return nil, ErrTooMany
	}
	list, at := make([]OnRoll, len(people)), map[uuid.UUID]int{}
	ids := make([]uuid.UUID, len(people))
	for i, p := range people {
		list[i], at[p.ID], ids[i] = OnRoll{Person: p}, i, p.ID
	}
	for len(ids) > 0 {
		some := ids[:min(500, len(ids))]
		ids = ids[len(some):]
		var held []Held
		err := orm.Of(tx).Where("person_id IN ?", some).Scopes(heldOn(today)).Order("person_id").Order("from_on").Order("id").Find(&held).Error
		if err != nil {
			return nil, err
		}
		for _, h := range held {
			list[at[h.PersonID]].add(h.Status)
		}
	}
	return list, nil
}

func (l *OnRoll) add(s Status) {
	if !slices.Contains(l.Statuses, s) {
		l.Statuses = append(l.Statuses, s)
	}
}
