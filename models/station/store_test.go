package station_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/fault"
	"shuangyong/models/station"
)

func TestStationsAreKeptAndReloaded(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		directory := station.NewDirectory(station.NewStore(d))
		require.NoError(t, directory.Load(t.Context()))
		require.Empty(t, directory.Search("东街", 3))

		rows := county()
		rows[0], rows[3] = rows[3], rows[0]
		for i := range rows[1:] {
			rows[i+1].ParentID = &rows[0].ID
		}
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error { return station.InsertStations(tx, rows) }))
		revs, err := d.Revisions(t.Context())
		require.NoError(t, err)
		require.NoError(t, directory.Refresh(t.Context(), revs[station.Subject]))
		require.Equal(t, rows[0], directory.Root(), "read back as it was written")
		require.Len(t, directory.Search("东街", 3), 2)

		for name, bad := range map[string]station.Station{
			"the same code again":     {Code: "990100", Level: station.Town, Path: "990100/9/"},
			"the same path again":     {Code: "9", Level: station.Town, Path: "990100/"},
			"a parent that is no one": {Code: "9", Level: station.Town, Path: "990100/9/", ParentID: ptr(db.NewID())},
		} {
			err := d.InTx(t.Context(), func(tx db.Tx) error { return station.InsertStations(tx, []station.Station{bad}) })
			require.Equal(t, fault.Conflict, fault.CodeOf(err), name)
		}
		for name, bad := range map[string]station.Station{
			"a path without its slash": {Code: "9", Level: station.Town, Path: "990100/9"},
			"no level":                 {Code: "9", Path: "990100/9/"},
			"off the earth":            {Code: "9", Level: station.Town, Path: "990100/9/", Lat: 91},
		} {
			err := d.InTx(t.Context(), func(tx db.Tx) error { return station.InsertStations(tx, []station.Station{bad}) })
			require.Error(t, err, name)
		}
	})
}

func ptr[T any](v T) *T { return &v }
