package seed

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"shuangyong/models/appointment"
	"shuangyong/models/audit"
	"shuangyong/models/benefit"
	"shuangyong/models/bus"
	"shuangyong/models/db"
	"shuangyong/models/demo"
	"shuangyong/models/person"
	"shuangyong/models/petition"
	"shuangyong/models/shop"
	"shuangyong/models/station"
)

// ErrNotEmpty refuses to mix the invented city with anything else.
var ErrNotEmpty = errors.New("seed: the database is not empty")

// ErrOtherCity refuses a database that holds a city made from other options.
var ErrOtherCity = errors.New("seed: the database holds another invented city")

// Summary is what Load did.
type Summary struct {
	Batches int  // of the city
	Rows    int  // written now
	Already bool // the same city was there, nothing was written
	Resumed bool // an earlier loading had broken off and was finished
}

var actor = audit.Actor{Kind: audit.System, ID: "seed"}

// Load writes the city that the options name into an empty, migrated database, a transaction a batch. Broken off, it goes on where it stopped;
// done, it does nothing. Anything else in the database, and also a city made from other options, is refused.
func Load(ctx context.Context, d *db.DB, o Options) (Summary, error) {
	o = o.Filled()
	c, err := New(o)
	if err != nil {
		return Summary{}, err
	}
	want := demo.City{Seed: strconv.FormatUint(o.Seed, 10), StartOn: o.Start, Shops: o.Shops, People: o.People, Version: Version}
	have, found, err := demo.Find(ctx, d)
	switch {
	case err != nil:
		return Summary{}, err
	case found && !have.Same(want):
		return Summary{}, fmt.Errorf("%w (seed %s of %s, %d shops, %d people, generator %d); give an empty one, or the same options",
			ErrOtherCity, have.Seed, have.StartOn, have.Shops, have.People, have.Version)
	case found && have.Finished:
		return Summary{Batches: have.Batches, Already: true}, nil
	case !found:
		if err := begin(ctx, d, want); err != nil {
			return Summary{}, err
		}
	}
	sum := Summary{Resumed: found}
	for b := range c.Batches() {
		if sum.Batches >= have.Batches {
			if err := write(ctx, d, sum.Batches, b); err != nil {
				return sum, fmt.Errorf("seed: %s, batch %d: %w", b.Stage, sum.Batches+1, err)
			}
			sum.Rows += b.Rows()
		}
		sum.Batches++
		if o.Progress != nil {
			o.Progress(b.Stage, b.Done, b.Total)
		}
	}
	return sum, d.InTx(ctx, func(tx db.Tx) error { return demo.Finish(tx, actor, want) })
}

func begin(ctx context.Context, d *db.DB, want demo.City) error {
	table, err := demo.Occupied(ctx, d)
	if err != nil {
		return err
	}
	if table != "" {
		return fmt.Errorf("%w: %s has rows. The invented city is only for an empty database; nothing was written", ErrNotEmpty, table)
	}
	return d.InTx(ctx, func(tx db.Tx) error { return demo.Begin(tx, actor, want) })
}

// write puts one batch in, with the count that says so, in one transaction.
func write(ctx context.Context, d *db.DB, n int, b *Batch) error {
	return d.InTx(ctx, func(tx db.Tx) error {
		if err := demo.Advance(tx, n); err != nil {
			return err
		}
		for _, insert := range []func() error{
			rows(tx, b.Stations, station.InsertStations), rows(tx, b.Benefits, benefit.InsertBenefits), func() error { return insertBus(tx, b) },
			rows(tx, b.Shops, shop.InsertShops), rows(tx, b.People, person.InsertPeople), rows(tx, b.Held, person.InsertStatuses),
			rows(tx, b.Relations, person.InsertRelations), rows(tx, b.Accounts, person.InsertAccounts), rows(tx, b.Cards, benefit.InsertCards),
			rows(tx, b.Payments, benefit.InsertPayments), rows(tx, b.Petitions, petition.InsertPetitions), rows(tx, b.Steps, petition.InsertSteps),
			rows(tx, b.AppointmentServices, appointment.InsertServices), rows(tx, b.Slots, appointment.InsertSlots), rows(tx, b.Bookings, appointment.InsertBookings),
		} {
			if err := insert(); err != nil {
				return err
			}
		}
		return nil
	})
}

// rows is the insertion of rows, left out when there are none.
func rows[T any](tx db.Tx, all []T, insert func(db.Tx, []T) error) func() error {
	return func() error {
		if len(all) == 0 {
			return nil
		}
		return insert(tx, all)
	}
}

func insertBus(tx db.Tx, b *Batch) error {
	if b.Stage != "bus" {
		return nil
	}
	return bus.InsertFeed(tx, bus.Feed{
		Agencies: b.Agencies, Routes: b.Routes, Stops: b.Stops, Services: b.Services, Exceptions: b.Exceptions, Trips: b.Trips, StopTimes: b.StopTimes,
		Frequencies: b.Frequencies, Concessions: b.Concessions,
	})
}
