package shop

import (
	"math"

	"shuangyong/models/clock"
)

// spot is what the grids hold of a shop: where to find it, and between which days it has an offer, so that most shops are judged without being touched.
type spot struct {
	shop        int32
	from, until int32 // as numbers like 20261123; gaps in between when many is set
	many        bool  // several offers: their days are looked at one by one
	mourning    bool  // an undertaker's
}

// Mourning is the category of undertakers (殡葬). They are shown to who asks for them and to nobody else: a list of shops near one's home that begins
// with a funeral parlour is an insult to the old and the sick.
const Mourning = "殡葬"

func newSpot(shops []Shop, i int) spot {
	p := spot{shop: int32(i), from: math.MaxInt32, many: len(shops[i].Offers) > 1, mourning: shops[i].Category == Mourning}
	for _, o := range shops[i].Offers {
		until := int32(math.MaxInt32)
		if o.Until != "" {
			until = dayNumber(o.Until)
		}
		p.from, p.until = min(p.from, dayNumber(o.From)), max(p.until, until)
	}
	return p
}

// valid tells whether the shop has an offer that day, given twice; the empty day asks for none.
func (s *street) valid(p spot, on clock.Date, day int32) bool {
	if on == "" {
		return true
	}
	return p.from <= day && day <= p.until && (!p.many || s.shops[p.shop].validOn(on))
}

// dayNumber is YYYY-MM-DD as a number that compares alike; 0 for no date.
func dayNumber(d clock.Date) (n int32) {
	for _, c := range []byte(d) {
		if c != '-' {
			n = n*10 + int32(c-'0')
		}
	}
	return n
}
