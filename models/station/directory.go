package station

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"

	"shuangyong/models/geo"
	"shuangyong/models/internal/search"
	"shuangyong/models/internal/snapshot"
)

// Directory answers from memory which station is where. It is safe for concurrent use.
type Directory struct {
	store *Store
	held  snapshot.Held[tree]
}

// tree is one immutable copy of all stations.
type tree struct {
	all    []Station // by path: parents before children
	byID   map[uuid.UUID]int
	byPath map[Path]int
	offers map[string][]int // stations by service, from the top of the tree
	grid   *geo.Grid[int]
	names  *search.Index
}

// NewDirectory makes an empty directory upon s; Load fills it.
func NewDirectory(s *Store) *Directory { return &Directory{store: s} }

// DirectoryOf makes a directory of the given stations, without a database.
func DirectoryOf(stations []Station) *Directory {
	d := &Directory{}
	d.held.Set(grow(stations))
	return d
}

// Load reads all stations.
func (d *Directory) Load(ctx context.Context) error {
	return d.held.Load(ctx, d.store.revision, d.store.load)
}

// Refresh reads them again when rev is not the revision they were read at.
func (d *Directory) Refresh(ctx context.Context, rev int64) error {
	return d.held.Refresh(ctx, rev, d.store.load)
}

func grow(stations []Station) *tree {
	t := &tree{all: slices.Clone(stations), byID: map[uuid.UUID]int{}, byPath: map[Path]int{}, offers: map[string][]int{}}
	slices.SortFunc(t.all, func(a, b Station) int { return cmp.Compare(a.Path, b.Path) })
	texts, numbers := make([]string, len(t.all)), make([]int, len(t.all))
	for i, s := range t.all {
		t.byID[s.ID], t.byPath[s.Path] = i, i
		texts[i], numbers[i] = s.ShortName+"，"+s.Name+"，"+s.Address, i
	}
	for _, i := range t.topDown() {
		for _, service := range strings.Fields(t.all[i].Services) {
			if same := t.offers[service]; len(same) == 0 || same[len(same)-1] != i {
				t.offers[service] = append(same, i)
			}
		}
	}
	t.names = search.New(texts)
	t.grid = geo.NewGrid(numbers, func(i int) geo.Point { return t.all[i].Point() })
	return t
}

// Root is the station at the top, the city's; an empty directory gives an empty station.
func (d *Directory) Root() Station {
	if t := d.held.Get(); len(t.all) > 0 {
		return t.all[0]
	}
	return Station{}
}

// ByPath is the station at exactly that path.
func (d *Directory) ByPath(p Path) (Station, bool) {
	t := d.held.Get()
	i, ok := t.byPath[p]
	if !ok {
		return Station{}, false
	}
	return t.all[i], true
}

// ByID is the station with that key.
func (d *Directory) ByID(id uuid.UUID) (Station, bool) {
	t := d.held.Get()
	i, ok := t.byID[id]
	if !ok {
		return Station{}, false
	}
	return t.all[i], true
}

// Nearest gives the k stations closest to p.
func (d *Directory) Nearest(p geo.Point, k int) []Near { return d.nearest(p, k, nil) }

// WithService gives k stations that offer the service (a contract word): the closest to p, or from the top of the tree when p is nil.
func (d *Directory) WithService(service string, p *geo.Point, k int) []Near {
	t := d.held.Get()
	if p != nil {
		return d.nearest(*p, k, func(i int) bool { return t.all[i].Offers(service) })
	}
	var found []Near
	for _, i := range t.offers[service] {
		if len(found) >= k {
			break
		}
		found = append(found, Near{Station: t.all[i]})
	}
	return found
}

func (d *Directory) nearest(p geo.Point, k int, keep func(int) bool) []Near {
	t := d.held.Get()
	if t.grid == nil {
		return nil
	}
	hits := t.grid.Nearest(p, k, 0, keep)
	near := make([]Near, len(hits))
	for i, h := range hits {
		near[i] = Near{Station: t.all[h.Item], Metres: h.Metres}
	}
	return near
}

// Search gives k stations whose name or address contains the words, those higher up first; when none does, the ones that resemble them most.
func (d *Directory) Search(words string, k int) []Near {
	t := d.held.Get()
	if t.names == nil {
		return nil
	}
	q := t.names.Query(words)
	if q.Blank() {
		return nil
	}
	var found []Near
	q.Each(func(i int32) bool {
		found = append(found, Near{Station: t.all[i]})
		return true
	})
	wanted := search.Normal(words)
	slices.SortStableFunc(found, func(a, b Near) int {
		return cmp.Or(cmp.Compare(fit(a.Station, wanted), fit(b.Station, wanted)), cmp.Compare(depth(a.Station), depth(b.Station)))
	})
	if len(found) == 0 {
		for _, s := range t.names.Like(words, k, 0.5) {
			found = append(found, Near{Station: t.all[s.Doc]})
		}
	}
	return found[:min(max(k, 0), len(found))]
}

// fit is 0 for the very name, 1 for its beginning, 2 for a part of it, 3 for the address.
func fit(s Station, wanted string) int {
	short, name := search.Normal(s.ShortName), search.Normal(s.Name)
	switch {
	case short == wanted || name == wanted:
		return 0
	case strings.HasPrefix(short, wanted) || strings.HasPrefix(name, wanted):
		return 1
	case strings.Contains(short, wanted) || strings.Contains(name, wanted):
		return 2
	default:
		return 3
	}
}

func depth(s Station) int { return strings.Count(string(s.Path), "/") }

func (t *tree) topDown() []int {
	sorted := make([]int, len(t.all))
	for i := range sorted {
		sorted[i] = i
	}
	slices.SortStableFunc(sorted, func(a, b int) int { return cmp.Compare(depth(t.all[a]), depth(t.all[b])) })
	return sorted
}

// Offers tells whether the station offers the service, a contract word.
func (s Station) Offers(service string) bool {
	return slices.Contains(strings.Fields(s.Services), service)
}
