package person_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/person"
)

// Of whom nothing is kept nobody is asked whether he is another, and nobody is merged with him.
func TestAnErasedFileIsNoPairAnyMore(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		top, _ := treeOfTwo(t, d)
		at := person.Person{Name: "郑守田", BornOn: "1950-03-02", StationID: top.ID, StationPath: top.Path}
		p := settlers(t, d, at, at, at)
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error {
			for _, pair := range [][2]int{{0, 1}, {1, 2}, {2, 0}} {
				if err := person.NewStore(d).Suspect(tx, clerk, p[pair[0]].ID, p[pair[1]].ID, person.Likely, "name born_on"); err != nil {
					return err
				}
			}
			return person.EraseFile(tx, clerk, p[0].ID)
		}))
		left := pairs(t, d)
		require.Len(t, left, 1)
		require.Equal(t, p[1].ID, left[0].AID)
		require.Equal(t, p[2].ID, left[0].BID)
		empty := raw(t, d, p[0].ID)
		require.Equal(t, person.Person{ID: p[0].ID, StationID: top.ID, StationPath: top.Path, CreatedAt: p[0].CreatedAt}, empty)
	})
}
