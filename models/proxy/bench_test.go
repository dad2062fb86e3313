package proxy_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/proxy"
)

// BenchmarkLook is what a look for somebody else costs on top of the look itself: hold, and write it down.
func BenchmarkLook(b *testing.B) {
	d := dbtest.SQLite(b)
	tw := settle(b, d, 2)
	p := tw.lets(tw.people[0], tw.people[1], "benefits")
	for b.Loop() {
		require.NoError(b, tw.do(func(tx db.Tx) error {
			held, err := proxy.Hold(tx, p.ID, tw.people[1], proxy.Benefits)
			if err != nil {
				return err
			}
			return proxy.Looked(tx, held, tw.people[1], "card")
		}))
	}
}

// BenchmarkActingFor is what a turn that is for somebody else asks first.
func BenchmarkActingFor(b *testing.B) {
	d := dbtest.SQLite(b)
	tw := settle(b, d, 4)
	for _, principal := range tw.people[1:] {
		tw.lets(principal, tw.people[0], "benefits")
	}
	store := proxy.NewStore(d)
	for b.Loop() {
		all, err := store.ActingFor(b.Context(), tw.people[0])
		require.NoError(b, err)
		require.Len(b, all, 3)
	}
}
