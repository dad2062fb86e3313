package appointment_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"shuangyong/models/appointment"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/fault"
	"shuangyong/models/person"
	"shuangyong/models/station"
)

const (
	city = station.Path("990100/")
	east = station.Path("990100/990101/")
	west = station.Path("990100/990102/")
)

func plant(t *testing.T, d *db.DB) map[station.Path]uuid.UUID {
	t.Helper()
	s := []station.Station{
		{Code: "1", ShortName: "市中心", Level: station.City, Path: city},
		{Code: "2", ShortName: "东街服务站", Level: station.Town, Path: east},
		{Code: "3", ShortName: "西街服务站", Level: station.Town, Path: west},
	}
	require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error {
		if err := station.InsertStations(tx, s); err != nil {
			return err
		}
		return appointment.InsertServices(tx, []appointment.Service{
			{Code: "优待证", Minutes: 30, Limited: true, SortOrder: 2},
			{Code: "信访接待", Minutes: 30, SortOrder: 1},
		})
	}))
	return map[station.Path]uuid.UUID{city: s[0].ID, east: s[1].ID, west: s[2].ID}
}

func TestFreeIn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ids := plant(t, d)
		store := appointment.NewStore(d)
		slot := func(at station.Path, service string, day clock.Date, hour, capacity, taken int) appointment.Slot {
			starts := day.At(hour, 0).UTC()
			return appointment.Slot{
				StationID: ids[at], Path: at, Service: service, Day: day, StartsAt: starts, EndsAt: starts.Add(30 * time.Minute),
				Window: "1号窗口", Capacity: capacity, Taken: taken,
			}
		}
		rows := []appointment.Slot{
			slot(east, "优待证", "2026-11-24", 9, 2, 1),
			slot(east, "优待证", "2026-11-24", 10, 2, 2), // full
			slot(west, "优待证", "2026-11-24", 8, 1, 0),
			slot(east, "优待证", "2026-11-27", 9, 1, 0),
			slot(east, "优待证", "2026-11-30", 9, 1, 0),
			slot(east, "信访接待", "2026-11-24", 9, 1, 1), // full, and still open: reception is a right
		}
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error { return appointment.InsertSlots(tx, rows) }))
		ask := func(q appointment.FreeQuery) []string {
			t.Helper()
			free, err := store.FreeIn(t.Context(), q)
			require.NoError(t, err)
			list := []string{}
			for _, f := range free {
				list = append(list, f.StationName+" "+f.StartsAt.In(clock.Shanghai).Format("02 15"))
			}
			return list
		}
		week := appointment.FreeQuery{Service: "优待证", From: "2026-11-23", To: "2026-11-29", Limit: 10}
		require.Equal(t, []string{"西街服务站 24 08", "东街服务站 24 09", "东街服务站 27 09"}, ask(week))
		q := week
		q.Path = east
		require.Equal(t, []string{"东街服务站 24 09", "东街服务站 27 09"}, ask(q))
		q.After = clock.Date("2026-11-24").At(9, 0)
		require.Equal(t, []string{"东街服务站 27 09"}, ask(q), "what begins now is too late")
		q = week
		q.Path, q.Limit = city, 1
		require.Equal(t, []string{"西街服务站 24 08"}, ask(q))
		q = week
		q.Service = "信访接待"
		require.Equal(t, []string{"东街服务站 24 09"}, ask(q))
		q.Service = "没有"
		require.Empty(t, ask(q))

		services, err := store.Services(t.Context())
		require.NoError(t, err)
		require.Equal(t, "信访接待", services[0].Code)
		require.Len(t, services, 2)

		err = d.InTx(t.Context(), func(tx db.Tx) error {
			return appointment.InsertSlots(tx, []appointment.Slot{slot(west, "优待证", "2026-12-01", 8, 1, 2)})
		})
		require.Error(t, err, "never more taken than there are")
		err = d.InTx(t.Context(), func(tx db.Tx) error { return appointment.InsertSlots(tx, rows[:1]) })
		require.Equal(t, fault.Conflict, fault.CodeOf(err), "a window has a span once")
	})
}

func TestBookingsAreKept(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ids := plant(t, d)
		starts := clock.Date("2026-11-24").At(9, 0).UTC()
		slots := []appointment.Slot{{
			StationID: ids[east], Path: east, Service: "优待证", Day: "2026-11-24", StartsAt: starts, EndsAt: starts.Add(time.Hour),
			Window: "1号窗口", Capacity: 1, Taken: 1,
		}}
		who := []person.Person{{Name: "郑守田", StationID: ids[east], StationPath: east}}
		book := func(number string, subject uuid.UUID) error {
			return d.InTx(t.Context(), func(tx db.Tx) error {
				return appointment.InsertBookings(tx, []appointment.Booking{{Number: number, SlotID: slots[0].ID, SubjectID: subject, BookerID: who[0].ID, Status: appointment.Booked}})
			})
		}
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error {
			if err := person.InsertPeople(tx, who); err != nil {
				return err
			}
			return appointment.InsertSlots(tx, slots)
		}))
		require.NoError(t, book("482193057", who[0].ID))
		require.Equal(t, fault.Conflict, fault.CodeOf(book("482193057", who[0].ID)), "a number is given once")
		require.Equal(t, fault.Conflict, fault.CodeOf(book("100000009", db.NewID())), "a booking is somebody's")
	})
}
