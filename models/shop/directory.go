package shop

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"shuangyong/models/geo"
	"shuangyong/models/internal/search"
	"shuangyong/models/internal/snapshot"
)

const (
	maxLimit = 20   // shops in one answer
	maxSkip  = 1000 // shops before it
	// CountCap is how far matches are counted: a total of CountCap means at least so many.
	CountCap = 1000
	// sieve is up to how many shops with the words are looked at one by one; beyond that the grid is walked and the words are checked on the way.
	sieve = 4000
)

// Directory answers from memory which signed shops there are. It is safe for concurrent use.
type Directory struct {
	store *Store
	held  snapshot.Held[street]
}

// street is one immutable copy of the signed shops.
type street struct {
	shops      []Shop
	texts      *search.Index
	all        *geo.Grid[spot]
	byCategory map[string]*geo.Grid[spot]
	lists      map[string][]spot // category → shops in order
	spots      []spot
	counted    []Count
}

// Count is a category and how many signed shops it has.
type Count struct {
	Category string
	Shops    int
}

// NewDirectory makes an empty directory upon s; Load fills it.
func NewDirectory(s *Store) *Directory { return &Directory{store: s} }

// DirectoryOf makes a directory of those of the given shops that are signed, without a database.
func DirectoryOf(shops []Shop) *Directory {
	d := &Directory{}
	d.held.Set(lay(slices.DeleteFunc(slices.Clone(shops), func(s Shop) bool { return s.State != Signed })))
	return d
}

// Load reads all signed shops.
func (d *Directory) Load(ctx context.Context) error {
	return d.held.Load(ctx, d.store.revision, d.store.load)
}

// Refresh reads them again when rev is not the revision they were read at.
func (d *Directory) Refresh(ctx context.Context, rev int64) error {
	return d.held.Refresh(ctx, rev, d.store.load)
}

// lay sorts the shops by name, which is the order of answers without a place, and indexes them.
func lay(shops []Shop) *street {
	slices.SortStableFunc(shops, func(a, b Shop) int { return cmp.Compare(a.Name, b.Name) })
	s := &street{shops: shops, byCategory: map[string]*geo.Grid[spot]{}, lists: map[string][]spot{}, spots: make([]spot, len(shops))}
	texts := make([]string, len(shops))
	for i := range shops {
		slices.SortStableFunc(shops[i].Offers, func(a, b Offer) int { return cmp.Compare(a.ID.String(), b.ID.String()) })
		texts[i], s.spots[i] = text(shops[i]), newSpot(shops, i)
		s.lists[shops[i].Category] = append(s.lists[shops[i].Category], s.spots[i])
	}
	s.texts = search.New(texts)
	at := func(p spot) geo.Point { return shops[p.shop].Point() }
	s.all = geo.NewGrid(s.spots, at)
	for category, list := range s.lists {
		s.byCategory[category] = geo.NewGrid(list, at)
		s.counted = append(s.counted, Count{category, len(list)})
	}
	slices.SortFunc(s.counted, func(a, b Count) int {
		return cmp.Or(cmp.Compare(b.Shops, a.Shops), cmp.Compare(a.Category, b.Category))
	})
	return s
}

// text is what a shop is found by.
func text(s Shop) string {
	var b strings.Builder
	b.WriteString(s.Name + "，" + s.Category + "，" + s.Address)
	for _, o := range s.Offers {
		b.WriteString("，" + o.Title)
	}
	return b.String()
}

// Categories are those with signed shops, the fullest first.
func (d *Directory) Categories() []Count { return slices.Clone(d.held.Get().counted) }

// Len is how many signed shops there are.
func (d *Directory) Len() int { return len(d.held.Get().shops) }

// ByName is the signed shop of exactly that name, or the only one whose name contains it.
func (d *Directory) ByName(name string) (Shop, bool) {
	s, wanted := d.held.Get(), search.Normal(name)
	if s.texts == nil || wanted == "" {
		return Shop{}, false
	}
	found, parts := -1, 0
	exact := false
	s.texts.Query(name).Each(func(i int32) bool {
		own := search.Normal(s.shops[i].Name)
		if own == wanted {
			found, exact = int(i), true
			return false
		}
		if strings.Contains(own, wanted) {
			found, parts = int(i), parts+1
		}
		return true
	})
	if exact || parts == 1 {
		return s.shops[found], true
	}
	return Shop{}, false
}
