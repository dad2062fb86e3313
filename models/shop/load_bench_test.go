package shop_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/shop"
	"shuangyong/models/station"
)

// BenchmarkLoad reads 100,000 shops from SQLite into memory.
func BenchmarkLoad(b *testing.B) {
	d := dbtest.SQLite(b)
	rows := high(100_000)
	for i := range rows {
		rows[i].StationPath, rows[i].SignedOn, rows[i].ClosedOn = city, "2026-01-01", "2026-02-01"
	}
	require.NoError(b, d.InTx(b.Context(), func(tx db.Tx) error {
		if err := station.InsertStations(tx, []station.Station{{Code: "990100", Level: station.City, Path: city}}); err != nil {
			return err
		}
		return shop.InsertShops(tx, rows)
	}))
	for b.Loop() {
		require.NoError(b, shop.NewDirectory(shop.NewStore(d)).Load(b.Context()))
	}
}
