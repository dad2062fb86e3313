package shop

import (
	"cmp"
	"slices"

	"shuangyong/models/geo"
	"shuangyong/models/internal/search"
)

// Find gives the signed shops that q asks for: nearest first when it has a place, else by name. total is how many match, counted up to CountCap.
func (d *Directory) Find(q Query) (found []Found, total int) {
	s := d.held.Get()
	q.Limit = min(max(q.Limit, 1), maxLimit)
	q.Offset = max(q.Offset, 0)
	if s.texts == nil || q.Offset > maxSkip || (q.Near != nil && !q.Near.Valid()) {
		return nil, 0
	}
	words := s.texts.Query(q.Words)
	switch {
	case q.Near == nil:
		return s.byNames(q, words)
	case !words.Blank() && words.AtMost() <= sieve:
		return s.sieved(q, words)
	default:
		return s.nearest(q, words)
	}
}

// accepts is the part of q that concerns a shop by itself.
func (s *street) accepts(q Query, i int32) bool {
	return (q.Category == "" || s.shops[i].Category == q.Category) && q.asksFor(s.spots[i]) && s.valid(s.spots[i], q.On, dayNumber(q.On))
}

// asksFor tells whether somebody who said so much means this kind of shop too.
func (q Query) asksFor(p spot) bool { return !p.mourning || q.Category != "" || q.Words != "" }

// byNames answers without a place.
func (s *street) byNames(q Query, words search.Query) (found []Found, total int) {
	take := func(i int32) bool {
		if s.accepts(q, i) {
			if total++; total > q.Offset && len(found) < q.Limit {
				found = append(found, Found{Shop: s.shops[i].on(q.On)})
			}
		}
		return total < CountCap || len(found) < q.Limit && total < q.Offset+q.Limit
	}
	if words.Blank() && q.Category != "" {
		for _, p := range s.lists[q.Category] {
			if !take(p.shop) {
				break
			}
		}
	} else {
		words.Each(take)
	}
	return found, min(total, CountCap)
}

// sieved answers words that few shops have: those are measured one by one.
func (s *street) sieved(q Query, words search.Query) ([]Found, int) {
	type measured struct {
		shop   int32
		metres float64
	}
	var all []measured
	words.Each(func(i int32) bool {
		if m := geo.Metres(*q.Near, s.shops[i].Point()); s.accepts(q, i) && (q.Radius <= 0 || m <= q.Radius) {
			all = append(all, measured{i, m})
		}
		return true
	})
	slices.SortStableFunc(all, func(a, b measured) int { return cmp.Compare(a.metres, b.metres) })
	var found []Found
	for _, m := range all[min(q.Offset, len(all)):min(q.Offset+q.Limit, len(all))] {
		found = append(found, Found{s.shops[m.shop].on(q.On), m.metres})
	}
	return found, min(len(all), CountCap)
}

// nearest answers by walking the grid outwards.
func (s *street) nearest(q Query, words search.Query) ([]Found, int) {
	grid := s.all
	if q.Category != "" {
		if grid = s.byCategory[q.Category]; grid == nil {
			return nil, 0
		}
	}
	day := dayNumber(q.On)
	keep := func(p spot) bool { return q.asksFor(p) && s.valid(p, q.On, day) }
	if !words.Blank() {
		keep = func(p spot) bool { return s.valid(p, q.On, day) && words.Matches(p.shop) }
	}
	hits := grid.Nearest(*q.Near, q.Offset+q.Limit, q.Radius, keep)
	if len(hits) < q.Offset+q.Limit {
		return pick(s, q, hits), len(hits)
	}
	return pick(s, q, hits), grid.Count(*q.Near, CountCap, q.Radius, keep)
}

func pick(s *street, q Query, hits []geo.Hit[spot]) []Found {
	var found []Found
	for _, h := range hits[min(q.Offset, len(hits)):] {
		found = append(found, Found{s.shops[h.Item.shop].on(q.On), h.Metres})
	}
	return found
}
