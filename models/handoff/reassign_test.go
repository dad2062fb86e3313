package handoff_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/handoff"
	"shuangyong/models/internal/orm"
	"shuangyong/models/person"
	"shuangyong/models/station"
)

// What was promised to a record is promised to the one it was merged into.
func TestPromisesFollowTheirPerson(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		plant(t, d)
		var at station.Station
		require.NoError(t, orm.Of(d.View(t.Context())).Take(&at).Error)
		people := []person.Person{{ID: db.NewID(), StationID: at.ID, StationPath: city}, {ID: db.NewID(), StationID: at.ID, StationPath: city}}
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error { return person.InsertPeople(tx, people) }))
		r := open(t, d, handoff.Request{Kind: handoff.Crisis, PersonID: &people[0].ID, StationPath: city, PromisedAt: dbtest.Start().Add(time.Hour)})
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error { return handoff.Reassign(tx, citizen, people[0].ID, people[1].ID) }))
		moved := read(t, d, r)
		require.Equal(t, people[1].ID, *moved.PersonID)
		require.Nil(t, moved.ClosedAt)
		require.Equal(t, r.PromisedAt, moved.PromisedAt.UTC())
	})
}
