package proxy

import (
	"github.com/google/uuid"
	"gorm.io/gorm/clause"

	"shuangyong/models/audit"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/internal/orm"
)

// grant lets p begin today, in place of an older one between the same two. Whatever the way of consent, it ends here.
func grant(tx db.Tx, by audit.Actor, p Proxy) (Proxy, error) {
	if by.Kind == audit.Proxy {
		return Proxy{}, errChain
	}
	if p.PrincipalID == p.AgentID {
		return Proxy{}, ErrSelf
	}
	today := clock.DateOf(tx.Now())
	people, err := lockPeople(tx, p.PrincipalID, p.AgentID)
	if err != nil {
		return Proxy{}, err
	}
	p.ID, p.State, p.From, p.CreatedAt, p.ConsentAt = db.NewID(), Active, today, tx.Now(), tx.Now()
	p.Until = UntilOr(p.Until, today)
	older, others, err := alongside(tx, p, today)
	if err != nil {
		return Proxy{}, err
	}
	others.PrincipalDied, others.AgentDied = people[p.PrincipalID].DiedOn, people[p.AgentID].DiedOn
	if err := p.MayBegin(others, today); err != nil {
		return Proxy{}, err
	}
	for _, o := range older {
		if err := end(tx, by, o, Ended, System, Replaced); err != nil {
			return Proxy{}, err
		}
	}
	if err := orm.Of(tx).Create(&p).Error; err != nil {
		return Proxy{}, err
	}
	return p, audit.Record(tx, audit.Entry{
		Actor: by, Action: "proxy.grant", Subject: "proxy", SubjectID: p.ID.String(),
		Detail: map[string]string{
			"kind": string(p.Kind), "source": string(p.How), "scope": string(p.Scopes), "until": string(p.Until), "person": p.PrincipalID.String(),
		},
	})
}

// alongside are the proxies in force between the same two, and how many others each of them has.
func alongside(tx db.Tx, p Proxy, today clock.Date) (older []Proxy, f Facts, err error) {
	both := []uuid.UUID{p.PrincipalID, p.AgentID}
	var all []Proxy
	q := orm.Of(tx).Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).
		Where("state = ? AND until_on >= ? AND (principal_id IN ? OR agent_id IN ?)", Active, today, both, both)
	if err := q.Order("id").Limit(maxHeld).Find(&all).Error; err != nil {
		return nil, f, err
	}
	for _, o := range all {
		switch {
		case o.PrincipalID == p.PrincipalID && o.AgentID == p.AgentID:
			older = append(older, o)
		case o.PrincipalID == p.PrincipalID:
			f.Agents++
		case o.AgentID == p.AgentID:
			f.Principals++
		}
	}
	return older, f, nil
}

// maxHeld bounds what two people can have in force together, on either side; a merge can leave them above the rule.
const maxHeld = 200

// end ends a proxy that the transaction holds.
func end(tx db.Tx, by audit.Actor, p Proxy, to State, side Side, why Reason) error {
	columns := map[string]any{"state": to, "ended_at": tx.Now(), "ended_by": side, "reason": why}
	if err := orm.Of(tx).Model(&Proxy{}).Where("id = ?", p.ID).Updates(columns).Error; err != nil {
		return err
	}
	return audit.Record(tx, audit.Entry{
		Actor: by, Action: "proxy.end", Subject: "proxy", SubjectID: p.ID.String(),
		Detail: map[string]string{"state": string(to), "part": string(side), "reason": string(why), "person": p.PrincipalID.String()},
	})
}
