package person

import (
	"context"

	"github.com/google/uuid"
	"gorm.io/gorm/clause"

	"shuangyong/models/audit"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/fault"
	"shuangyong/models/internal/orm"
)

var errNoStatus = fault.New(fault.NotFound, "person.status_not_found", "没有这条身份登记。请刷新后再看。")

// hold locks a person, so that nothing else of his changes before the transaction ends. What lies outside the scope does not exist, and the key of a record
// that was merged gives the one it was merged into.
func hold(tx db.Tx, scope audit.Scope, id uuid.UUID) (Person, error) {
	p, err := holdAny(tx, id)
	if fault.CodeOf(err) == fault.NotFound || err == nil && !scope.Covers(string(p.StationPath)) {
		return Person{}, ErrNotFound
	}
	return p, err
}

// holdAny is hold for the program itself, which has no scope.
func holdAny(tx db.Tx, id uuid.UUID) (Person, error) {
	var found []Person
	q := orm.Of(tx).Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).Where("id = ?", id)
	if err := q.Limit(1).Find(&found).Error; err != nil {
		return Person{}, err
	}
	if len(found) == 0 {
		return Person{}, ErrNotFound
	}
	if found[0].MergedInto != nil {
		return holdAny(tx, *found[0].MergedInto)
	}
	return found[0], nil
}

// history is all that a person holds and held, also what was entered by mistake, the oldest first. The person is locked.
func history(r db.Reader, personID uuid.UUID) ([]Held, error) {
	var all []Held
	err := orm.Of(r).Where("person_id = ?", personID).Order("from_on").Order("id").Limit(maxStatuses).Find(&all).Error
	return all, err
}

// HistoryOf is all that a person holds and held, also what was entered by mistake, the oldest first.
func (s *Store) HistoryOf(ctx context.Context, personID uuid.UUID) ([]Held, error) {
	all, err := history(s.db.View(ctx), personID)
	return all, db.Fault(err)
}

var errManyStatuses = fault.New(fault.Full, "person.statuses_full", "登记的身份条数太多了，没有再加。请市局核对这份档案。")

// Grant writes down that a person holds a status. That somebody serves is never written down.
func (s *Store) Grant(tx db.Tx, by audit.Actor, h Held) (Held, error) {
	p, err := holdAny(tx, h.PersonID)
	if err != nil {
		return Held{}, err
	}
	return grant(tx, by, p, h)
}

// GrantWithin is Grant for somebody who may see a part of the tree only.
func (s *Store) GrantWithin(tx db.Tx, by audit.Actor, scope audit.Scope, h Held) (Held, error) {
	p, err := hold(tx, scope, h.PersonID)
	if err != nil {
		return Held{}, err
	}
	return grant(tx, by, p, h)
}

// grant is Grant for a person who is locked.
func grant(tx db.Tx, by audit.Actor, p Person, h Held) (Held, error) {
	before, err := history(tx, p.ID)
	if err != nil {
		return Held{}, err
	}
	if len(before) >= maxStatuses {
		return Held{}, errManyStatuses
	}
	h.PersonID = p.ID
	if err := Grantable(p, h, before, clock.DateOf(tx.Now())); err != nil {
		return Held{}, err
	}
	h.ID = db.NewID()
	if err := orm.Of(tx).Create(&h).Error; err != nil {
		return Held{}, err
	}
	return h, audit.Record(tx, audit.Entry{
		Actor: by, Action: "person.grant", Subject: "person", SubjectID: h.PersonID.String(),
		Detail: map[string]string{"status": string(h.Status)},
	})
}

// End ends a status for a reason; on is its last day. What lies outside the scope does not exist.
func (s *Store) End(tx db.Tx, by audit.Actor, scope audit.Scope, id uuid.UUID, why Ending, on clock.Date) (Held, error) {
	h, err := held(tx, scope, id)
	if err != nil {
		return Held{}, err
	}
	ended, err := Finish(h, why, on, clock.DateOf(tx.Now()))
	if err != nil {
		return Held{}, err
	}
	return ended, finish(tx, by, []Held{ended})
}

// held is one status, its person locked.
func held(tx db.Tx, scope audit.Scope, id uuid.UUID) (Held, error) {
	find := func() (Held, error) {
		var found []Held
		if err := orm.Of(tx).Where("id = ?", id).Limit(1).Find(&found).Error; err != nil {
			return Held{}, err
		}
		if len(found) == 0 {
			return Held{}, errNoStatus
		}
		return found[0], nil
	}
	h, err := find()
	if err != nil {
		return Held{}, err
	}
	if _, err := hold(tx, scope, h.PersonID); fault.CodeOf(err) == fault.NotFound {
		return Held{}, errNoStatus
	} else if err != nil {
		return Held{}, err
	}
	return find() // as it is now that nobody changes it any more
}

// finish saves how statuses ended.
func finish(tx db.Tx, by audit.Actor, ended []Held) error {
	for _, h := range ended {
		columns := map[string]any{"until_on": h.Until, "end_reason": string(h.EndReason)}
		if err := orm.Of(tx).Model(&Held{}).Where("id = ?", h.ID).Updates(columns).Error; err != nil {
			return err
		}
		err := audit.Record(tx, audit.Entry{
			Actor: by, Action: "person.end", Subject: "person", SubjectID: h.PersonID.String(),
			Detail: map[string]string{"status": string(h.Status), "reason": string(h.EndReason), "until": string(h.Until)},
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// seeProof notes that staff saw today the paper of a status of a person who is locked.
func seeProof(tx db.Tx, by audit.Actor, p Person, id uuid.UUID, paper Paper) error {
	all, err := history(tx, p.ID)
	if err != nil {
		return err
	}
	today := clock.DateOf(tx.Now())
	for _, h := range all {
		if h.ID != id {
			continue
		}
		switch {
		case !h.On(today):
			return errEnded
		case !paper.proves(h):
			return errPaper
		}
		columns := map[string]any{"seen_on": today, "proof": string(paper)}
		if err := orm.Of(tx).Model(&Held{}).Where("id = ?", id).Updates(columns).Error; err != nil {
			return err
		}
		return audit.Record(tx, audit.Entry{
			Actor: by, Action: "person.prove_status", Subject: "person", SubjectID: p.ID.String(),
			Detail: map[string]string{"status": string(h.Status), "kind": string(paper)},
		})
	}
	return errNoStatus
}

// MoveAway ends all that somebody holds here, because from a day on another city's bureau looks after him. His file stays.
func (s *Store) MoveAway(tx db.Tx, by audit.Actor, scope audit.Scope, id uuid.UUID, on clock.Date) (int, error) {
	p, err := hold(tx, scope, id)
	if err != nil {
		return 0, err
	}
	if _, err := clock.ParseDate(string(on)); err != nil || on > clock.DateOf(tx.Now()) {
		return 0, errDays.WithField("on", "不晚于今天")
	}
	all, err := history(tx, p.ID)
	if err != nil {
		return 0, err
	}
	ended := Depart(all, on)
	return len(ended), finish(tx, by, ended)
}
