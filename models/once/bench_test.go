package once_test

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/internal/orm"
	"shuangyong/models/once"
)

func each(b *testing.B, fn func(b *testing.B, d *db.DB)) {
	for _, kind := range dbtest.Dialects() {
		o := dbtest.Place(b, kind)
		o.Clock = clock.System()
		d := dbtest.Open(b, o)
		b.Run(string(kind), func(b *testing.B) { fn(b, d) })
	}
}

var reply = bytes.Repeat([]byte("已约好。"), 50)

// BenchmarkFind is what every message pays that Redis does not know.
func BenchmarkFind(b *testing.B) {
	each(b, func(b *testing.B, d *db.DB) {
		_, _, err := once.Run(b.Context(), d, "", []once.Key{key("there")}, func(db.Tx) ([]byte, error) { return reply, nil })
		require.NoError(b, err)
		b.Run("missing", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, ok, err := once.Find(b.Context(), d, key("not there"))
				if err != nil || ok {
					b.Fatal(ok, err)
				}
			}
		})
		b.Run("there", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, ok, err := once.Find(b.Context(), d, key("there"))
				if err != nil || !ok {
					b.Fatal(ok, err)
				}
			}
		})
		b.Run("parallel", func(b *testing.B) {
			b.RunParallel(func(p *testing.PB) {
				for p.Next() {
					if _, _, err := once.Find(b.Context(), d, key("not there")); err != nil {
						b.Error(err)
					}
				}
			})
		})
	})
}

// BenchmarkRun is a change with one insert of its own, beside the same insert in a transaction without once.
func BenchmarkRun(b *testing.B) {
	each(b, func(b *testing.B, d *db.DB) {
		n := 0
		insert := func(tx db.Tx) error {
			n++
			return orm.Of(tx).Exec("INSERT INTO leases (name, holder, until) VALUES (?, 'h', ?)", fmt.Sprint(n), tx.Now()).Error
		}
		b.Run("plain", func(b *testing.B) {
			for b.Loop() {
				require.NoError(b, d.InTx(b.Context(), insert))
			}
		})
		b.Run("once", func(b *testing.B) {
			for b.Loop() {
				_, fresh, err := once.Run(b.Context(), d, "", []once.Key{key(db.NewID().String())}, func(tx db.Tx) ([]byte, error) { return reply, insert(tx) })
				if err != nil || !fresh {
					b.Fatal(fresh, err)
				}
			}
		})
	})
}
