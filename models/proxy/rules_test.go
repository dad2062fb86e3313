package proxy_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"shuangyong/models/clock"
	"shuangyong/models/fault"
	"shuangyong/models/proxy"
)

var (
	father   = uuid.MustParse("018f0000-0000-7000-8000-000000000001")
	daughter = uuid.MustParse("018f0000-0000-7000-8000-000000000002")
)

func TestWhoMayBegin(t *testing.T) {
	good := proxy.Proxy{Kind: proxy.Family, PrincipalID: father, AgentID: daughter, Scopes: "book", From: today, Until: "2027-11-22", State: proxy.Active}
	survivor := good
	survivor.Kind = proxy.Survivor
	with := func(change func(*proxy.Proxy)) proxy.Proxy { p := good; change(&p); return p }
	for name, c := range map[string]struct {
		p    proxy.Proxy
		f    proxy.Facts
		want error
	}{
		"a daughter for her father":        {good, proxy.Facts{}, nil},
		"nobody for himself":               {with(func(p *proxy.Proxy) { p.AgentID = father }), proxy.Facts{}, proxy.ErrSelf},
		"three years":                      {with(func(p *proxy.Proxy) { p.Until = "2029-11-22" }), proxy.Facts{}, nil},
		"the fifth agent":                  {good, proxy.Facts{Agents: 4}, nil},
		"the sixth agent":                  {good, proxy.Facts{Agents: 5}, proxy.ErrManyAgents},
		"the tenth principal":              {good, proxy.Facts{Principals: 9}, nil},
		"the eleventh principal":           {good, proxy.Facts{Principals: 10}, proxy.ErrManyOthers},
		"a dead father":                    {good, proxy.Facts{PrincipalDied: "2026-11-01"}, proxy.ErrDied},
		"a dead daughter":                  {good, proxy.Facts{AgentDied: "2026-11-01"}, proxy.ErrDied},
		"what a dead father left":          {survivor, proxy.Facts{PrincipalDied: "2026-11-01"}, nil},
		"what a living father did not":     {survivor, proxy.Facts{}, proxy.ErrAlive},
		"what a dead father left the dead": {survivor, proxy.Facts{PrincipalDied: "2026-11-01", AgentDied: "2026-11-02"}, proxy.ErrDied},
	} {
		require.ErrorIs(t, c.p.MayBegin(c.f, today), c.want, name)
	}
	for _, until := range []clock.Date{"2026-11-22", "2029-11-23", "2099-01-01"} {
		p := good
		p.Until = until
		require.Equal(t, "proxy.until", fault.Of(p.MayBegin(proxy.Facts{}, today)).Reason, until)
	}
	require.Equal(t, clock.Date("2027-11-22"), proxy.UntilOr("", today), "a year")
}

// The type knows no scope for ride codes, so that nobody can be let have one.
func TestThereIsNoScopeForRideCodes(t *testing.T) {
	for _, s := range []proxy.Scope{"ride_code", "ride", "bus.code", "", "book petition"} {
		_, err := proxy.ScopesOf(s)
		require.Equal(t, fault.Invalid, fault.CodeOf(err), s)
		_, err = proxy.ScopesOf(proxy.Book, s)
		require.Equal(t, fault.Invalid, fault.CodeOf(err), s)
	}
	all, err := proxy.ScopesOf(proxy.Benefits, proxy.Book, proxy.Petition, proxy.Book)
	require.NoError(t, err)
	require.Equal(t, proxy.Scopes("book petition benefits"), all)
	require.Equal(t, "预约；反映诉求、查进度；查优待、优待证和补助", all.Chinese())
}

// Whatever the facts: who may act is in force, within the scope, within the days, and both live unless it was handed over.
func TestWhoMayActIsAlwaysAllowedTo(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		day := func(name string) clock.Date { return today.AddDays(rapid.IntRange(-3, 3).Draw(rt, name)) }
		died := func(name string) clock.Date { return rapid.SampledFrom([]clock.Date{"", today}).Draw(rt, name) }
		var list []proxy.Scope
		for _, s := range proxy.AllScopes() {
			if rapid.Bool().Draw(rt, string(s)) {
				list = append(list, s)
			}
		}
		scopes, _ := proxy.ScopesOf(list...)
		p := proxy.Proxy{
			Kind: rapid.SampledFrom([]proxy.Kind{proxy.Family, proxy.Survivor}).Draw(rt, "kind"), Scopes: scopes, From: day("from"), Until: day("until"),
			State: rapid.SampledFrom([]proxy.State{proxy.Active, proxy.Revoked, proxy.Ended}).Draw(rt, "state"),
		}
		f := proxy.Facts{PrincipalDied: died("principal"), AgentDied: died("agent")}
		scope := rapid.SampledFrom(proxy.AllScopes()).Draw(rt, "scope")
		inForce := p.State == proxy.Active && p.From <= today && today <= p.Until && f.AgentDied == "" && (f.PrincipalDied == "" || p.Kind == proxy.Survivor)
		inScope := false
		for _, s := range list {
			inScope = inScope || s == scope
		}
		err := p.MayAct(f, scope, today)
		switch {
		case !inForce:
			require.ErrorIs(rt, err, proxy.ErrNotHeld)
		case !inScope:
			require.ErrorIs(rt, err, proxy.ErrOutside)
		default:
			require.NoError(rt, err)
		}
	})
}
