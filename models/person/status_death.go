package person

import (
	"strconv"

	"github.com/google/uuid"

	"shuangyong/models/audit"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/fault"
	"shuangyong/models/internal/orm"
)

// Burial is what followed from a death.
type Burial struct {
	Ended    int // statuses of his
	Family   int // relatives who hold 军属, for whom people have to decide what follows
	Accounts int // WeChat accounts that are nobody's any more: whoever has his phone now is not he
}

// Bury writes down that a person died on a day, and ends what was his. The same again changes nothing.
func (s *Store) Bury(tx db.Tx, by audit.Actor, scope audit.Scope, id uuid.UUID, on clock.Date) (b Burial, err error) {
	p, err := hold(tx, scope, id)
	if err != nil {
		return Burial{}, err
	}
	all, err := history(tx, p.ID)
	if err != nil {
		return Burial{}, err
	}
	ended, err := Bury(p, all, on, clock.DateOf(tx.Now()))
	if err != nil {
		return Burial{}, err
	}
	if b.Family, err = familyOf(tx, p.ID, on); err != nil {
		return Burial{}, err
	}
	if p.DiedOn == on {
		return b, nil
	}
	if err := orm.Of(tx).Model(&Person{}).Where("id = ?", p.ID).Update("died_on", on).Error; err != nil {
		return Burial{}, err
	}
	b.Ended = len(ended)
	if err := finish(tx, by, ended); err != nil {
		return Burial{}, err
	}
	if b.Accounts, err = release(tx, p.ID); err != nil {
		return Burial{}, err
	}
	return b, audit.Record(tx, audit.Entry{
		Actor: by, Action: "person.death", Subject: "person", SubjectID: p.ID.String(),
		Detail: map[string]string{"date": string(on), "count": strconv.Itoa(b.Ended)},
	})
}

// familyOf counts the relatives of a person who hold 军属 on a day.
func familyOf(tx db.Tx, id uuid.UUID, on clock.Date) (int, error) {
	var relatives []uuid.UUID
	var links []Relation
	if err := orm.Of(tx).Where("(person_id = ? OR relative_id = ?)", id, id).Limit(maxRelatives).Find(&links).Error; err != nil || len(links) == 0 {
		return 0, err
	}
	for _, l := range links {
		relatives = append(relatives, l.PersonID, l.RelativeID)
	}
	var n int64
	err := orm.Of(tx).Model(&Held{}).Distinct("person_id").
		Where("person_id IN ? AND person_id <> ? AND status = ?", relatives, id, MilitaryFamily).Scopes(heldOn(on)).Count(&n).Error
	return int(n), err
}

// release takes a person from the accounts that were joined to him, and from him the number that one of them lent.
func release(tx db.Tx, id uuid.UUID) (int, error) {
	accounts, err := AccountsOf(tx, id)
	if err != nil {
		return 0, err
	}
	for _, a := range accounts {
		if err := takeBackPhone(tx, a); err != nil {
			return 0, err
		}
	}
	r := orm.Of(tx).Model(&Account{}).Where("person_id = ?", id).Updates(map[string]any{"person_id": nil, "assurance": Unknown, "phone_lent": false})
	return int(r.RowsAffected), r.Error
}

var errAlive = fault.New(fault.Conflict, "person.alive", "档案上没有登记去世，不用更正。请刷新后再看。")

// Revive takes back a death that was written down by mistake: what it ended is held again, and he proves anew who he is. It gives the number of statuses.
func (s *Store) Revive(tx db.Tx, by audit.Actor, scope audit.Scope, id uuid.UUID) (int, error) {
	p, err := hold(tx, scope, id)
	if err != nil {
		return 0, err
	}
	if p.DiedOn == "" {
		return 0, errAlive
	}
	if err := orm.Of(tx).Model(&Person{}).Where("id = ?", p.ID).Update("died_on", "").Error; err != nil {
		return 0, err
	}
	again := orm.Of(tx).Model(&Held{}).Where("person_id = ? AND end_reason = ? AND until_on = ?", p.ID, string(ByDeath), p.DiedOn).
		Updates(map[string]any{"until_on": "", "end_reason": ""})
	if again.Error != nil {
		return 0, again.Error
	}
	return int(again.RowsAffected), audit.Record(tx, audit.Entry{
		Actor: by, Action: "person.revive", Subject: "person", SubjectID: p.ID.String(),
		Detail: map[string]string{"date": string(p.DiedOn), "count": strconv.FormatInt(again.RowsAffected, 10)},
	})
}

// Release takes every WeChat account from a person's file, because a phone was lost or sold, or joined to the wrong one. Who it is proves it anew. It gives
// their number.
func (s *Store) Release(tx db.Tx, by audit.Actor, scope audit.Scope, id uuid.UUID) (int, error) {
	p, err := hold(tx, scope, id)
	if err != nil {
		return 0, err
	}
	n, err := release(tx, p.ID)
	if err != nil {
		return 0, err
	}
	return n, audit.Record(tx, audit.Entry{
		Actor: by, Action: "person.release", Subject: "person", SubjectID: p.ID.String(), Detail: map[string]string{"count": strconv.Itoa(n)},
	})
}
