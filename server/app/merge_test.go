package app

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"shuangyong/models/appointment"
	"shuangyong/models/benefit"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/handoff"
	"shuangyong/models/person"
	"shuangyong/models/petition"
	"shuangyong/models/station"
)

// registry is a database with one station, a service with slots, and the program's stores.
type registry struct {
	db    *db.DB
	home  station.Station
	slots []appointment.Slot
	all   *answers
	cases int // numbers given out
}

func newRegistry(t *testing.T) *registry {
	t.Helper()
	r := &registry{db: dbtest.SQLite(t)}
	stations := []station.Station{{ID: db.NewID(), Code: "990100", Level: station.City, Path: "990100/"}}
	r.home = stations[0]
	for i := range 3 {
		starts := dbtest.Start().Add(time.Duration(i+1) * time.Hour)
		r.slots = append(r.slots, appointment.Slot{
			ID: db.NewID(), StationID: r.home.ID, Path: r.home.Path, Service: "优待证", Day: "2026-11-23", StartsAt: starts, EndsAt: starts.Add(time.Hour), Capacity: 1_000_000, Taken: 500_000,
		})
	}
	require.NoError(t, r.db.InTx(t.Context(), func(tx db.Tx) error {
		if err := station.InsertStations(tx, stations); err != nil {
			return err
		}
		if err := appointment.InsertServices(tx, []appointment.Service{{Code: "优待证", Minutes: 30, Limited: true}}); err != nil {
			return err
		}
		return appointment.InsertSlots(tx, r.slots)
	}))
	var err error
	r.all, err = newAnswers(r.db)
	require.NoError(t, err)
	return r
}

func (r *registry) people(t *testing.T, n int) []uuid.UUID {
	t.Helper()
	rows, ids := make([]person.Person, n), make([]uuid.UUID, n)
	for i := range rows {
		ids[i] = db.NewID()
		rows[i] = person.Person{ID: ids[i], Name: "郑守田", StationID: r.home.ID, StationPath: r.home.Path}
	}
	require.NoError(t, r.db.InTx(t.Context(), func(tx db.Tx) error { return person.InsertPeople(tx, rows) }))
	return ids
}

// lead gives a person a random life with the bureau, and tells how much of each there is.
func (r *registry) lead(t *testing.T, rt *rapid.T, who uuid.UUID) (petitions []string, bookings, payments, promises int) {
	t.Helper()
	var cases []petition.Petition
	var booked []appointment.Booking
	var paid []benefit.Payment
	var open []handoff.Request
	number := func() string { r.cases++; return fmt.Sprintf("%09d", r.cases) }
	for range rapid.IntRange(0, 3).Draw(rt, "petitions") {
		c := petition.Petition{Number: number(), Kind: petition.Appeal, State: petition.Registered, PersonID: &who, StationID: r.home.ID, StationPath: r.home.Path, ReceivedAt: dbtest.Start()}
		cases, petitions = append(cases, c), append(petitions, c.Number)
	}
	for _, slot := range r.slots {
		if rapid.Bool().Draw(rt, "books") {
			booked = append(booked, appointment.Booking{Number: number(), SlotID: slot.ID, SubjectID: who, BookerID: who, Status: appointment.Booked})
		}
	}
	for _, month := range []string{"2026-09", "2026-10"} {
		if rapid.Bool().Draw(rt, "is paid") {
			paid = append(paid, benefit.Payment{PersonID: who, StationPath: r.home.Path, Subject: "抚恤金", Month: month, DueOn: "2026-11-01", PaidOn: "2026-11-01", Fen: 100})
		}
	}
	for range rapid.IntRange(0, 2).Draw(rt, "hand-offs") {
		open = append(open, handoff.Request{Kind: handoff.CallBack, PersonID: &who, StationPath: r.home.Path, PromisedAt: dbtest.Start()})
	}
	require.NoError(t, r.db.InTx(t.Context(), func(tx db.Tx) error {
		for _, insert := range []error{
			petition.InsertPetitions(tx, cases), appointment.InsertBookings(tx, booked), benefit.InsertPayments(tx, paid), handoff.InsertRequests(tx, open),
		} {
			if insert != nil {
				return insert
			}
		}
		return nil
	}))
	return petitions, len(booked), len(paid), len(open)
}

// Whatever two records had with the bureau, the one person has all of it afterwards, in every domain.
func TestMergingLosesNothingAnywhere(t *testing.T) {
	r := newRegistry(t)
	rapid.Check(t, func(rt *rapid.T) {
		ids := r.people(t, 2)
		from, into := ids[0], ids[1]
		cases, booked, paid, promised := r.lead(t, rt, from)
		cases2, booked2, paid2, promised2 := r.lead(t, rt, into)
		require.NoError(t, r.db.InTx(t.Context(), func(tx db.Tx) error { return r.all.mergePeople(tx, atTest, from, into) }))

		var got []string
		all, err := r.all.petitions.OfPerson(t.Context(), into, 50)
		require.NoError(t, err)
		for _, c := range all {
			got = append(got, c.Number)
		}
		require.ElementsMatch(t, slices.Concat(cases, cases2), got)
		count, err := countCases(r.db.View(t.Context()), into)
		require.NoError(t, err)
		require.Equal(t, len(cases)+len(cases2), count.Petitions)
		require.Equal(t, booked+booked2, count.Appointments)
		require.Equal(t, paid+paid2, count.Benefits)
		require.Equal(t, promised+promised2, count.Handoffs)
		left, err := countCases(r.db.View(t.Context()), from)
		require.NoError(t, err)
		require.Zero(t, left)
	})
}
