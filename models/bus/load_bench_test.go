package bus_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/models/bus"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
)

// BenchmarkImport writes about 440,000 stop times, BenchmarkLoad reads them into memory; both on SQLite.
func BenchmarkImport(b *testing.B) {
	f := large()
	f.Agencies = []bus.Agency{{}}
	for b.Loop() {
		b.StopTimer()
		d := dbtest.SQLite(b)
		b.StartTimer()
		require.NoError(b, d.InTx(b.Context(), func(tx db.Tx) error { return bus.InsertFeed(tx, f) }))
	}
}

func BenchmarkLoad(b *testing.B) {
	f := large()
	f.Agencies = []bus.Agency{{}}
	d := dbtest.SQLite(b)
	require.NoError(b, d.InTx(b.Context(), func(tx db.Tx) error { return bus.InsertFeed(tx, f) }))
	for b.Loop() {
		require.NoError(b, bus.NewDirectory(bus.NewStore(d)).Load(b.Context()))
	}
}
