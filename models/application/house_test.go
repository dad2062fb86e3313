package application_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"shuangyong/models/application"
	"shuangyong/models/audit"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/internal/orm"
	"shuangyong/models/media"
	"shuangyong/models/person"
	"shuangyong/models/seal"
	"shuangyong/models/station"
	"shuangyong/models/workday"
)

// The stations of the tests: a city and two towns.
const (
	city = station.Path("990100/")
	east = station.Path("990100/990101/")
	west = station.Path("990100/990102/")
)

// house is a city with two people, and staff.
type house struct {
	*application.Store
	t             *testing.T
	db            *db.DB
	clock         *clock.Movable
	he, she       uuid.UUID
	clerk, second application.Officer // of the eastern town
	other         application.Officer // of the western town
	head          application.Officer // of the city
}

// canary is in every picture, so that it can be looked for.
const canary = "CANARY-PIXELS"

func picture() media.Picture {
	return media.Picture{JPEG: []byte("\xff\xd8\xff" + canary), Width: 24, Height: 16}
}

func veteran() []application.Status {
	return []application.Status{{Code: application.Veteran, From: "1998-12-01"}}
}

// each runs fn on every database, with a house of its own.
func each(t *testing.T, fn func(h *house)) {
	t.Helper()
	dbtest.EachPlace(t, func(t *testing.T, o db.Options) {
		c := clock.Stopped(dbtest.Start())
		o.Clock = c
		fn(build(t, dbtest.Open(t, o), c))
	})
}

// alone is each for what the kind of database does not matter to.
func alone(t *testing.T, fn func(h *house)) {
	t.Helper()
	c := clock.Stopped(dbtest.Start())
	fn(build(t, dbtest.SQLiteAt(t, c), c))
}

func build(t *testing.T, d *db.DB, c *clock.Movable) *house {
	t.Helper()
	days, err := workday.Announced()
	require.NoError(t, err)
	h := &house{Store: application.NewStore(d, days), t: t, db: d, clock: c}
	stations := []station.Station{
		{Code: "990100", Level: station.City, Path: city},
		{ID: db.NewID(), Code: "990101", Level: station.Town, Path: east},
		{ID: db.NewID(), Code: "990102", Level: station.Town, Path: west},
	}
	people := []person.Person{
		{ID: db.NewID(), Name: "郑守田", StationID: stations[1].ID, StationPath: east}, {ID: db.NewID(), Name: "林桂香", StationID: stations[1].ID, StationPath: east},
	}
	require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error {
		if err := station.InsertStations(tx, stations); err != nil {
			return err
		}
		return person.InsertPeople(tx, people)
	}))
	h.he, h.she = people[0].ID, people[1].ID
	officer := func(name string, path station.Path) application.Officer {
		return application.Officer{ID: db.NewID(), Name: name, Scope: audit.Scope{Prefix: string(path)}}
	}
	h.clerk, h.second, h.other, h.head = officer("李同志", east), officer("王同志", east), officer("赵同志", west), officer("孙同志", city)
	return h
}

func (h *house) citizen() audit.Actor {
	return audit.Actor{Kind: audit.Citizen, ID: h.he.String()}
}

func own(person uuid.UUID) application.Owner { return application.Owner{Person: person} }

// in runs fn in a transaction and gives what it made.
func in[T any](h *house, fn func(tx db.Tx) (T, error)) (T, error) {
	var made T
	err := h.db.InTx(h.t.Context(), func(tx db.Tx) error {
		var err error
		made, err = fn(tx)
		return err
	})
	return made, err
}

func (h *house) start(who uuid.UUID, wanted []application.Status, words seal.Text) (application.Case, error) {
	return in(h, func(tx db.Tx) (application.Case, error) {
		return h.Start(tx, h.citizen(), application.Wish{PersonID: who, Name: "郑守田", StationPath: east, Wanted: wanted, Words: words})
	})
}

func (h *house) add(who, id uuid.UUID, k application.Kind) (application.Document, error) {
	return in(h, func(tx db.Tx) (application.Document, error) {
		return h.AddDocument(tx, h.citizen(), own(who), id, k, picture())
	})
}

func (h *house) remove(who, id, document uuid.UUID) error {
	return h.db.InTx(h.t.Context(), func(tx db.Tx) error { return h.RemoveDocument(tx, h.citizen(), own(who), id, document) })
}

func (h *house) submit(who, id uuid.UUID, words seal.Text) (application.Case, error) {
	return in(h, func(tx db.Tx) (application.Case, error) { return h.Submit(tx, h.citizen(), own(who), id, words) })
}

func (h *house) withdraw(who, id uuid.UUID) (application.Case, error) {
	return in(h, func(tx db.Tx) (application.Case, error) { return h.Withdraw(tx, h.citizen(), own(who), id) })
}

func (h *house) open(o application.Officer, id uuid.UUID) (application.Case, error) {
	return in(h, func(tx db.Tx) (application.Case, error) { return h.Open(tx, o, id, audit.ForIdentity) })
}

func (h *house) look(o application.Officer, id, document uuid.UUID) (application.Document, error) {
	return in(h, func(tx db.Tx) (application.Document, error) { return h.Look(tx, o, id, document) })
}

func (h *house) ask(o application.Officer, id uuid.UUID, m application.More) (application.Case, error) {
	return in(h, func(tx db.Tx) (application.Case, error) { return h.AskMore(tx, o, id, m) })
}

func (h *house) recuse(o application.Officer, id uuid.UUID) error {
	return h.db.InTx(h.t.Context(), func(tx db.Tx) error { return h.Recuse(tx, o, id) })
}

func (h *house) decide(o application.Officer, id uuid.UUID, d application.Decision) (application.Case, error) {
	return in(h, func(tx db.Tx) (application.Case, error) { return h.Decide(tx, o, id, d) })
}

// handed is an application of his with two papers that waits for staff.
func (h *house) handed() application.Case {
	h.t.Helper()
	c, err := h.start(h.he, veteran(), "退伍证丢过一次，后来补的。")
	require.NoError(h.t, err)
	for _, k := range []application.Kind{"discharge", "identity_card"} {
		_, err = h.add(h.he, c.ID, k)
		require.NoError(h.t, err)
	}
	c, err = h.submit(h.he, c.ID, "")
	require.NoError(h.t, err)
	return c
}

// pictures is how many pictures lie in the database, however they came there.
func (h *house) pictures() int64 {
	h.t.Helper()
	var n int64
	require.NoError(h.t, orm.Of(h.db.View(h.t.Context())).Table("application_documents").Count(&n).Error)
	return n
}

func (h *house) pass(d time.Duration) { h.clock.Advance(d) }
