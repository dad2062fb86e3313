package proxy_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"shuangyong/models/audit"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/fault"
	"shuangyong/models/internal/orm"
	"shuangyong/models/number"
	"shuangyong/models/proxy"
)

// A father makes a code and reads it out, his daughter enters it; or she asks first, and he enters hers.
func TestACodeFromEitherSideMakesOneProxy(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		tw := settle(t, d, 3)
		dad, mei, hua := tw.people[0], tw.people[1], tw.people[2]
		p, err := tw.accepts(number.Spaced(tw.invites(proxy.Principal, dad, "book benefits")), mei)
		require.NoError(t, err)
		want := proxy.Proxy{
			ID: p.ID, Kind: proxy.Family, PrincipalID: dad, AgentID: mei, Scopes: "book benefits", From: "2026-11-23", Until: "2027-11-22", How: proxy.InApp,
			ConsentAt: dbtest.Start(), State: proxy.Active, CreatedAt: dbtest.Start(),
		}
		require.Equal(t, want, p)
		read, err := proxy.NewStore(d).ByID(t.Context(), p.ID)
		require.NoError(t, err)
		require.Equal(t, want, read)

		second, err := tw.accepts(tw.invites(proxy.Agent, hua, "petition"), dad)
		require.NoError(t, err)
		require.Equal(t, []uuid.UUID{dad, hua}, []uuid.UUID{second.PrincipalID, second.AgentID})
		mine, err := proxy.NewStore(d).Of(t.Context(), dad, proxy.List{Side: proxy.Principal, Limit: 10})
		require.NoError(t, err)
		require.Equal(t, []uuid.UUID{second.ID, p.ID}, []uuid.UUID{mine[0].ID, mine[1].ID})
		next, err := proxy.NewStore(d).Of(t.Context(), dad, proxy.List{Side: proxy.Principal, After: second.ID, Limit: 10})
		require.NoError(t, err)
		require.Equal(t, mine[1:], next)
	})
}

// A code that is unknown, misread, used, refused, recalled or over is answered the same, to the letter.
func TestEveryWrongCodeIsAnsweredAlike(t *testing.T) {
	clk := clock.Stopped(dbtest.Start())
	dbtest.EachAt(t, clk, func(t *testing.T, d *db.DB) {
		tw := settle(t, d, 3)
		dad, mei := tw.people[0], tw.people[1]
		used := tw.invites(proxy.Principal, dad, "book")
		_, err := tw.accepts(used, mei)
		require.NoError(t, err)
		refused := tw.invites(proxy.Principal, dad, "book")
		require.NoError(t, tw.do(func(tx db.Tx) error { return proxy.Refuse(tx, citizen, refused, mei) }))
		var recalled string
		require.NoError(t, tw.do(func(tx db.Tx) error {
			i, code, err := proxy.Invite(tx, citizen, proxy.Offer{Side: proxy.Principal, Maker: dad, Scopes: "book"})
			if err != nil {
				return err
			}
			recalled = code
			require.Equal(t, fault.NotFound, fault.CodeOf(proxy.Recall(tx, citizen, i.ID, mei)), "only who made it")
			return proxy.Recall(tx, citizen, i.ID, dad)
		}))
		over := tw.invites(proxy.Principal, dad, "book")
		clk.Advance(proxy.Life - time.Second)
		_, err = proxy.NewStore(d).Look(t.Context(), over)
		require.NoError(t, err)
		clk.Advance(time.Second)
		for name, code := range map[string]string{
			"used": used, "refused": refused, "recalled": recalled, "over": over, "unknown": "482193058", "no check digit": "123456789", "short": "12", "empty": "", "words": "我的号",
		} {
			_, err := tw.accepts(code, mei)
			require.Equal(t, proxy.ErrCode, fault.Of(err), name)
			_, err = proxy.NewStore(d).Look(t.Context(), code)
			require.Equal(t, proxy.ErrCode, fault.Of(err), name)
			err = tw.do(func(tx db.Tx) error { return proxy.Refuse(tx, citizen, code, mei) })
			require.Equal(t, proxy.ErrCode, fault.Of(err), name)
		}
	})
}

func TestNobodyIsAProxyForHimselfAndNoneAppointsAnother(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		tw := settle(t, d, 3)
		dad, mei, hua := tw.people[0], tw.people[1], tw.people[2]
		_, err := tw.accepts(tw.invites(proxy.Principal, dad, "book"), dad)
		require.ErrorIs(t, err, proxy.ErrSelf)
		_, err = tw.accepts(tw.invites(proxy.Agent, dad, "book"), dad)
		require.ErrorIs(t, err, proxy.ErrSelf)

		p := tw.lets(dad, mei, "book")
		require.Equal(t, fault.Forbidden, fault.CodeOf(tw.do(func(tx db.Tx) error {
			_, _, err := proxy.Invite(tx, p.Actor(mei), proxy.Offer{Side: proxy.Principal, Maker: dad, Scopes: "book"})
			return err
		})), "an agent does not appoint in his name")
		tw.lets(mei, hua, "book")
		require.ErrorIs(t, tw.holds(p.ID, hua, proxy.Book), proxy.ErrNotHeld, "who acts for her does not act for him")
	})
}

// Who enters a code to be acted for has to be known well enough; nothing is changed where he is not.
func TestOnlyWhoIsKnownLetsOthersAct(t *testing.T) {
	d := dbtest.SQLite(t)
	tw := settle(t, d, 2)
	unknown := errors.New("not known well enough")
	code := tw.invites(proxy.Agent, tw.people[1], "book")
	require.ErrorIs(t, tw.do(func(tx db.Tx) error {
		_, err := proxy.Accept(tx, citizen, code, proxy.Consenter{ID: tw.people[0], Appoint: unknown})
		return err
	}), unknown)
	_, err := tw.accepts(code, tw.people[0])
	require.NoError(t, err, "the code is still good")
	own := tw.invites(proxy.Principal, tw.people[0], "petition")
	require.NoError(t, tw.do(func(tx db.Tx) error {
		_, err := proxy.Accept(tx, citizen, own, proxy.Consenter{ID: tw.people[1], Appoint: unknown})
		return err
	}), "an agent need not be")
}

// A code read out at a station, and a signed form: the clerk is the witness.
func TestAClerkIsWitness(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		tw := settle(t, d, 3)
		dad, mei, hua := tw.people[0], tw.people[1], tw.people[2]
		w := proxy.Witness{Staff: db.NewID(), Station: tw.station}
		var byCode, onPaper proxy.Proxy
		code := tw.invites(proxy.Agent, mei, "benefits")
		require.NoError(t, tw.do(func(tx db.Tx) (err error) {
			if byCode, err = proxy.AcceptAt(tx, clerk, code, dad, w); err != nil {
				return err
			}
			onPaper, err = proxy.Record(tx, clerk, proxy.Form{Principal: dad, Agent: hua, Scopes: "petition", Until: "2027-01-31"}, w)
			return err
		}))
		require.Equal(t, []any{proxy.ByCode, w.Staff, tw.station}, []any{byCode.How, *byCode.WitnessID, *byCode.StationID})
		require.Equal(t, []any{proxy.OnPaper, w.Staff, clock.Date("2027-01-31")}, []any{onPaper.How, *onPaper.WitnessID, onPaper.Until})
		require.NoError(t, tw.holds(byCode.ID, mei, proxy.Benefits))
		require.ErrorIs(t, tw.holds(byCode.ID, mei, proxy.Book), proxy.ErrOutside)
		require.ErrorIs(t, tw.holds(byCode.ID, hua, proxy.Benefits), proxy.ErrNotHeld)
		require.ErrorIs(t, tw.holds(db.NewID(), hua, proxy.Benefits), proxy.ErrNotHeld, "as for one that does not exist")
	})
}

// One code entered by many at once makes one proxy.
func TestACodeIsGoodOnceHoweverManyEnterIt(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		const guests = 8
		tw := settle(t, d, guests+1)
		code := tw.invites(proxy.Principal, tw.people[0], "book")
		errs := make([]error, guests)
		var wg sync.WaitGroup
		for i := range guests {
			wg.Go(func() { _, errs[i] = tw.accepts(code, tw.people[i+1]) })
		}
		wg.Wait()
		won := 0
		for _, err := range errs {
			if err == nil {
				won++
				continue
			}
			require.ErrorIs(t, err, proxy.ErrCode)
		}
		require.Equal(t, 1, won)
		var rows int64
		require.NoError(t, orm.Of(d.View(t.Context())).Table("proxies").Count(&rows).Error)
		require.EqualValues(t, 1, rows)
	})
}

// Eight codes of one father are entered at once: he ends with five agents.
func TestNobodyHasMoreAgentsByTakingThemAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		const asked = 8
		tw := settle(t, d, asked+1)
		codes := make([]string, asked)
		for i := range asked {
			codes[i] = tw.invites(proxy.Agent, tw.people[i+1], "book")
		}
		errs := make([]error, asked)
		var wg sync.WaitGroup
		for i := range asked {
			wg.Go(func() { _, errs[i] = tw.accepts(codes[i], tw.people[0]) })
		}
		wg.Wait()
		taken := 0
		for _, err := range errs {
			if err == nil {
				taken++
				continue
			}
			require.ErrorIs(t, err, proxy.ErrManyAgents)
		}
		require.Equal(t, proxy.MaxAgents, taken)
	})
}

func TestFewCodesOfOnePersonWait(t *testing.T) {
	clk := clock.Stopped(dbtest.Start())
	dbtest.EachAt(t, clk, func(t *testing.T, d *db.DB) {
		tw := settle(t, d, 1)
		dad := tw.people[0]
		for range 5 {
			tw.invites(proxy.Principal, dad, "book")
		}
		again := func() error {
			return tw.do(func(tx db.Tx) error {
				_, _, err := proxy.Invite(tx, citizen, proxy.Offer{Side: proxy.Agent, Maker: dad, Scopes: "book"})
				return err
			})
		}
		require.Equal(t, fault.Full, fault.CodeOf(again()))
		waiting, err := proxy.NewStore(d).Waiting(t.Context(), dad)
		require.NoError(t, err)
		require.Len(t, waiting, 5)
		require.NoError(t, tw.do(func(tx db.Tx) error { return proxy.Recall(tx, citizen, waiting[0].ID, dad) }))
		require.NoError(t, again())
		clk.Advance(proxy.Life)
		require.NoError(t, again(), "those whose time is over do not count")
	})
}

// The log names both, and no code.
func TestWhatIsOnRecord(t *testing.T) {
	d := dbtest.SQLite(t)
	tw := settle(t, d, 2)
	code := tw.invites(proxy.Principal, tw.people[0], "book")
	p, err := tw.accepts(code, tw.people[1])
	require.NoError(t, err)
	var actions, details []string
	require.NoError(t, orm.Of(d.View(t.Context())).Table("audit_entries").Order("id").Pluck("action", &actions).Error)
	require.NoError(t, orm.Of(d.View(t.Context())).Table("audit_entries").Order("id").Pluck("detail", &details).Error)
	require.Equal(t, []string{"proxy.invite", "proxy.grant", "proxy.invitation"}, actions)
	for _, detail := range details {
		require.NotContains(t, detail, code)
	}
	require.NoError(t, tw.do(func(tx db.Tx) error { return proxy.Looked(tx, p, tw.people[1], "card") }))
	done, err := audit.DoneFor(t.Context(), d, []uuid.UUID{tw.people[0]}, uuid.Nil, 10)
	require.NoError(t, err)
	require.Len(t, done, 1)
	require.Equal(t, "查了您的优待证办到哪了", done[0].Chinese())
	require.Equal(t, audit.Actor{Kind: audit.Proxy, ID: tw.people[1].String(), For: tw.people[0].String()}, done[0].By)
	none, err := audit.DoneFor(t.Context(), d, []uuid.UUID{tw.people[1]}, uuid.Nil, 10)
	require.NoError(t, err)
	require.Empty(t, none)
	none, err = audit.DoneFor(t.Context(), d, []uuid.UUID{tw.people[0]}, done[0].ID, 10)
	require.NoError(t, err)
	require.Empty(t, none)
}
