package mini

import (
	"context"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
	"github.com/oapi-codegen/runtime/types"

	"shuangyong/handlers/openapi"
	"shuangyong/handlers/reply"
	"shuangyong/models/clock"
	"shuangyong/models/person"
	"shuangyong/models/proxy"
	"shuangyong/models/seal"
	"shuangyong/models/staff"
)

// entered reads the code that the caller enters, and counts the try.
func (d *Door) entered(c *gin.Context, who caller) (code string, ok bool) {
	var in ProxyCodeEntered
	if !openapi.Bind(c, &in) {
		return "", false
	}
	if err := d.o.Proxies.Try(c.Request.Context(), who.person.String()); err != nil {
		reply.Refuse(c, err)
		return "", false
	}
	return in.Code, true
}

// scopesOf reads the scopes of a request.
func scopesOf(list []ProxyScope) (proxy.Scopes, error) {
	scopes := make([]proxy.Scope, len(list))
	for i, s := range list {
		scopes[i] = proxy.Scope(s)
	}
	return proxy.ScopesOf(scopes...)
}

func wordsOf(ss proxy.Scopes) []ProxyScope {
	list := []ProxyScope{}
	for _, s := range ss.List() {
		list = append(list, ProxyScope(s))
	}
	return list
}

// day is a date as the API tells it.
func day(d clock.Date) types.Date { return types.Date{Time: d.At(0, 0)} }

// dayOf reads a date; none is the empty one.
func dayOf(d *types.Date) clock.Date {
	if d == nil {
		return ""
	}
	return clock.Date(d.Format(types.DateFormat))
}

// shown are proxies as one of their two people sees them: the other's name masked.
func (d *Door) shown(ctx context.Context, me uuid.UUID, all []proxy.Proxy) ([]Proxy, error) {
	var others, clerks []uuid.UUID
	for _, p := range all {
		others = append(others, other(p, me))
		if p.WitnessID != nil {
			clerks = append(clerks, *p.WitnessID)
		}
	}
	names, err := d.o.People.NamesOf(ctx, others)
	if err != nil {
		return nil, err
	}
	witnesses, err := staff.Names(d.o.DB.View(ctx), clerks)
	if err != nil {
		return nil, err
	}
	items := make([]Proxy, len(all))
	for i, p := range all {
		items[i] = show(p, me, names[others[i]], clock.DateOf(d.o.DB.Clock().Now()))
		if p.WitnessID != nil && witnesses[*p.WitnessID] != "" {
			name := witnesses[*p.WitnessID]
			items[i].Witness = &name
		}
	}
	return items, nil
}

func other(p proxy.Proxy, me uuid.UUID) uuid.UUID {
	if p.AgentID == me {
		return p.PrincipalID
	}
	return p.AgentID
}

func show(p proxy.Proxy, me uuid.UUID, name seal.Text, today clock.Date) Proxy {
	side := ProxySidePrincipal
	if p.AgentID == me {
		side = ProxySideAgent
	}
	out := Proxy{
		ID: p.ID, Kind: ProxyKind(p.Kind), Side: side, Name: person.MaskName(name), Scopes: wordsOf(p.Scopes), From: day(p.From), Until: day(p.Until),
		How: ProxyHow(p.How), HowText: p.How.Chinese(), ConsentAt: instant(p.ConsentAt), State: ProxyState(p.StateOn(today)),
	}
	if p.EndedAt != nil {
		at, by, why := instant(*p.EndedAt), ProxyEndedBy(p.EndedBy), ProxyReason(p.Reason)
		out.EndedAt, out.EndedBy, out.Reason = &at, &by, &why
	}
	return out
}
