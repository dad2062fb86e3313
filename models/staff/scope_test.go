package staff_test

import (
	"slices"
	"strconv"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/internal/orm"
	"shuangyong/models/seal"
	"shuangyong/models/staff"
	"shuangyong/models/station"
)

// signs are what LIKE, GLOB, quoting and the order of letters could stumble over, in codes of stations.
var signs = []string{"", "%", "_", "*", "?", "[", "]", "[0-9]", "!", "!%", "\\", "'", "\"", "-", "^", "a", "A"}

// forest is every station that was made, and who is whose parent: the oracle knows nothing of paths.
type forest struct {
	parent map[uuid.UUID]uuid.UUID
	path   map[uuid.UUID]station.Path
	ids    []uuid.UUID
	next   int
}

// below walks up from id and tells whether it meets top.
func (f *forest) below(id, top uuid.UUID) bool {
	for ; id != uuid.Nil; id = f.parent[id] {
		if id == top {
			return true
		}
	}
	return false
}

// grow adds a random tree. Codes differ from each other and are often prefixes of each other: 1, 1%, 11, 111.
func (f *forest) grow(t *rapid.T) []station.Station {
	var rows []station.Station
	for n := range rapid.IntRange(1, 12).Draw(t, "stations") {
		f.next++
		code := strconv.Itoa(f.next)
		if sign := rapid.SampledFrom(signs).Draw(t, "sign"); rapid.Bool().Draw(t, "behind") {
			code += sign
		} else {
			code = sign + code
		}
		s := station.Station{ID: db.NewID(), Code: code, Level: station.Village, Path: station.Path(code + "/")}
		if n > 0 {
			over := rows[rapid.IntRange(0, n-1).Draw(t, "parent")]
			s.ParentID, s.Path = &over.ID, over.Path+s.Path
			f.parent[s.ID] = over.ID
		}
		f.path[s.ID] = s.Path
		f.ids, rows = append(f.ids, s.ID), append(rows, s)
	}
	return rows
}

// Whoever works at a station sees what is there and below, and nothing else: in memory, in each database's own words, and in the list of accounts. The oracle
// walks from child to parent.
func TestEverybodySeesHisPartOfTheTreeAndNothingElse(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := &forest{parent: map[uuid.UUID]uuid.UUID{}, path: map[uuid.UUID]station.Path{}}
		s, at := staff.NewStore(d, cheap(t), 0), map[uuid.UUID]uuid.UUID{}
		rapid.Check(t, func(rt *rapid.T) {
			rows := f.grow(rt)
			require.NoError(rt, d.InTx(t.Context(), func(tx db.Tx) error {
				if err := station.InsertStations(tx, rows); err != nil {
					return err
				}
				for _, one := range rows {
					login := "s" + strconv.Itoa(len(at))
					if err := s.InsertInvented(tx, system, []staff.Invented{{Login: login, Name: "甲", FullName: seal.Text(login), Station: one, Roles: []staff.Role{staff.TownClerk}}}); err != nil {
						return err
					}
					who, err := s.ByLogin(tx, login)
					if err != nil {
						return err
					}
					at[who.ID] = one.ID
				}
				return nil
			}))
			top := rows[rapid.IntRange(0, len(rows)-1).Draw(rt, "whose")]
			f.compare(rt, d, s, at, top)
		})
	})
}

func (f *forest) compare(t *rapid.T, d *db.DB, s *staff.Store, at map[uuid.UUID]uuid.UUID, top station.Station) {
	scope := staff.Member{Path: top.Path}.Scope()
	var want, inMemory, inSQL []uuid.UUID
	for _, id := range f.ids {
		if f.below(id, top.ID) {
			want = append(want, id)
		}
		if scope.Covers(string(f.path[id])) {
			inMemory = append(inMemory, id)
		}
	}
	require.Equal(t, want, inMemory, "%q", top.Path)
	require.NoError(t, orm.Of(d.View(t.Context())).Table("stations").Where(scope.Filter("path")).Pluck("id", &inSQL).Error)
	require.ElementsMatch(t, want, inSQL, "%q", top.Path)

	seen, err := s.List(t.Context(), scope, uuid.Nil, 100)
	require.NoError(t, err)
	places := map[uuid.UUID]bool{}
	for _, a := range seen {
		require.True(t, f.below(at[a.ID], top.ID), "%q sees %q", top.Path, a.Path)
		places[at[a.ID]] = true
	}
	require.Len(t, places, len(want))
	stranger := f.ids[rapid.IntRange(0, len(f.ids)-1).Draw(t, "stranger")]
	for id, station := range at {
		if station == stranger {
			_, err := s.Find(t.Context(), scope, id)
			require.Equal(t, slices.Contains(want, stranger), err == nil)
		}
	}
}

// Nobody without a place sees anything, and nobody without a role does anything but with his own account.
func TestWithoutAPlaceOrARole(t *testing.T) {
	require.Equal(t, audit.Scope{}, staff.Member{}.Scope())
	require.False(t, staff.Member{}.Scope().Covers("990100/"))
	for _, act := range append(staff.Acts(), "", "made.up") {
		require.Equal(t, act == staff.Self, staff.Member{}.May(act), act)
	}
}
