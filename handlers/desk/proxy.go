package desk

import (
	"context"

	"github.com/google/uuid"
	"github.com/oapi-codegen/runtime/types"

	"shuangyong/models/audit"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/person"
	"shuangyong/models/proxy"
	"shuangyong/models/seal"
	"shuangyong/models/staff"
)

// witnessOf is the caller as a proxy names who saw the consent.
func witnessOf(m staff.Member) proxy.Witness { return proxy.Witness{Staff: m.ID, Station: m.Station} }

// seen writes down that the caller saw who acts for a person, or for whom he acts.
func seen(tx db.Tx, m staff.Member, people ...uuid.UUID) error {
	for _, p := range people {
		if err := audit.Saw(tx, m.Actor(), p, "proxy", audit.ForProxy, ""); err != nil {
			return err
		}
	}
	return nil
}

func proxyScopes(list []ProxyScope) (proxy.Scopes, error) {
	scopes := make([]proxy.Scope, len(list))
	for i, s := range list {
		scopes[i] = proxy.Scope(s)
	}
	return proxy.ScopesOf(scopes...)
}

func scopeWords(ss proxy.Scopes) []ProxyScope {
	list := []ProxyScope{}
	for _, s := range ss.List() {
		list = append(list, ProxyScope(s))
	}
	return list
}

// proxyUntil reads the last day of a proxy; none is the empty one.
func proxyUntil(d *types.Date) clock.Date {
	if d == nil {
		return ""
	}
	return clock.Date(d.Format(types.DateFormat))
}

// related tells whether the bureau's records say that two people are close relatives, whichever of the two the record stands with.
func (d *Door) related(ctx context.Context, a, b uuid.UUID) (bool, error) {
	for _, pair := range [][2]uuid.UUID{{a, b}, {b, a}} {
		all, err := d.o.People.RelationsOf(ctx, pair[0])
		if err != nil {
			return false, err
		}
		for _, r := range all {
			if r.RelativeID == pair[1] {
				return true, nil
			}
		}
	}
	return false, nil
}

// within is the person of that key where he lives in the caller's part of the tree; elsewhere he does not exist.
func (d *Door) within(ctx context.Context, m staff.Member, id uuid.UUID) (person.Person, error) {
	found, err := d.o.People.Within(ctx, m.Scope(), id)
	if err == nil && len(found) == 0 {
		err = person.ErrNotFound
	}
	if err != nil {
		return person.Person{}, err
	}
	return found[0], nil
}

// atDesk are proxies as staff see them, both named.
func (d *Door) atDesk(r db.Reader, all []proxy.Proxy) ([]ProxyAtDesk, error) {
	var people, clerks []uuid.UUID
	for _, p := range all {
		people = append(people, p.PrincipalID, p.AgentID)
		if p.WitnessID != nil {
			clerks = append(clerks, *p.WitnessID)
		}
	}
	names, err := person.NamesOf(r, people)
	if err != nil {
		return nil, err
	}
	witnesses, err := staff.Names(r, clerks)
	if err != nil {
		return nil, err
	}
	items := make([]ProxyAtDesk, len(all))
	for i, p := range all {
		items[i] = deskProxy(p, names, clock.DateOf(d.o.DB.Clock().Now()))
		if p.WitnessID != nil && witnesses[*p.WitnessID] != "" {
			name := witnesses[*p.WitnessID]
			items[i].Witness = &name
		}
	}
	return items, nil
}

func deskProxy(p proxy.Proxy, names map[uuid.UUID]seal.Text, today clock.Date) ProxyAtDesk {
	out := ProxyAtDesk{
		ID: p.ID, Kind: ProxyAtDeskKind(p.Kind), PrincipalID: p.PrincipalID, Principal: names[p.PrincipalID].Reveal(), AgentID: p.AgentID, Agent: names[p.AgentID].Reveal(),
		Scopes: scopeWords(p.Scopes), From: dateOf(p.From), Until: dateOf(p.Until), How: ProxyAtDeskHow(p.How), HowText: p.How.Chinese(),
		ConsentAt: instant(p.ConsentAt), State: ProxyAtDeskState(p.StateOn(today)),
	}
	if p.EndedAt != nil {
		at, by, why := instant(*p.EndedAt), ProxyAtDeskEndedBy(p.EndedBy), ProxyAtDeskReason(p.Reason)
		out.EndedAt, out.EndedBy, out.Reason = &at, &by, &why
	}
	return out
}
