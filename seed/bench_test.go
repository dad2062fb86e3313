package seed_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/models/db/dbtest"
	"shuangyong/seed"
)

// BenchmarkGenerate is the generator alone.
func BenchmarkGenerate(b *testing.B) {
	rows := 0
	for b.Loop() {
		c, err := seed.New(seed.Options{Start: today})
		require.NoError(b, err)
		for batch := range c.Batches() {
			rows += batch.Rows()
		}
	}
	b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "rows/s")
}

// BenchmarkLoad is the default city into SQLite.
func BenchmarkLoad(b *testing.B) {
	rows := 0
	for b.Loop() {
		b.StopTimer()
		d := dbtest.SQLite(b)
		b.StartTimer()
		sum, err := seed.Load(context.Background(), d, seed.Options{Start: today})
		require.NoError(b, err)
		rows += sum.Rows
	}
	b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "rows/s")
}
