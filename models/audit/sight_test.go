package audit_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/fault"
)

func TestWhoeverSawAFileIsOnRecord(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		clerk := audit.Actor{Kind: audit.Staff, ID: db.NewID().String()}
		mine, other := db.NewID(), db.NewID()
		see := func(person uuid.UUID, why audit.Purpose, number string) error {
			return d.InTx(t.Context(), func(tx db.Tx) error { return audit.Saw(tx, clerk, person, "file", why, number) })
		}
		require.NoError(t, see(mine, audit.ForPetition, "482193057"))
		require.NoError(t, see(other, audit.ForAid, ""))
		require.NoError(t, see(mine, audit.ForIdentity, ""))
		require.Equal(t, fault.Invalid, fault.CodeOf(see(mine, "curiosity", "")), "nobody looks without a purpose")
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error {
			return audit.Record(tx, audit.Entry{Actor: clerk, Action: "person.grant", Subject: "person", SubjectID: mine.String()})
		}), "a change is no sight")

		all, err := audit.SightsOf(d.View(t.Context()), []uuid.UUID{mine}, uuid.Nil, 10)
		require.NoError(t, err)
		require.Len(t, all, 2)
		require.Equal(t, audit.ForIdentity, all[0].Purpose, "the latest first")
		require.Equal(t, audit.Sight{
			ID: all[1].ID, At: dbtest.Start(), By: clerk, Person: mine, Part: "file", Purpose: audit.ForPetition, Number: "482193057",
		}, all[1])
		first, err := audit.SightsOf(d.View(t.Context()), []uuid.UUID{mine}, uuid.Nil, 1)
		require.NoError(t, err)
		rest, err := audit.SightsOf(d.View(t.Context()), []uuid.UUID{mine}, first[0].ID, 10)
		require.NoError(t, err)
		require.Equal(t, all, append(first, rest...))
	})
}
