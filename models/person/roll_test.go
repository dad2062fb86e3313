package person_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/person"
)

// A list of those who hold something is of those who hold it: not of whoever it was written down of by mistake, even on the day of the mistake.
func TestAListHasWhoHoldsIt(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		top, _ := treeOfTwo(t, d)
		at := person.Person{Name: "郑守田", StationID: top.ID, StationPath: top.Path}
		p := settlers(t, d, at, at, at)
		var holds, all []person.OnRoll
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error {
			err := person.InsertStatuses(tx, []person.Held{
				{PersonID: p[0].ID, Status: person.Veteran, From: today},
				{PersonID: p[1].ID, Status: person.Veteran, From: today, Until: today, EndReason: person.ByError},
				{PersonID: p[2].ID, Status: person.Veteran, From: "2020-01-01", Until: "2026-11-22"},
			})
			if err != nil {
				return err
			}
			if holds, err = person.Roll(tx, audit.Scope{Prefix: string(city)}, person.Veteran); err != nil {
				return err
			}
			all, err = person.Roll(tx, audit.Scope{Prefix: string(city)}, "")
			return err
		}))
		require.Len(t, holds, 1)
		require.Equal(t, p[0].ID, holds[0].Person.ID)
		require.Len(t, all, 3)
		require.Equal(t, [][]person.Status{{person.Veteran}, nil, nil}, [][]person.Status{all[0].Statuses, all[1].Statuses, all[2].Statuses})
	})
}
