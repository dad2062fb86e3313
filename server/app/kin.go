package app

import (
	"context"

	"github.com/google/uuid"

	"shuangyong/dialog"
	"shuangyong/models/audit"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/person"
	"shuangyong/models/proxy"
)

// kin tells the conversation who lets whom act, in the words of families: proxies know keys, package person knows who they are to each other.
type kin struct {
	people  *person.Store
	proxies *proxy.Store
}

var _ dialog.Proxies = kin{}

// ActingFor implements dialog.Proxies.
func (k kin) ActingFor(ctx context.Context, agent uuid.UUID) ([]dialog.Kin, error) {
	all, err := k.proxies.ActingFor(ctx, agent)
	if err != nil {
		return nil, err
	}
	return k.told(ctx, agent, all, func(p proxy.Proxy) uuid.UUID { return p.PrincipalID })
}

// ActedBy implements dialog.Proxies.
func (k kin) ActedBy(ctx context.Context, principal uuid.UUID) ([]dialog.Kin, error) {
	all, err := k.proxies.ActedBy(ctx, principal)
	if err != nil {
		return nil, err
	}
	return k.told(ctx, principal, all, func(p proxy.Proxy) uuid.UUID { return p.AgentID })
}

// told puts names and relations to the other sides of proxies.
func (k kin) told(ctx context.Context, me uuid.UUID, all []proxy.Proxy, other func(proxy.Proxy) uuid.UUID) ([]dialog.Kin, error) {
	if len(all) == 0 {
		return nil, nil
	}
	mine, err := k.people.RelationsOf(ctx, me)
	if err != nil {
		return nil, err
	}
	var family []dialog.Kin
	for _, p := range all {
		who, err := k.people.ByID(ctx, other(p))
		if err != nil {
			return nil, err
		}
		is, err := k.relation(ctx, me, who.ID, mine)
		if err != nil {
			return nil, err
		}
		family = append(family, dialog.Kin{
			Proxy: p.ID, Person: who.ID, Relation: word(is, who.Sex), Name: person.MaskName(who.Name), Scopes: p.Scopes, Until: p.Until, StationPath: who.StationPath,
		})
	}
	return family, nil
}

// relation is what somebody is to me, whichever of the two the record stands with; "" when none does.
func (k kin) relation(ctx context.Context, me, them uuid.UUID, mine []person.Relation) (string, error) {
	for _, r := range mine {
		if r.RelativeID == them {
			return r.Kind, nil
		}
	}
	theirs, err := k.people.RelationsOf(ctx, them)
	for _, r := range theirs {
		if r.RelativeID == me {
			return turned(r.Kind), err
		}
	}
	return "", err
}

// turned is the relation seen from the other side.
func turned(kind string) string {
	switch kind {
	case "parent":
		return "child"
	case "child":
		return "parent"
	}
	return kind
}

// word is the contract's word for a relation: what people say when they ask for somebody.
func word(kind, sex string) string {
	switch {
	case kind == "parent" && sex == "m":
		return "father"
	case kind == "parent" && sex == "f":
		return "mother"
	case kind == "spouse", kind == "child":
		return kind
	case kind == "sibling":
		return "other"
	}
	return "" // a parent whose sex is not on file may be either
}

// StatusesOf implements dialog.Proxies.
func (k kin) StatusesOf(ctx context.Context, id uuid.UUID, on clock.Date) ([]person.Held, error) {
	return k.people.StatusesOf(ctx, id, on)
}

// Look implements dialog.Proxies: the try is counted before its outcome is known.
func (k kin) Look(ctx context.Context, id uuid.UUID, code string) (dialog.Offer, error) {
	if err := k.proxies.Try(ctx, id.String()); err != nil {
		return dialog.Offer{}, err
	}
	i, err := k.proxies.Look(ctx, code)
	if err != nil {
		return dialog.Offer{}, err
	}
	names, err := k.people.NamesOf(ctx, []uuid.UUID{i.MakerID})
	return dialog.Offer{Side: i.Side, Name: person.MaskName(names[i.MakerID]), Scopes: i.Scopes, Until: i.Until}, err
}

// Accept implements dialog.Proxies.
func (kin) Accept(tx db.Tx, by audit.Actor, code string, me proxy.Consenter) (proxy.Proxy, error) {
	return proxy.Accept(tx, by, code, me)
}

// Refuse implements dialog.Proxies.
func (kin) Refuse(tx db.Tx, by audit.Actor, code string, id uuid.UUID) error {
	return proxy.Refuse(tx, by, code, id)
}

// Hold implements dialog.Proxies.
func (kin) Hold(tx db.Tx, id, agent uuid.UUID, scope proxy.Scope) (proxy.Proxy, error) {
	return proxy.Hold(tx, id, agent, scope)
}

// Looked implements dialog.Proxies.
func (kin) Looked(tx db.Tx, p proxy.Proxy, account uuid.UUID, part string) error {
	return proxy.Looked(tx, p, account, part)
}
