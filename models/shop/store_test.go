package shop_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/fault"
	"shuangyong/models/shop"
	"shuangyong/models/station"
)

const city = station.Path("990100/")

func plantStation(t *testing.T, d *db.DB) {
	t.Helper()
	require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error {
		return station.InsertStations(tx, []station.Station{{Code: "990100", Level: station.City, Path: city}})
	}))
}

func TestShopsAreKeptAndReloaded(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		plantStation(t, d)
		directory := shop.NewDirectory(shop.NewStore(d))
		require.NoError(t, directory.Load(t.Context()))
		require.Zero(t, directory.Len())

		rows := high(60)
		for i := range rows {
			rows[i].StationPath, rows[i].SignedOn, rows[i].ClosedOn = city, "2026-01-01", "2026-02-01"
		}
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error { return shop.InsertShops(tx, rows) }))
		revs, err := d.Revisions(t.Context())
		require.NoError(t, err)
		require.NoError(t, directory.Refresh(t.Context(), revs[shop.Subject]))
		require.Equal(t, 52, directory.Len(), "8 of 60 are closed")

		s, ok := directory.ByName(rows[0].Name)
		require.True(t, ok)
		require.Equal(t, rows[0], s, "read back as it was written, offers included")
		found, total := directory.Find(shop.Query{Category: "理发", On: today, Limit: 20})
		want, wantTotal := plain(rows, shop.Query{Category: "理发", On: today, Limit: 20})
		require.Equal(t, wantTotal, total)
		require.Len(t, found, len(want))

		bad := shop.Shop{Name: "无处", StationPath: "990100/nowhere/", State: shop.Applied}
		err = d.InTx(t.Context(), func(tx db.Tx) error { return shop.InsertShops(tx, []shop.Shop{bad}) })
		require.Equal(t, fault.Conflict, fault.CodeOf(err), "a shop belongs to a station that exists")
		for name, bad := range map[string]shop.Shop{
			"signed without a day": {StationPath: city, State: shop.Signed},
			"an unknown state":     {StationPath: city, State: "open"},
			"an offer backwards":   {StationPath: city, State: shop.Applied, Offers: []shop.Offer{{From: "2026-02-01", Until: "2026-01-01"}}},
		} {
			err := d.InTx(t.Context(), func(tx db.Tx) error { return shop.InsertShops(tx, []shop.Shop{bad}) })
			require.Error(t, err, name)
		}
	})
}
