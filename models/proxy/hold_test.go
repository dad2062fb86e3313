package proxy_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/internal/orm"
	"shuangyong/models/proxy"
)

// What was found in force a moment ago, and was revoked since, is refused when the act commits; nothing of the act stays.
func TestWhatIsRevokedInTheMiddleIsRefusedAtTheEnd(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		tw := settle(t, d, 2)
		dad, mei := tw.people[0], tw.people[1]
		p := tw.lets(dad, mei, "book")
		found, err := proxy.NewStore(d).ActingFor(t.Context(), mei)
		require.NoError(t, err)
		require.Len(t, found, 1)
		same, err := proxy.NewStore(d).ActedBy(t.Context(), dad)
		require.NoError(t, err)
		require.Equal(t, found, same)

		require.NoError(t, tw.do(func(tx db.Tx) error { _, err := proxy.Revoke(tx, citizen, p.ID, dad); return err }))
		require.ErrorIs(t, tw.do(func(tx db.Tx) error {
			if err := proxy.Looked(tx, found[0], mei, "card"); err != nil {
				return err
			}
			_, err := proxy.Hold(tx, found[0].ID, mei, proxy.Book)
			return err
		}), proxy.ErrNotHeld)
		var looks int64
		require.NoError(t, orm.Of(d.View(t.Context())).Table("audit_entries").Where("action = ?", "proxy.look").Count(&looks).Error)
		require.Zero(t, looks)
	})
}

// Who revokes while somebody acts waits until the act is done (here: until he is tired of waiting); whoever acts after a revocation is refused.
func TestRevokingWaitsForTheActThatHolds(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		tw := settle(t, d, 2)
		dad, mei := tw.people[0], tw.people[1]
		p := tw.lets(dad, mei, "book")
		revoke := func(ctx context.Context) error {
			return d.InTx(ctx, func(tx db.Tx) error { _, err := proxy.Revoke(tx, citizen, p.ID, dad); return err })
		}
		held, release, acted := make(chan struct{}), make(chan struct{}), make(chan error, 1)
		go func() {
			acted <- tw.do(func(tx db.Tx) error {
				_, err := proxy.Hold(tx, p.ID, mei, proxy.Book)
				close(held)
				<-release
				return err
			})
		}()
		<-held
		tired, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		require.Error(t, revoke(tired))
		close(release)
		require.NoError(t, <-acted)
		require.NoError(t, revoke(t.Context()))
		require.ErrorIs(t, tw.holds(p.ID, mei, proxy.Book), proxy.ErrNotHeld)
	})
}

func TestEitherSideRevokesAndNobodyElse(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		tw := settle(t, d, 3)
		dad, mei, hua := tw.people[0], tw.people[1], tw.people[2]
		for _, side := range []proxy.Side{proxy.Principal, proxy.Agent} {
			p := tw.lets(dad, mei, "book")
			who := dad
			if side == proxy.Agent {
				who = mei
			}
			revoke := func() (ended proxy.Proxy, err error) {
				err = tw.do(func(tx db.Tx) (err error) { ended, err = proxy.Revoke(tx, citizen, p.ID, who); return err })
				return ended, err
			}
			require.ErrorIs(t, tw.do(func(tx db.Tx) error { _, err := proxy.Revoke(tx, citizen, p.ID, hua); return err }), proxy.ErrNotFound)
			ended, err := revoke()
			require.NoError(t, err)
			require.Equal(t, []any{proxy.Revoked, side, proxy.Withdrawn}, []any{ended.State, ended.EndedBy, ended.Reason})
			read, err := proxy.NewStore(d).ByID(t.Context(), p.ID)
			require.NoError(t, err)
			require.Equal(t, read, ended)
			again, err := revoke()
			require.NoError(t, err, "what is over stays as it is")
			require.Equal(t, ended, again)
		}
		p := tw.lets(dad, mei, "book")
		require.NoError(t, tw.do(func(tx db.Tx) error { _, err := proxy.RevokeAt(tx, clerk, p.ID, proxy.Principal); return err }))
		require.ErrorIs(t, tw.holds(p.ID, mei, proxy.Book), proxy.ErrNotHeld)
	})
}

func TestDeathEndsItAndRelativesTakeOver(t *testing.T) {
	clk := clock.Stopped(dbtest.Start())
	dbtest.EachAt(t, clk, func(t *testing.T, d *db.DB) {
		tw := settle(t, d, 3)
		dad, mei, hua := tw.people[0], tw.people[1], tw.people[2]
		w := proxy.Witness{Staff: db.NewID(), Station: tw.station}
		handOver := func(related bool) (p proxy.Proxy, err error) {
			err = tw.do(func(tx db.Tx) (err error) {
				p, err = proxy.HandOver(tx, clerk, proxy.Estate{Deceased: dad, Relative: mei, Related: related}, w)
				return err
			})
			return p, err
		}
		before := tw.lets(dad, mei, "book petition benefits")
		other := tw.lets(hua, dad, "book")
		_, err := handOver(true)
		require.ErrorIs(t, err, proxy.ErrAlive)

		tw.dies(dad)
		require.ErrorIs(t, tw.holds(before.ID, mei, proxy.Petition), proxy.ErrNotHeld, "from the moment that it is recorded")
		found, err := proxy.NewStore(d).ActingFor(t.Context(), mei)
		require.NoError(t, err)
		require.Empty(t, found)
		require.NoError(t, tw.do(func(tx db.Tx) error { return proxy.Died(tx, clerk, dad) }))
		for _, p := range []proxy.Proxy{before, other} {
			read, err := proxy.NewStore(d).ByID(t.Context(), p.ID)
			require.NoError(t, err)
			require.Equal(t, []any{proxy.Ended, proxy.Death}, []any{read.State, read.Reason})
		}

		_, err = handOver(false)
		require.ErrorIs(t, err, proxy.ErrRelation)
		p, err := handOver(true)
		require.NoError(t, err)
		require.NoError(t, tw.holds(p.ID, mei, proxy.Petition))
		require.NoError(t, tw.holds(p.ID, mei, proxy.Benefits))
		require.ErrorIs(t, tw.holds(p.ID, mei, proxy.Book), proxy.ErrOutside, "only what concerns her")
		require.NoError(t, tw.do(func(tx db.Tx) error { return proxy.Died(tx, clerk, dad) }))
		require.NoError(t, tw.holds(p.ID, mei, proxy.Petition), "his death does not end what follows from it")
		found, err = proxy.NewStore(d).ActingFor(t.Context(), mei)
		require.NoError(t, err)
		require.Len(t, found, 1)

		clk.Advance(366 * 24 * time.Hour)
		require.ErrorIs(t, tw.holds(p.ID, mei, proxy.Petition), proxy.ErrNotHeld, "a year later")
		read, err := proxy.NewStore(d).ByID(t.Context(), p.ID)
		require.NoError(t, err)
		require.Equal(t, proxy.Expired, read.StateOn(clock.DateOf(clk.Now())))
		_, err = tw.accepts(tw.invites(proxy.Agent, mei, "book"), dad)
		require.Error(t, err, "the dead agree to nothing")
	})
}
