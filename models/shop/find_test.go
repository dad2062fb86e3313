package shop_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"shuangyong/models/clock"
	"shuangyong/models/geo"
	"shuangyong/models/shop"
)

const today = clock.Date("2026-11-23")

// high is n shops in a town; every seventh is closed, every fifth has an offer that ended, every eleventh
// two with months between them.
func high(n int) []shop.Shop {
	r := rand.New(rand.NewPCG(7, 7))
	categories := []string{"餐饮", "超市", "理发", shop.Mourning}
	titles := []string{"到店9折", "满50减5", "免费理发一次"}
	shops := make([]shop.Shop, n)
	for i := range shops {
		s := shop.Shop{
			ID: uuid.NewSHA1(uuid.NameSpaceOID, fmt.Append(nil, i)), State: shop.Signed, Category: categories[i%4],
			Name: fmt.Sprintf("%s%d号店", []string{"老兵", "清风", "平安"}[i%3], i), Address: fmt.Sprintf("东街%d号", i%50),
			Lat: 31.2 + r.NormFloat64()*0.05, Lng: 121.5 + r.NormFloat64()*0.05,
		}
		if i%7 == 6 {
			s.State = shop.Closed
		}
		o := shop.Offer{ID: uuid.NewSHA1(s.ID, []byte("o")), ShopID: s.ID, Title: titles[i%3], From: "2026-01-01"}
		if i%5 == 4 {
			o.Until = "2026-06-30"
		}
		s.Offers = []shop.Offer{o}
		if i%11 == 10 { // a gap between two offers
			later := o
			later.ID, later.From, later.Until = uuid.NewSHA1(s.ID, []byte("p")), "2027-01-01", ""
			s.Offers[0].Until = "2026-06-30"
			s.Offers = append(s.Offers, later)
			slices.SortFunc(s.Offers, func(a, b shop.Offer) int { return cmp.Compare(a.ID.String(), b.ID.String()) })
		}
		shops[i] = s
	}
	return shops
}

// plain is Find's contract without any index.
func plain(shops []shop.Shop, q shop.Query) (names []string, total int) {
	var all []shop.Found
	for _, s := range shops {
		text := s.Name + s.Category + s.Address
		valid := q.On == ""
		for _, o := range s.Offers {
			text += o.Title
			valid = valid || o.ValidOn(q.On)
		}
		f := shop.Found{Shop: s}
		if q.Near != nil {
			f.Metres = geo.Metres(*q.Near, s.Point())
		}
		if s.State == shop.Signed && valid && (q.Category == "" || s.Category == q.Category) && (s.Category != shop.Mourning || q.Category+q.Words != "") && strings.Contains(text, q.Words) &&
			(q.Near == nil || q.Radius == 0 || f.Metres <= q.Radius) {
			all = append(all, f)
		}
	}
	slices.SortFunc(all, func(a, b shop.Found) int {
		return cmp.Or(cmp.Compare(a.Metres, b.Metres), cmp.Compare(a.Name, b.Name))
	})
	for _, f := range all[min(q.Offset, len(all)):min(q.Offset+q.Limit, len(all))] {
		names = append(names, f.Name)
	}
	return names, len(all)
}

func TestFindAgreesWithAPlainScan(t *testing.T) {
	shops := high(900) // below CountCap
	d := shop.DirectoryOf(shops)
	rapid.Check(t, func(t *rapid.T) {
		q := shop.Query{
			Category: rapid.SampledFrom([]string{"", "餐饮", "理发", "没有", shop.Mourning}).Draw(t, "category"),
			Words:    rapid.SampledFrom([]string{"", "老兵", "东街7号", "折", "免费理发", "1号店", "火锅"}).Draw(t, "words"),
			On:       rapid.SampledFrom([]clock.Date{"", today, "2025-01-01", "2026-06-30", "2027-02-01"}).Draw(t, "on"),
			Offset:   rapid.IntRange(0, 40).Draw(t, "offset"),
			Limit:    rapid.IntRange(1, 20).Draw(t, "limit"),
		}
		if rapid.Bool().Draw(t, "near") {
			q.Near = &geo.Point{Lat: rapid.Float64Range(31, 31.4).Draw(t, "lat"), Lng: rapid.Float64Range(121.3, 121.7).Draw(t, "lng")}
			q.Radius = rapid.SampledFrom([]float64{0, 500.5, 3000.5}).Draw(t, "radius")
		}
		want, wantTotal := plain(shops, q)
		found, total := d.Find(q)
		var names []string
		for _, f := range found {
			names = append(names, f.Name)
			for _, o := range f.Offers {
				require.True(t, q.On == "" || o.ValidOn(q.On), "only offers of that day are shown")
			}
		}
		require.Equal(t, want, names)
		require.Equal(t, wantTotal, total)
	})
}

func TestFindIsBounded(t *testing.T) {
	d := shop.DirectoryOf(high(5000))
	here := geo.Point{Lat: 31.2, Lng: 121.5}
	for _, q := range []shop.Query{{Limit: 1 << 30}, {Limit: 1 << 30, Near: &here}, {Limit: 1 << 30, Near: &here, Words: "店"}} {
		found, total := d.Find(q)
		require.Len(t, found, 20)
		require.Equal(t, shop.CountCap, total)
	}
	found, _ := d.Find(shop.Query{Limit: -1, Offset: -1})
	require.Len(t, found, 1)
	found, _ = d.Find(shop.Query{Limit: 20, Offset: 1 << 40})
	require.Empty(t, found)
	found, _ = shop.NewDirectory(nil).Find(shop.Query{Limit: 5})
	require.Empty(t, found)
}

func TestByName(t *testing.T) {
	d := shop.DirectoryOf([]shop.Shop{
		{Name: "老兵面馆", State: shop.Signed},
		{Name: "老兵面馆二店", State: shop.Signed},
		{Name: "清风理发", State: shop.Signed},
		{Name: "平安药房", State: shop.Closed},
	})
	s, ok := d.ByName("老兵面馆")
	require.True(t, ok)
	require.Equal(t, "老兵面馆", s.Name)
	s, ok = d.ByName("清风")
	require.True(t, ok, "the only one with that part")
	require.Equal(t, "清风理发", s.Name)
	for _, name := range []string{"老兵", "平安药房", "", "。"} {
		_, ok = d.ByName(name)
		require.False(t, ok, name)
	}
}

func TestCategories(t *testing.T) {
	counted := shop.DirectoryOf([]shop.Shop{
		{Category: "理发", State: shop.Signed},
		{Category: "餐饮", State: shop.Signed},
		{Category: "餐饮", State: shop.Signed},
		{Category: "药店", State: shop.Removed},
	}).Categories()
	require.Equal(t, []shop.Count{{"餐饮", 2}, {"理发", 1}}, counted)
}

func TestOfferDays(t *testing.T) {
	o := shop.Offer{From: "2026-01-01", Until: "2026-11-23", Statuses: "veteran disabled_veteran"}
	require.True(t, o.ValidOn("2026-11-23"), "the last day counts")
	require.False(t, o.ValidOn("2026-11-24"))
	require.False(t, o.ValidOn("2025-12-31"))
	require.True(t, o.For("veteran"))
	require.False(t, o.For("disabled"))
	require.True(t, shop.Offer{}.For("other"))
}

func BenchmarkFind(b *testing.B) {
	for _, n := range []int{100_000, 1_000_000} {
		d := shop.DirectoryOf(high(n))
		here := geo.Point{Lat: 31.21, Lng: 121.51}
		for name, q := range map[string]shop.Query{
			"near":     {Near: &here, On: today, Limit: 20},
			"category": {Near: &here, On: today, Limit: 20, Category: "理发", Radius: 3000},
			"words":    {Near: &here, On: today, Limit: 20, Words: "老兵"},
		} {
			b.Run(fmt.Sprintf("%s/%d", name, n), func(b *testing.B) {
				for b.Loop() {
					d.Find(q)
				}
			})
		}
	}
}
