package jobs_test

import (
	"bytes"
	"log/slog"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"shuangyong/models/audit"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/handoff"
	"shuangyong/models/lease"
	"shuangyong/models/person"
	"shuangyong/models/privacy"
	"shuangyong/models/proxy"
	"shuangyong/models/station"
	"shuangyong/server/jobs"
)

const town = station.Path("990100/")

var tester = audit.Actor{Kind: audit.System, ID: "test"}

// two makes two people at a station, upon the second of whom there is a hold of a year and a half.
func two(t *testing.T, d *db.DB) (free, held uuid.UUID) {
	t.Helper()
	stations := []station.Station{{ID: db.NewID(), Code: "990100", Level: station.City, Path: town}}
	free, held = db.NewID(), db.NewID()
	require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error {
		if err := station.InsertStations(tx, stations); err != nil {
			return err
		}
		people := []person.Person{{ID: free, Name: "郑守田", StationID: stations[0].ID, StationPath: town}, {ID: held, Name: "何建军", StationID: stations[0].ID, StationPath: town}}
		if err := person.InsertPeople(tx, people); err != nil {
			return err
		}
		_, err := privacy.NewStore(d).Place(tx, tester, privacy.Hold{PersonID: held, StationPath: town, Reason: "lawsuit", UntilOn: clock.DateOf(tx.Now()).AddDays(540)})
		return err
	}))
	return free, held
}

func TestWhatIsPastItsTermGoesOnItsDayAndIsOnRecord(t *testing.T) {
	c := clock.Stopped(dbtest.Start())
	dbtest.EachAt(t, c, func(t *testing.T, d *db.DB) {
		back := c.Now()
		defer func() { c.Advance(back.Sub(c.Now())) }()
		free, held := two(t, d)
		kept := privacy.NewStore(d)
		closed := c.Now()
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error {
			rows := []handoff.Request{
				{Kind: handoff.CallBack, PersonID: &free, StationPath: town, Summary: "想问补助", PromisedAt: closed, ClosedAt: &closed},
				{Kind: handoff.CallBack, PersonID: &held, StationPath: town, Summary: "想问补助", PromisedAt: closed, ClosedAt: &closed},
				{Kind: handoff.CallBack, PersonID: &free, StationPath: town, Summary: "还在等", PromisedAt: closed},
			}
			if err := handoff.InsertRequests(tx, rows); err != nil {
				return err
			}
			_, err := kept.Keep(tx, tester, privacy.Who{Account: db.NewID(), Person: free}, []byte("zip"))
			return err
		}))
		var log bytes.Buffer
		work := func() { runner(d, slog.New(slog.NewJSONHandler(&log, nil)), "me").Once(t.Context(), jobs.Retention(d)) }
		runs := func() map[string][2]int {
			all, err := kept.Runs(t.Context(), uuid.Nil, 100)
			require.NoError(t, err)
			sum := map[string][2]int{}
			for _, r := range all {
				sum[r.Term] = [2]int{sum[r.Term][0] + r.Deleted, r.Held}
			}
			return sum
		}
		calls := func(id uuid.UUID) (open, settled int) {
			open, settled, err := handoff.CountOf(d.View(t.Context()), id, nil)
			require.NoError(t, err)
			return open, settled
		}

		c.Advance(7*24*time.Hour - time.Second)
		work()
		require.Empty(t, runs(), "nothing a second before")
		c.Advance(2 * time.Second)
		work()
		require.Equal(t, map[string][2]int{"copies": {1, 0}}, runs())
		c.Advance(83 * 24 * time.Hour)
		work()
		require.Equal(t, [2]int{1, 1}, runs()["handoffs"], "one goes, one is held")
		open, settled := calls(free)
		require.Equal(t, []int{1, 0}, []int{open, settled}, "who waits goes on waiting")
		_, settled = calls(held)
		require.Equal(t, 1, settled)
		c.Advance(500 * 24 * time.Hour)
		work()
		_, settled = calls(held)
		require.Zero(t, settled, "the hold ended by itself")
		require.Equal(t, 2, runs()["handoffs"][0])
		recorded, err := lease.Runs(t.Context(), d, privacy.RetentionJob, 10)
		require.NoError(t, err)
		require.Len(t, recorded, 3)
		require.NotContains(t, log.String(), "补助")
	})
}

func TestConsentsThatHoldAreNeverSwept(t *testing.T) {
	c := clock.Stopped(dbtest.Start())
	dbtest.EachAt(t, c, func(t *testing.T, d *db.DB) {
		back := c.Now()
		defer func() { c.Advance(back.Sub(c.Now())) }()
		_, _ = two(t, d)
		kept, people := privacy.NewStore(d), person.NewStore(d)
		var account person.Account
		decide := func(agreed bool, p privacy.Purpose) {
			require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error {
				return kept.Decide(tx, tester, privacy.Who{Account: account.ID}, 1, agreed, []privacy.Purpose{p})
			}))
		}
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) (err error) {
			account, err = people.Follow(tx, tester, person.MiniProgram, "oABC", "", tx.Now())
			return err
		}))
		decide(true, privacy.Basic)
		decide(true, privacy.Voice)
		decide(false, privacy.Voice)
		left := func() int {
			all, err := kept.ConsentsOf(t.Context(), privacy.Who{Account: account.ID})
			require.NoError(t, err)
			return len(all)
		}
		work := func() { runner(d, quiet, "me").Once(t.Context(), jobs.Retention(d)) }
		c.Advance(3*365*24*time.Hour + time.Hour)
		work()
		require.Equal(t, 2, left(), "what stands stays as long as the account; what was replaced three years ago goes")
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error {
			return people.Forget(tx, tester, person.MiniProgram, account.OpenIDIndex)
		}))
		work()
		require.Zero(t, left())
	})
}

func TestARequestUnderAHoldIsKeptAndCounted(t *testing.T) {
	c := clock.Stopped(dbtest.Start())
	dbtest.EachAt(t, c, func(t *testing.T, d *db.DB) {
		back := c.Now()
		defer func() { c.Advance(back.Sub(c.Now())) }()
		free, held := two(t, d)
		kept := privacy.NewStore(d)
		for _, id := range []uuid.UUID{free, held} {
			require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error {
				r, err := kept.Ask(tx, tester, privacy.Request{PersonID: id, StationPath: town, Field: "phone", DueOn: clock.DateOf(tx.Now())})
				if err == nil {
					_, err = kept.Answer(tx, tester, audit.Scope{Prefix: string(town)}, r.ID, privacy.Decision{Agreed: true})
				}
				return err
			}))
		}
		c.Advance(3*365*24*time.Hour + time.Hour)
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error {
			_, err := kept.Place(tx, tester, privacy.Hold{PersonID: held, StationPath: town, Reason: "review", UntilOn: clock.DateOf(tx.Now()).AddDays(30)})
			return err
		}))
		last := func() privacy.Run {
			runner(d, quiet, "me").Once(t.Context(), jobs.Retention(d))
			all, err := kept.Runs(t.Context(), uuid.Nil, 1)
			require.NoError(t, err)
			require.Equal(t, "requests", all[0].Term)
			return all[0]
		}
		first := last()
		require.Equal(t, []int{1, 1}, []int{first.Deleted, first.Held})
		c.Advance(31 * 24 * time.Hour)
		second := last()
		require.Equal(t, []int{1, 0}, []int{second.Deleted, second.Held}, "the hold is over")
	})
}

func TestCodesThatAreOverGo(t *testing.T) {
	c := clock.Stopped(dbtest.Start())
	dbtest.EachAt(t, c, func(t *testing.T, d *db.DB) {
		back := c.Now()
		defer func() { c.Advance(back.Sub(c.Now())) }()
		free, _ := two(t, d)
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error {
			_, _, err := proxy.Invite(tx, tester, proxy.Offer{Side: proxy.Principal, Maker: free, Scopes: "book"})
			return err
		}))
		left := func() int {
			runner(d, quiet, "me").Once(t.Context(), jobs.Retention(d))
			kept, err := proxy.Export(d.View(t.Context()), free)
			require.NoError(t, err)
			return len(kept.Codes)
		}
		c.Advance(30 * 24 * time.Hour)
		require.Equal(t, 1, left(), "thirty days from when it was over")
		c.Advance(24*time.Hour + time.Second)
		require.Zero(t, left())
	})
}
