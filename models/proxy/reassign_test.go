package proxy_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/proxy"
)

func TestTwoRecordsOfOnePersonBecomeOneAndNobodyIsHisOwnProxy(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		tw := settle(t, d, 4)
		dad, twice, mei, hua := tw.people[0], tw.people[1], tw.people[2], tw.people[3]
		own := tw.lets(dad, twice, "book")
		older := tw.lets(dad, mei, "book")
		newer := tw.lets(twice, mei, "petition")
		moved := tw.lets(hua, twice, "book")
		code := tw.invites(proxy.Principal, twice, "benefits")
		require.NoError(t, tw.do(func(tx db.Tx) error { return proxy.Reassign(tx, clerk, twice, dad) }))

		read := func(p proxy.Proxy) proxy.Proxy {
			now, err := proxy.NewStore(d).ByID(t.Context(), p.ID)
			require.NoError(t, err)
			return now
		}
		require.Equal(t, []any{proxy.Ended, proxy.Merged}, []any{read(own).State, read(own).Reason})
		require.Equal(t, []any{proxy.Ended, proxy.Merged}, []any{read(older).State, read(older).Reason})
		require.Equal(t, []any{proxy.Active, dad}, []any{read(newer).State, read(newer).PrincipalID})
		require.Equal(t, []any{proxy.Active, dad}, []any{read(moved).State, read(moved).AgentID})
		require.NoError(t, tw.holds(newer.ID, mei, proxy.Petition))
		p, err := tw.accepts(code, hua)
		require.NoError(t, err)
		require.Equal(t, dad, p.PrincipalID, "his code is still good")

		mine, err := proxy.Export(d.View(t.Context()), dad)
		require.NoError(t, err)
		require.Len(t, mine.ActForMe, 4)
		require.Len(t, mine.IActFor, 2)
		require.Len(t, mine.Codes, 4)
		none, err := proxy.Export(d.View(t.Context()), twice)
		require.NoError(t, err)
		require.Equal(t, 0, len(none.ActForMe)+len(none.IActFor)+len(none.Codes))
	})
}

// One record has the proxies, the other the death.
func TestADeathThatTheOtherRecordToldEndsThem(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		tw := settle(t, d, 4)
		dad, twice, mei, hua := tw.people[0], tw.people[1], tw.people[2], tw.people[3]
		forHim, byHim, others := tw.lets(dad, mei, "book"), tw.lets(hua, dad, "book"), tw.lets(hua, mei, "book")
		tw.dies(dad) // as the merge of the records left him
		require.NoError(t, tw.do(func(tx db.Tx) error { return proxy.Reassign(tx, clerk, twice, dad) }))
		for p, want := range map[proxy.Proxy][]any{forHim: {proxy.Ended, proxy.Death}, byHim: {proxy.Ended, proxy.Death}, others: {proxy.Active, proxy.Reason("")}} {
			now, err := proxy.NewStore(d).ByID(t.Context(), p.ID)
			require.NoError(t, err)
			require.Equal(t, want, []any{now.State, now.Reason})
		}
	})
}

func TestErasingEndsWhatIsInForceAndKeepsThatItWas(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		tw := settle(t, d, 3)
		dad, mei, hua := tw.people[0], tw.people[1], tw.people[2]
		first, second := tw.lets(dad, mei, "book"), tw.lets(hua, dad, "book")
		code := tw.invites(proxy.Agent, dad, "book")
		require.NoError(t, tw.do(func(tx db.Tx) error { return proxy.Erase(tx, clerk, dad) }))
		require.ErrorIs(t, tw.holds(first.ID, mei, proxy.Book), proxy.ErrNotHeld)
		require.ErrorIs(t, tw.holds(second.ID, dad, proxy.Book), proxy.ErrNotHeld)
		_, err := tw.accepts(code, hua)
		require.ErrorIs(t, err, proxy.ErrCode)
		hers, err := proxy.Export(d.View(t.Context()), mei)
		require.NoError(t, err)
		require.Len(t, hers.IActFor, 1, "she may have to show it")
		require.Equal(t, proxy.Erased, hers.IActFor[0].Reason)
	})
}
