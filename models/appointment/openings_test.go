package appointment_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shuangyong/models/appointment"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/fault"
	"shuangyong/models/internal/orm"
)

// many slots at one station, half an hour apart from 8:00 on.
func many(t *testing.T, d *db.DB, n int) (first time.Time) {
	t.Helper()
	ids := plant(t, d)
	first = clock.Date("2026-11-24").At(8, 0).UTC()
	rows := make([]appointment.Slot, n)
	for i := range rows {
		at := first.Add(time.Duration(i) * 30 * time.Minute)
		rows[i] = appointment.Slot{
			StationID: ids[east], Path: east, Service: "优待证", Day: clock.DateOf(at), StartsAt: at, EndsAt: at.Add(30 * time.Minute),
			Window: "1号窗口", Capacity: 1,
		}
	}
	require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error { return appointment.InsertSlots(tx, rows) }))
	return first
}

func TestOpeningsAreAMomentOld(t *testing.T) {
	clk := clock.Stopped(dbtest.Start())
	dbtest.EachAt(t, clk, func(t *testing.T, d *db.DB) {
		many(t, d, 3)
		o := appointment.NewOpenings(appointment.NewStore(d), clk)
		free := func() int {
			t.Helper()
			got, err := o.FreeIn(t.Context(), appointment.FreeQuery{Service: "优待证", From: "2026-11-23", To: "2026-11-30", After: clk.Now(), Limit: 10})
			require.NoError(t, err)
			return len(got)
		}
		require.Equal(t, 3, free())
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error {
			return orm.Of(tx).Exec("UPDATE appointment_slots SET taken = 1 WHERE starts_at = (SELECT s FROM (SELECT MIN(starts_at) AS s FROM appointment_slots) AS first)").Error
		}))
		clk.Advance(900 * time.Millisecond)
		require.Equal(t, 3, free())
		clk.Advance(100 * time.Millisecond)
		require.Equal(t, 2, free())
	})
}

// Whatever is asked in whatever order, the answer is the store's.
func TestOpeningsAnswerAsTheStoreDoes(t *testing.T) {
	d := dbtest.SQLite(t)
	first := many(t, d, 250)
	store := appointment.NewStore(d)
	o := appointment.NewOpenings(store, clock.Stopped(dbtest.Start()))
	ask := func(after time.Time, limit int) {
		t.Helper()
		q := appointment.FreeQuery{Service: "优待证", From: "2026-11-23", To: "2026-12-30", After: after, Limit: limit}
		want, err := store.FreeIn(t.Context(), q)
		require.NoError(t, err)
		got, err := o.FreeIn(t.Context(), q)
		require.NoError(t, err)
		require.Equal(t, want, got)
		require.NotEmpty(t, got)
		clear(got) // the caller's own
	}
	for _, minutes := range []int{40, 0, 40, 29, 30, 31, 600, 60 * 49, 60 * 51, 60 * 100} {
		for _, limit := range []int{5, 100, 1, 0, 1000} {
			ask(first.Add(time.Duration(minutes)*time.Minute), limit)
		}
	}
	ask(time.Time{}, 5)
	ask(first.Add(999*time.Nanosecond), 5)
	services, err := o.Services(t.Context())
	require.NoError(t, err)
	require.Len(t, services, 2)
	clear(services)
	services, err = o.Services(t.Context())
	require.NoError(t, err)
	require.Equal(t, "信访接待", services[0].Code)
}

func TestOpeningsOfADatabaseThatIsAway(t *testing.T) {
	d := dbtest.SQLite(t)
	many(t, d, 3)
	o := appointment.NewOpenings(appointment.NewStore(d), clock.Stopped(dbtest.Start()))
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	q := appointment.FreeQuery{Service: "优待证", From: "2026-11-23", To: "2026-12-30", Limit: 5}
	_, err := o.FreeIn(gone, q)
	require.Equal(t, fault.Unavailable, fault.CodeOf(err))
	got, err := o.FreeIn(t.Context(), q)
	require.NoError(t, err)
	require.Len(t, got, 3)
}
