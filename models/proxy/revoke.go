package proxy

import (
	"github.com/google/uuid"
	"gorm.io/gorm/clause"

	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/internal/orm"
)

// Revoke ends a proxy at once, because one of the two wants it (民法典 §173 (2)). Somebody else's is not found; one that is over stays as it is.
func Revoke(tx db.Tx, by audit.Actor, id, who uuid.UUID) (Proxy, error) {
	p, err := lock(tx, id)
	if err != nil {
		return Proxy{}, err
	}
	side, ok := p.side(who)
	if !ok || by.Kind == audit.Proxy {
		return Proxy{}, ErrNotFound
	}
	return revoke(tx, by, p, side, Withdrawn)
}

// RevokeAt ends a proxy because one side said so at a station, to the clerk who acts.
func RevokeAt(tx db.Tx, by audit.Actor, id uuid.UUID, side Side) (Proxy, error) {
	p, err := lock(tx, id)
	if err != nil {
		return Proxy{}, err
	}
	return revoke(tx, by, p, side, AtStation)
}

func revoke(tx db.Tx, by audit.Actor, p Proxy, side Side, why Reason) (Proxy, error) {
	if p.State != Active {
		return p, nil
	}
	if err := end(tx, by, p, Revoked, side, why); err != nil {
		return Proxy{}, err
	}
	now := tx.Now()
	p.State, p.EndedAt, p.EndedBy, p.Reason = Revoked, &now, side, why
	return p, nil
}

// lock holds a proxy until the transaction ends.
func lock(tx db.Tx, id uuid.UUID) (Proxy, error) {
	var found []Proxy
	q := orm.Of(tx).Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).Where("id = ?", id).Limit(1)
	if err := q.Find(&found).Error; err != nil {
		return Proxy{}, err
	}
	if len(found) == 0 {
		return Proxy{}, ErrNotFound
	}
	return found[0], nil
}

// Died ends what a death ends (民法典 §173 (4)): all that others did for the dead, and all that he did for others. They could not be used from the moment
// that the death was recorded; this writes it down. A handover to relatives stays.
func Died(tx db.Tx, by audit.Actor, person uuid.UUID) error {
	return endAll(tx, by, person, Death, func(p Proxy) bool { return p.Kind == Family || p.AgentID == person })
}

// endAll ends the person's proxies in force, on either side, that which selects.
func endAll(tx db.Tx, by audit.Actor, person uuid.UUID, why Reason, which func(Proxy) bool) error {
	all, err := held(tx, person)
	if err != nil {
		return err
	}
	for _, p := range all {
		if !which(p) {
			continue
		}
		if err := end(tx, by, p, Ended, System, why); err != nil {
			return err
		}
	}
	return nil
}

// held are the proxies of people, on either side, that nobody ended; they are locked.
func held(tx db.Tx, people ...uuid.UUID) ([]Proxy, error) {
	var all []Proxy
	q := orm.Of(tx).Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).
		Where("state = ? AND (principal_id IN ? OR agent_id IN ?)", Active, people, people)
	err := q.Order("id").Limit(maxRows).Find(&all).Error
	return all, err
}

// maxRows bounds what one person has had, both sides and expired ones too.
const maxRows = 5000
