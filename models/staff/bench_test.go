package staff_test

import (
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shuangyong/models/clock"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/staff"
)

// BenchmarkRefusal is the first step of a login with the real hash, as a stranger could measure it: the lower quartiles of the three refusals, taken in turn so that a
// busy machine is busy for all of them. They should differ by less than the noise.
func BenchmarkRefusal(b *testing.B) {
	hasher, err := staff.NewHasher(staff.Params(), 4)
	require.NoError(b, err)
	h := build(b, dbtest.SQLite(b), 0)
	h.s = staff.NewStore(h.d, hasher, 0)
	h.enlist("locked", "990101", staff.TownClerk)
	for range 5 {
		_, _ = h.s.EnterPassword(b.Context(), here, "locked", "wrong")
	}
	took := map[string][]time.Duration{}
	for n := 0; b.Loop(); n++ {
		h.enlistOnce("wrong-"+strconv.Itoa(n/4), n%4 == 0)
		for kind, login := range map[string]string{"unknown": "nobody-" + strconv.Itoa(n/4), "wrong": "wrong-" + strconv.Itoa(n/4), "locked": "locked"} {
			begin := clock.System().Now()
			_, err := h.s.EnterPassword(b.Context(), kind+strconv.Itoa(n), login, "not it")
			took[kind] = append(took[kind], clock.System().Now().Sub(begin))
			require.ErrorIs(b, err, staff.ErrWrong)
		}
	}
	for kind, all := range took {
		slices.Sort(all)
		b.ReportMetric(float64(all[len(all)/4].Microseconds()), kind+"-µs")
	}
}

// enlistOnce makes the member when it is time to.
func (h *house) enlistOnce(login string, now bool) {
	if now {
		h.enlist(login, "990101", staff.TownClerk)
	}
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
