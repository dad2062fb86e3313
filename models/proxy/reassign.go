package proxy

import (
	"strconv"

	"github.com/google/uuid"

	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/internal/orm"
)

// Reassign gives a person's proxies and codes to the one he turned out to be. The rules still hold then: who would be his own proxy is none any more, of two
// between the same people the newer one stays, and where one of the two records told of a death it has ended what it ends. Where one would then have more than
// the rule allows, he keeps them, but begins no new one.
func Reassign(tx db.Tx, by audit.Actor, from, into uuid.UUID) error {
	all, err := held(tx, from, into)
	if err != nil {
		return err
	}
	for _, p := range mergedAway(all, from, into) {
		if err := end(tx, by, p, Ended, System, Merged); err != nil {
			return err
		}
	}
	if err := move(tx, by, from, into); err != nil || len(all) == 0 {
		return err
	}
	one, err := lockPeople(tx, into)
	if err != nil || one[into].DiedOn == "" {
		return err
	}
	return Died(tx, by, into)
}

// move puts one record's key in place of the other's.
func move(tx db.Tx, by audit.Actor, from, into uuid.UUID) error {
	var rows int64
	for _, m := range []struct {
		model  any
		column string
	}{{&Proxy{}, "principal_id"}, {&Proxy{}, "agent_id"}, {&Invitation{}, "maker_id"}} {
		r := orm.Of(tx).Model(m.model).Where(m.column+" = ?", from).Update(m.column, into)
		if r.Error != nil {
			return r.Error
		}
		rows += r.RowsAffected
	}
	if rows == 0 {
		return nil
	}
	return audit.Record(tx, audit.Entry{
		Actor: by, Action: "proxy.reassign", Subject: "person", SubjectID: into.String(),
		Detail: map[string]string{"person": from.String(), "rows": strconv.FormatInt(rows, 10)},
	})
}

// mergedAway are the proxies that cannot stay when from is into. all is in the order in which they began.
func mergedAway(all []Proxy, from, into uuid.UUID) []Proxy {
	one := func(id uuid.UUID) uuid.UUID {
		if id == from {
			return into
		}
		return id
	}
	type pair struct{ principal, agent uuid.UUID }
	newest := map[pair]uuid.UUID{}
	for _, p := range all {
		newest[pair{one(p.PrincipalID), one(p.AgentID)}] = p.ID
	}
	var over []Proxy
	for _, p := range all {
		between := pair{one(p.PrincipalID), one(p.AgentID)}
		if between.principal == between.agent || newest[between] != p.ID {
			over = append(over, p)
		}
	}
	return over
}
