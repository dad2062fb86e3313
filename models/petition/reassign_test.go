package petition_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/person"
	"shuangyong/models/petition"
)

// A petition that goes to another record is still found by its number and the phone's last digits.
func TestPetitionsFollowTheirPerson(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		stationID, from := plant(t, d)
		into := person.Person{ID: db.NewID(), Name: "周桂兰", StationID: stationID, StationPath: city}
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error { return person.InsertPeople(tx, []person.Person{into}) }))
		file(t, d, petition.Petition{
			Number: "482193057", Kind: petition.Appeal, State: petition.Registered, PersonID: &from, Petitioner: "周桂兰", Phone: "13900000001",
			StationID: stationID, StationPath: city, ReceivedAt: dbtest.Start(),
		})
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error {
			return petition.Reassign(tx, audit.Actor{Kind: audit.Staff, ID: "clerk-1"}, from, into.ID)
		}))
		store := petition.NewStore(d)
		mine, err := store.OfPerson(t.Context(), into.ID, 10)
		require.NoError(t, err)
		require.Equal(t, []string{"482193057"}, numbers(mine))
		require.Equal(t, "周桂兰", mine[0].Petitioner.Reveal())
		none, err := store.OfPerson(t.Context(), from, 10)
		require.NoError(t, err)
		require.Empty(t, none)
	})
}
