package bus_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/models/bus"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/fault"
)

func TestFeedIsKeptAndReloaded(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		stored := bus.NewDirectory(bus.NewStore(d))
		require.NoError(t, stored.Load(t.Context()))
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error { return bus.InsertFeed(tx, sample()) }))
		revs, err := d.Revisions(t.Context())
		require.NoError(t, err)
		require.NoError(t, stored.Refresh(t.Context(), revs[bus.Subject]))

		fresh := bus.DirectoryOf(sample())
		for _, day := range []clock.Date{"2026-11-23", "2026-11-24", "2026-11-28", "2027-01-01"} {
			for _, stop := range []string{"s1", "s2", "s3"} {
				require.Equal(t, fresh.Departures(stop, day.At(0, 0), 20), stored.Departures(stop, day.At(0, 0), 20), "%s %s", day, stop)
			}
		}
		require.Equal(t, fresh.Pioneers(), stored.Pioneers())
		require.Equal(t, fresh.StopByName("东街"), stored.StopByName("东街"))
		require.Equal(t, fresh.Concessions("veteran", "2026-11-23"), stored.Concessions("veteran", "2026-11-23"))
		_, want, _ := fresh.Route("1路")
		_, got, ok := stored.Route("1路")
		require.True(t, ok)
		require.Equal(t, want, got)

		for name, bad := range map[string]bus.Feed{
			"a trip of no line":      {Trips: []bus.Trip{{ID: "x", RouteID: "none", ServiceID: "wd"}}},
			"a call at no stop":      {StopTimes: []bus.StopTime{{TripID: "t1", Sequence: 9, StopID: "none"}}},
			"the same call twice":    {StopTimes: []bus.StopTime{{TripID: "t1", Sequence: 1, StopID: "s1"}}},
			"the same service again": {Services: []bus.Service{{ID: "wd", Weekdays: "1111111", StartOn: "2026-01-01", EndOn: "2026-12-31"}}},
		} {
			err := d.InTx(t.Context(), func(tx db.Tx) error { return bus.InsertFeed(tx, bad) })
			require.Equal(t, fault.Conflict, fault.CodeOf(err), name)
		}
		require.Error(t, d.InTx(t.Context(), func(tx db.Tx) error {
			return bus.InsertFeed(tx, bus.Feed{Concessions: []bus.Concession{{Status: "veteran", Fare: bus.Percentage, Percent: 120}}})
		}), "nobody pays more than the fare")
	})
}
