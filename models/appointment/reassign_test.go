package appointment_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"shuangyong/models/appointment"
	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/internal/orm"
	"shuangyong/models/person"
)

// Who booked the same slot under both records keeps one place; the other is free again, and both numbers still find a booking.
func TestBookingsOfTwoRecords(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ids := plant(t, d)
		people := []person.Person{
			{ID: db.NewID(), Name: "郑守田", StationID: ids[city], StationPath: city},
			{ID: db.NewID(), Name: "郑守田", StationID: ids[city], StationPath: city},
			{ID: db.NewID(), Name: "郑小禾", StationID: ids[city], StationPath: city},
		}
		from, into, daughter := people[0].ID, people[1].ID, people[2].ID
		slots := make([]appointment.Slot, 2)
		for i := range slots {
			starts := dbtest.Start().AddDate(0, 0, i+1)
			slots[i] = appointment.Slot{
				ID: db.NewID(), StationID: ids[east], Path: east, Service: "优待证", Day: "2026-11-24", StartsAt: starts, EndsAt: starts.AddDate(0, 0, 1), Capacity: 2, Taken: 2,
			}
		}
		book := func(number string, slot int, subject, booker uuid.UUID) appointment.Booking {
			return appointment.Booking{Number: number, SlotID: slots[slot].ID, SubjectID: subject, BookerID: booker, Status: appointment.Booked}
		}
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error {
			if err := person.InsertPeople(tx, people); err != nil {
				return err
			}
			if err := appointment.InsertSlots(tx, slots); err != nil {
				return err
			}
			return appointment.InsertBookings(tx, []appointment.Booking{
				book("100000009", 0, from, daughter), book("100000017", 0, into, into), book("100000025", 1, from, from), book("100000033", 1, daughter, from),
			})
		}))
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error {
			return appointment.Reassign(tx, audit.Actor{Kind: audit.Staff, ID: "clerk-1"}, from, into)
		}))
		var all []appointment.Booking
		require.NoError(t, orm.Of(d.View(t.Context())).Order("number").Find(&all).Error)
		require.Len(t, all, 4, "no number is lost")
		status := map[string]appointment.Status{}
		for _, b := range all {
			require.NotEqual(t, from, b.SubjectID)
			require.NotEqual(t, from, b.BookerID)
			status[b.Number] = b.Status
		}
		require.Equal(t, map[string]appointment.Status{
			"100000009": appointment.Booked, "100000017": appointment.Cancelled, "100000025": appointment.Booked, "100000033": appointment.Booked,
		}, status)
		var taken []int
		require.NoError(t, orm.Of(d.View(t.Context())).Model(&appointment.Slot{}).Order("starts_at").Pluck("taken", &taken).Error)
		require.Equal(t, []int{1, 2}, taken, "the second place is free again")
	})
}
