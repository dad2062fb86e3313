package geo_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"shuangyong/models/geo"
)

type spot struct {
	id   int
	at   geo.Point
	kind int
}

func at(s spot) geo.Point { return s.at }

// brute is the grid's contract in its plainest form.
func brute(spots []spot, p geo.Point, k int, radius float64, keep func(spot) bool) []geo.Hit[spot] {
	var all []geo.Hit[spot]
	for _, s := range spots {
		if m := geo.Metres(p, s.at); keep(s) && (radius == 0 || m <= radius) {
			all = append(all, geo.Hit[spot]{Item: s, Metres: m})
		}
	}
	slices.SortStableFunc(all, func(a, b geo.Hit[spot]) int { return cmp.Compare(a.Metres, b.Metres) })
	return all[:min(k, len(all))]
}

// requireSame compares distances to a millimetre; which of two equally far spots comes first is not compared here.
func requireSame(t require.TestingT, want, got []geo.Hit[spot]) {
	require.Len(t, got, len(want))
	for i := range want {
		require.InDelta(t, want[i].Metres, got[i].Metres, 1e-3, "place %d", i)
	}
}

func TestGridAgreesWithBruteForce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		// A small lattice makes equal coordinates, points on cell borders and queries on points likely.
		step := rapid.SampledFrom([]float64{0.00001, 0.001, 0.01, 1, 20}).Draw(t, "step")
		baseLat := rapid.SampledFrom([]float64{-85, -33, 0, 31.2, 60, 84}).Draw(t, "lat")
		baseLng := rapid.SampledFrom([]float64{-180, -100, 0, 121.5, 175}).Draw(t, "lng")
		point := rapid.Custom(func(t *rapid.T) geo.Point {
			p := geo.Point{
				Lat: baseLat + step*float64(rapid.IntRange(-8, 8).Draw(t, "y"))/2,
				Lng: baseLng + step*float64(rapid.IntRange(-8, 8).Draw(t, "x"))/2,
			}
			p.Lat = min(max(p.Lat, -90), 90)
			for p.Lng > 180 {
				p.Lng -= 360
			}
			for p.Lng < -180 {
				p.Lng += 360
			}
			return p
		})
		var spots []spot
		for i, p := range rapid.SliceOfN(point, 0, 300).Draw(t, "points") {
			spots = append(spots, spot{i, p, i % 5})
		}
		from := point.Draw(t, "from")
		if rapid.Bool().Draw(t, "anywhere") {
			from = geo.Point{Lat: rapid.Float64Range(-90, 90).Draw(t, "flat"), Lng: rapid.Float64Range(-180, 180).Draw(t, "flng")}
		}
		k := rapid.IntRange(1, 30).Draw(t, "k")
		kinds := rapid.IntRange(0, 5).Draw(t, "kinds")
		keep := func(s spot) bool { return s.kind < kinds }
		radius := 0.0
		if rapid.Bool().Draw(t, "bounded") { // not exactly on a spot, where rounding decides
			radius = step*111_000*rapid.Float64Range(0.1, 3).Draw(t, "radius") + 0.0137
		}
		g := geo.NewGrid(spots, at)
		requireSame(t, brute(spots, from, k, radius, keep), g.Nearest(from, k, radius, keep))
		require.Equal(t, len(brute(spots, from, 1000, radius, keep)), g.Count(from, 1000, radius, keep))
	})
}

func TestGridBreaksTiesByInputOrder(t *testing.T) {
	same := geo.Point{Lat: 31, Lng: 121}
	var spots []spot
	for i := range 50 {
		spots = append(spots, spot{id: i, at: same})
	}
	hits := geo.NewGrid(spots, at).Nearest(same, 3, 0, nil)
	require.Equal(t, []int{0, 1, 2}, []int{hits[0].Item.id, hits[1].Item.id, hits[2].Item.id})
}

func TestGridRefusesNonsense(t *testing.T) {
	nan := geo.Point{Lat: 31, Lng: 0}
	nan.Lng /= nan.Lng // NaN
	g := geo.NewGrid([]spot{{at: geo.Point{Lat: 31, Lng: 121}}, {at: nan}, {at: geo.Point{Lat: 200}}}, at)
	require.Equal(t, 1, g.Len(), "items without a valid position are left out")
	require.Empty(t, g.Nearest(nan, 5, 0, nil))
	require.Empty(t, g.Nearest(geo.Point{Lat: 31, Lng: 121}, 0, 0, nil))
	require.Empty(t, geo.NewGrid(nil, at).Nearest(geo.Point{}, 5, 0, nil))
	require.Zero(t, geo.NewGrid(nil, at).Count(geo.Point{}, 5, 0, nil))
}

func TestCountStopsAtMost(t *testing.T) {
	spots := town(1000)
	require.Equal(t, 7, geo.NewGrid(spots, at).Count(spots[0].at, 7, 0, nil))
}

// town is n spots in clumps, as shops are: half of them within a few streets.
func town(n int) []spot {
	r := rand.New(rand.NewPCG(1, 2))
	spots := make([]spot, n)
	for i := range spots {
		spread := 0.3
		if i%2 == 0 {
			spread = 0.03
		}
		spots[i] = spot{i, geo.Point{Lat: 31.2 + r.NormFloat64()*spread, Lng: 121.5 + r.NormFloat64()*spread}, i % 19}
	}
	return spots
}

func BenchmarkNearest(b *testing.B) {
	for _, n := range []int{100_000, 1_000_000} {
		g := geo.NewGrid(town(n), at)
		r := rand.New(rand.NewPCG(3, 4))
		from := make([]geo.Point, 1024)
		for i := range from {
			from[i] = geo.Point{Lat: 31.2 + r.NormFloat64()*0.1, Lng: 121.5 + r.NormFloat64()*0.1}
		}
		b.Run(fmt.Sprintf("all/%d", n), func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				g.Nearest(from[i%1024], 20, 0, nil)
			}
		})
		b.Run(fmt.Sprintf("oneIn19/%d", n), func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				g.Nearest(from[i%1024], 20, 0, func(s spot) bool { return s.kind == 3 })
			}
		})
	}
}

func BenchmarkNewGrid(b *testing.B) {
	spots := town(1_000_000)
	for b.Loop() {
		geo.NewGrid(spots, at)
	}
}
