package appointment_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"shuangyong/models/appointment"
	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/internal/orm"
	"shuangyong/models/person"
)

// A daughter books for her father, and her brother comes: three people, also after one of them turns out to have had two records.
func TestBookerSubjectAndAttendeeAreThreePeople(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ids := plant(t, d)
		people := make([]person.Person, 4)
		for i := range people {
			people[i] = person.Person{ID: db.NewID(), StationID: ids[east], StationPath: east}
		}
		dad, mei, brother, twin := people[0].ID, people[1].ID, people[2].ID, people[3].ID
		at := dbtest.Start()
		slot := appointment.Slot{ID: db.NewID(), StationID: ids[east], Path: east, Service: "优待证", Day: "2026-11-24", StartsAt: at, EndsAt: at.Add(time.Hour), Capacity: 2, Taken: 2}
		bookings := []appointment.Booking{
			{ID: db.NewID(), Number: "100000009", SlotID: slot.ID, SubjectID: dad, BookerID: mei, AttendeeID: &twin, Status: appointment.Booked},
			{ID: db.NewID(), Number: "100000010", SlotID: slot.ID, SubjectID: mei, BookerID: mei, Status: appointment.Booked},
		}
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error {
			if err := person.InsertPeople(tx, people); err != nil {
				return err
			}
			if err := appointment.InsertSlots(tx, []appointment.Slot{slot}); err != nil {
				return err
			}
			return appointment.InsertBookings(tx, bookings)
		}))
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error {
			return appointment.Reassign(tx, audit.Actor{Kind: audit.Staff, ID: "clerk-1"}, twin, brother)
		}))
		var read []appointment.Booking
		require.NoError(t, orm.Of(d.View(t.Context())).Order("number").Find(&read).Error)
		require.Equal(t, []uuid.UUID{dad, mei, brother}, []uuid.UUID{read[0].SubjectID, read[0].BookerID, read[0].Attendee()})
		require.Equal(t, mei, read[1].Attendee(), "where nobody was named the subject comes himself")
	})
}
