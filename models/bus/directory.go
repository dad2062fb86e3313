package bus

import (
	"context"
	"slices"
	"strings"

	"shuangyong/models/clock"
	"shuangyong/models/geo"
	"shuangyong/models/internal/search"
	"shuangyong/models/internal/snapshot"
)

// Directory answers from memory which line goes where and when, and what it costs whom. It is safe for concurrent use.
type Directory struct {
	store *Store
	held  snapshot.Held[network]
}

// NewDirectory makes an empty directory upon s; Load fills it.
func NewDirectory(s *Store) *Directory { return &Directory{store: s} }

// DirectoryOf makes a directory of a feed, without a database. It keeps and reorders the feed's slices.
func DirectoryOf(f Feed) *Directory {
	d := &Directory{}
	d.held.Set(build(f))
	return d
}

// Load reads the whole feed.
func (d *Directory) Load(ctx context.Context) error {
	return d.held.Load(ctx, d.store.revision, d.store.load)
}

// Refresh reads it again when rev is not the revision it was read at.
func (d *Directory) Refresh(ctx context.Context, rev int64) error {
	return d.held.Refresh(ctx, rev, d.store.load)
}

// Point is where the stop stands, GCJ-02.
func (s Stop) Point() geo.Point { return geo.FromWGS84(geo.WGS84{Lat: s.Lat, Lng: s.Lng}) }

// Pioneers are the pioneer routes (拥军先锋号), in order.
func (d *Directory) Pioneers() []Route {
	n := d.held.Get()
	end := 0
	for end < len(n.routes) && n.routes[end].Pioneer {
		end++
	}
	return slices.Clone(n.routes[:end])
}

// Route is the line of that name, as people say it (5路, 5, 拥军先锋号3路), with its stops in the order of direction 0. A part of the name is enough
// when only one line has it.
func (d *Directory) Route(name string) (Route, []Stop, bool) {
	n := d.held.Get()
	wanted := plainName(name)
	if wanted == "" {
		return Route{}, nil, false
	}
	part, parts := 0, 0
	for i, r := range n.routes {
		own := plainName(r.ShortName)
		if own == wanted {
			return r, n.stopsOf(i), true
		}
		if containsWhole(own+" "+search.Normal(r.LongName), wanted) {
			part, parts = i, parts+1
		}
	}
	if parts != 1 {
		return Route{}, nil, false
	}
	return n.routes[part], n.stopsOf(part), true
}

// plainName drops what people add to a line's number: 5路, 公交5路, 5路车, 5号线.
func plainName(name string) string {
	s := strings.ReplaceAll(search.Normal(name), " ", "")
	s = strings.TrimPrefix(s, "公交")
	for _, suffix := range []string{"公交车", "车", "线路", "路", "号线"} {
		s = strings.TrimSuffix(s, suffix)
	}
	return s
}

// containsWhole tells whether s contains part, and not as a piece of a longer number.
func containsWhole(s, part string) bool {
	digit := func(b byte) bool { return b >= '0' && b <= '9' }
	for from := 0; ; {
		i := strings.Index(s[from:], part)
		if i < 0 {
			return false
		}
		i += from
		end := i + len(part)
		if !(digit(part[0]) && i > 0 && digit(s[i-1])) && !(digit(part[len(part)-1]) && end < len(s) && digit(s[end])) {
			return true
		}
		from = i + 1
	}
}

func (n *network) stopsOf(route int) []Stop {
	stops := make([]Stop, len(n.order[route]))
	for i, s := range n.order[route] {
		stops[i] = n.stops[s]
	}
	return stops
}

// NearStops gives the k stops closest to p within radius metres (0 = however far), with the lines that call there.
func (d *Directory) NearStops(p geo.Point, radius float64, k int) []NearStop {
	n := d.held.Get()
	if n.grid == nil {
		return nil
	}
	hits := n.grid.Nearest(p, k, radius, func(i int32) bool { return len(n.lines[i]) > 0 })
	near := make([]NearStop, len(hits))
	for i, h := range hits {
		near[i] = n.nearStop(h.Item)
		near[i].Metres = h.Metres
	}
	return near
}

func (n *network) nearStop(i int32) NearStop {
	s := NearStop{Stop: n.stops[i]}
	for _, r := range n.lines[i] {
		s.Routes = append(s.Routes, n.routes[r])
	}
	return s
}

// maxNamed bounds how many stops of one name are given.
const maxNamed = 10

// StopByName gives the stops of that name (both sides of the street have one each), else those whose name contains it, with their lines.
func (d *Directory) StopByName(name string) []NearStop {
	n := d.held.Get()
	wanted := strings.TrimSuffix(search.Normal(name), "站")
	if n.names == nil || wanted == "" {
		return nil
	}
	var same, part []NearStop
	n.names.Query(wanted).Each(func(i int32) bool {
		if strings.TrimSuffix(search.Normal(n.stops[i].Name), "站") == wanted {
			same = append(same, n.nearStop(i))
		} else if len(part) < maxNamed {
			part = append(part, n.nearStop(i))
		}
		return len(same) < maxNamed
	})
	if len(same) > 0 {
		return same
	}
	return part
}

// Agency is the company with that id.
func (d *Directory) Agency(id string) (Agency, bool) {
	a, ok := d.held.Get().agencies[id]
	return a, ok
}

// Concessions are the rules for people of that status (a person.Status word) on that day, the particular ones before the general.
func (d *Directory) Concessions(status string, on clock.Date) []Concession {
	var rules []Concession
	for _, c := range d.held.Get().rules {
		if c.Status == status && c.From <= on && (c.Until == "" || on <= c.Until) {
			rules = append(rules, c)
		}
	}
	return rules
}
