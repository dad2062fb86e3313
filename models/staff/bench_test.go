package staff_test

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/models/db/dbtest"
	"shuangyong/models/staff"
)

// BenchmarkEnterPassword is the first step of a login with the real hash: what a stranger could measure. The four take equally long.
func BenchmarkEnterPassword(b *testing.B) {
	hasher, err := staff.NewHasher(staff.Params(), 4)
	require.NoError(b, err)
	h := build(b, dbtest.SQLite(b), 0)
	h.s = staff.NewStore(h.d, hasher, 0)
	h.enlist("right", "990101", staff.TownClerk)
	h.enlist("locked", "990101", staff.TownClerk)
	for range 5 {
		_, _ = h.s.EnterPassword(b.Context(), here, "locked", "wrong")
	}
	for _, c := range []struct{ name, login string }{{"unknown", "nobody"}, {"wrong", "right"}, {"locked", "locked"}} {
		b.Run(c.name, func(b *testing.B) {
			for n := 0; b.Loop(); n++ {
				_, err := h.s.EnterPassword(b.Context(), strconv.Itoa(n), c.login, "wrong")
				require.ErrorIs(b, err, staff.ErrWrong)
			}
		})
	}
	b.Run("right", func(b *testing.B) {
		h.enlist("fresh", "990101", staff.TownClerk)
		for n := 0; b.Loop(); n++ {
			_, err := h.s.EnterPassword(b.Context(), strconv.Itoa(n), "fresh", good)
			require.NoError(b, err)
		}
	})
}

// BenchmarkPresent is what the guard asks of SQL with each call.
func BenchmarkPresent(b *testing.B) {
	h := build(b, dbtest.SQLite(b), 0)
	li := h.enlist("li1", "990101", staff.TownClerk, staff.ShopInspector)
	b.ReportAllocs()
	for b.Loop() {
		_, ok, err := h.s.Present(b.Context(), li.ID)
		require.NoError(b, err)
		require.True(b, ok)
	}
}
