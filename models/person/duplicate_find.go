package person

import (
	"strings"

	"github.com/google/uuid"

	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/internal/orm"
	"shuangyong/models/seal"
)

// namesake is what likely duplicates share.
type namesake struct {
	name seal.Index
	born clock.Date
}

// alike pairs those who are new with whoever has the same name and birthday, on file or among themselves: maxSuspects pairs each at most.
func alike(r db.Reader, fresh []*work) ([]Review, error) {
	among := map[namesake][]*work{}
	for _, w := range fresh {
		if w.person.BornOn != "" {
			n := namesake{indexOf(r.Keys(), labelName, w.person.Name), w.person.BornOn}
			among[n] = append(among[n], w)
		}
	}
	onFile, err := namesakes(r, among)
	if err != nil {
		return nil, err
	}
	var pairs []Review
	for n, new := range among {
		for i, w := range new {
			others := onFile[n]
			for _, before := range new[:i] {
				others = append(others, before.person.ID)
			}
			for _, other := range others[:min(len(others), maxSuspects)] {
				pairs = append(pairs, newReview(other, w.person.ID, Likely, "name born_on"))
			}
		}
	}
	return pairs, nil
}

// namesakes finds who is on file with one of the names and birthdays. A record that was merged has no name any more.
func namesakes(r db.Reader, wanted map[namesake][]*work) (map[namesake][]uuid.UUID, error) {
	if len(wanted) == 0 {
		return nil, nil
	}
	args := make([]any, 0, 2*len(wanted))
	for n := range wanted {
		args = append(args, n.name, n.born)
	}
	pairs := strings.TrimSuffix(strings.Repeat("(?,?),", len(wanted)), ",")
	if r.Dialect() != db.MySQL { // which has its own form of VALUES, and needs none
		pairs = "VALUES " + pairs
	}
	var found []Person
	err := orm.Of(r).Select("id", "name_index", "born_on").Where("(name_index, born_on) IN ("+pairs+")", args...).
		Order("id").Limit(maxSuspects * MaxListed).Find(&found).Error
	if err != nil {
		return nil, err
	}
	all := map[namesake][]uuid.UUID{}
	for _, p := range found {
		n := namesake{p.NameIndex, p.BornOn}
		all[n] = append(all[n], p.ID)
	}
	return all, nil
}
