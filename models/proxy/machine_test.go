package proxy_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/proxy"
)

// model is what should be so, told as simply as it can be: who lets whom act in what until when.
type model struct {
	clk   *clock.Movable
	tw    *town
	dead  map[uuid.UUID]bool
	lets  map[[2]uuid.UUID]*grantOf // principal, agent → what is in force between them
	all   []*grantOf
	codes []*codeOf
}

type grantOf struct {
	id               uuid.UUID
	principal, agent uuid.UUID
	scopes           proxy.Scopes
	until            clock.Date
	survivor, over   bool
}

type codeOf struct {
	code, used string
	offer      proxy.Offer
	at         time.Time
}

func (m *model) today() clock.Date { return clock.DateOf(m.clk.Now()) }

func (m *model) inForce(g *grantOf) bool { return !g.over && m.today() <= g.until }

func (m *model) mayAct(g *grantOf) bool {
	return m.inForce(g) && !m.dead[g.agent] && (!m.dead[g.principal] || g.survivor)
}

// others counts who else acts for the principal, and whom else the agent acts for.
func (m *model) others(principal, agent uuid.UUID) (agents, principals int) {
	for pair, g := range m.lets {
		if !m.inForce(g) || pair == [2]uuid.UUID{principal, agent} {
			continue
		}
		if pair[0] == principal {
			agents++
		}
		if pair[1] == agent {
			principals++
		}
	}
	return agents, principals
}

// mayBegin is the rule, told again.
func (m *model) mayBegin(principal, agent uuid.UUID, until clock.Date, survivor bool) bool {
	agents, principals := m.others(principal, agent)
	return principal != agent && !m.dead[agent] && m.dead[principal] == survivor && until >= m.today() && agents < 5 && principals < 10
}

func (m *model) began(p proxy.Proxy) {
	pair := [2]uuid.UUID{p.PrincipalID, p.AgentID}
	if older := m.lets[pair]; older != nil && m.inForce(older) {
		older.over = true
	}
	g := &grantOf{id: p.ID, principal: p.PrincipalID, agent: p.AgentID, scopes: p.Scopes, until: p.Until, survivor: p.Kind == proxy.Survivor}
	m.lets[pair], m.all = g, append(m.all, g)
}

// Whatever people do in whatever order, the database and the model agree on who may act for whom.
func TestProxiesAgainstAModel(t *testing.T) {
	clk := clock.Stopped(dbtest.Start())
	d := dbtest.SQLiteAt(t, clk)
	rapid.Check(t, func(rt *rapid.T) {
		m := &model{clk: clk, tw: settle(t, d, 8), dead: map[uuid.UUID]bool{}, lets: map[[2]uuid.UUID]*grantOf{}}
		who := rapid.SampledFrom(m.tw.people)
		rt.Repeat(map[string]func(*rapid.T){
			"invite":    func(rt *rapid.T) { m.invite(rt, who.Draw(rt, "maker")) },
			"enter":     func(rt *rapid.T) { m.enter(rt, who.Draw(rt, "who")) },
			"paper":     func(rt *rapid.T) { m.paper(rt, who.Draw(rt, "principal"), who.Draw(rt, "agent")) },
			"hand over": func(rt *rapid.T) { m.handOver(rt, who.Draw(rt, "deceased"), who.Draw(rt, "relative")) },
			"revoke":    func(rt *rapid.T) { m.revoke(rt, who.Draw(rt, "who")) },
			"die": func(rt *rapid.T) {
				if rapid.IntRange(0, 3).Draw(rt, "fate") == 0 {
					one := who.Draw(rt, "who")
					m.tw.dies(one)
					m.dead[one] = true
				}
			},
			"wait": func(*rapid.T) { clk.Advance(time.Duration(rapid.IntRange(1, 40*24).Draw(rt, "hours")) * time.Hour) },
			"":     func(rt *rapid.T) { m.check(rt, who.Draw(rt, "looks")) },
		})
	})
}

func scopes(rt *rapid.T) proxy.Scopes {
	return rapid.SampledFrom([]proxy.Scopes{"book", "petition", "benefits", "book benefits", "book petition benefits"}).Draw(rt, "scopes")
}

func (m *model) until(rt *rapid.T) clock.Date {
	return m.today().AddDays(rapid.IntRange(0, 60).Draw(rt, "days"))
}

func (m *model) invite(rt *rapid.T, maker uuid.UUID) {
	o := proxy.Offer{Side: rapid.SampledFrom([]proxy.Side{proxy.Principal, proxy.Agent}).Draw(rt, "side"), Maker: maker, Scopes: scopes(rt), Until: m.until(rt)}
	waiting := 0
	for _, c := range m.codes {
		if c.offer.Maker == maker && c.used == "" && m.clk.Now().Before(c.at.Add(proxy.Life)) {
			waiting++
		}
	}
	var code string
	err := m.tw.do(func(tx db.Tx) (err error) { _, code, err = proxy.Invite(tx, citizen, o); return err })
	require.Equal(rt, !m.dead[maker] && waiting < 5, err == nil, "%v", err)
	if err == nil {
		m.codes = append(m.codes, &codeOf{code: code, offer: o, at: m.clk.Now()})
	}
}

func (m *model) enter(rt *rapid.T, who uuid.UUID) {
	if len(m.codes) == 0 {
		return
	}
	c := rapid.SampledFrom(m.codes).Draw(rt, "code")
	principal, agent := c.offer.Maker, who
	if c.offer.Side == proxy.Agent {
		principal, agent = who, c.offer.Maker
	}
	open := c.used == "" && m.clk.Now().Before(c.at.Add(proxy.Life))
	if rapid.IntRange(0, 4).Draw(rt, "refuse") == 0 {
		err := m.tw.do(func(tx db.Tx) error { return proxy.Refuse(tx, citizen, c.code, who) })
		require.Equal(rt, open && who != c.offer.Maker, err == nil, "%v", err)
		if err == nil {
			c.used = "refused"
		}
		return
	}
	p, err := m.tw.accepts(c.code, who)
	require.Equal(rt, open && m.mayBegin(principal, agent, c.offer.Until, false), err == nil, "%v", err)
	if err == nil {
		c.used = "accepted"
		require.Equal(rt, []uuid.UUID{principal, agent}, []uuid.UUID{p.PrincipalID, p.AgentID})
		require.Equal(rt, c.offer.Scopes, p.Scopes)
		m.began(p)
	}
}

func (m *model) paper(rt *rapid.T, principal, agent uuid.UUID) {
	f := proxy.Form{Principal: principal, Agent: agent, Scopes: scopes(rt), Until: m.until(rt)}
	m.witnessed(rt, m.mayBegin(principal, agent, f.Until, false), func(tx db.Tx, w proxy.Witness) (proxy.Proxy, error) {
		return proxy.Record(tx, clerk, f, w)
	})
}

func (m *model) handOver(rt *rapid.T, deceased, relative uuid.UUID) {
	e := proxy.Estate{Deceased: deceased, Relative: relative, Related: rapid.Bool().Draw(rt, "related"), Until: m.until(rt)}
	m.witnessed(rt, e.Related && m.mayBegin(deceased, relative, e.Until, true), func(tx db.Tx, w proxy.Witness) (proxy.Proxy, error) {
		return proxy.HandOver(tx, clerk, e, w)
	})
}

func (m *model) witnessed(rt *rapid.T, want bool, begin func(db.Tx, proxy.Witness) (proxy.Proxy, error)) {
	var p proxy.Proxy
	err := m.tw.do(func(tx db.Tx) (err error) {
		p, err = begin(tx, proxy.Witness{Staff: db.NewID(), Station: m.tw.station})
		return err
	})
	require.Equal(rt, want, err == nil, "%v", err)
	if err == nil {
		m.began(p)
	}
}

func (m *model) revoke(rt *rapid.T, who uuid.UUID) {
	if len(m.all) == 0 {
		return
	}
	g := rapid.SampledFrom(m.all).Draw(rt, "which")
	party := g.principal == who || g.agent == who
	err := m.tw.do(func(tx db.Tx) error { _, err := proxy.Revoke(tx, citizen, g.id, who); return err })
	require.Equal(rt, party, err == nil, "%v", err)
	if party {
		g.over = true
	}
}

// check asks the database about everything that one person could do.
func (m *model) check(rt *rapid.T, who uuid.UUID) {
	want := 0
	for _, g := range m.all {
		for _, s := range proxy.AllScopes() {
			may := m.mayAct(g) && g.agent == who && g.scopes.Has(s)
			require.Equal(rt, may, m.tw.holds(g.id, who, s) == nil, "%s of %v", s, g)
		}
		if m.mayAct(g) && g.agent == who {
			want++
		}
	}
	found, err := proxy.NewStore(m.tw.d).ActingFor(m.tw.t.Context(), who)
	require.NoError(rt, err)
	if m.dead[who] { // nobody asks for him; what he holds is refused above
		return
	}
	require.Len(rt, found, want)
}
