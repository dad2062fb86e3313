package person_test

import (
	"fmt"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"shuangyong/models/audit"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/fault"
	"shuangyong/models/idnumber"
	"shuangyong/models/internal/orm"
	"shuangyong/models/person"
	"shuangyong/models/seal"
	"shuangyong/models/station"
)

const town = station.Path("990100/990101/")

// treeOfTwo writes a city with one town and gives both.
func treeOfTwo(t *testing.T, d *db.DB) (top, below station.Station) {
	t.Helper()
	rows := []station.Station{{ID: db.NewID(), Code: "990100", Level: station.City, Path: city}, {ID: db.NewID(), Code: "990101", Level: station.Town, Path: town}}
	require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error { return station.InsertStations(tx, rows) }))
	return rows[0], rows[1]
}

// numberOf is a well-formed identity number of the n-th invented person.
func numberOf(n int, born clock.Date) seal.Text {
	body := fmt.Sprintf("990101%s%s%s%03d", born[:4], born[5:7], born[8:], n)
	return seal.Text(body + string(idnumber.Check(body)))
}

func take(t testing.TB, d *db.DB, list ...person.Listed) person.Imported {
	t.Helper()
	store := person.NewStore(d)
	would, err := store.Compare(d.View(t.Context()), list)
	require.NoError(t, err)
	var did person.Imported
	require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) (err error) { did, err = store.Import(tx, clerk, list); return err }))
	require.Len(t, did.People, len(list))
	did2, would2 := did, would
	did2.People, would2.People = nil, nil
	require.Equal(t, would2, did2, "it does what it said it would")
	return did
}

func veteranOf(s station.Station, n int) person.Listed {
	return person.Listed{
		Name: "郑守田", IDNumber: numberOf(n, "1950-03-02"), Sex: "m", BornOn: "1950-03-02", Phone: "13900000001", Address: "东街1号",
		StationID: s.ID, StationPath: s.Path, Statuses: []person.Held{{Status: person.Veteran, From: "1976-01-05"}},
	}
}

// numbered finds who has an identity number, anywhere in the city.
func numbered(t testing.TB, d *db.DB, number seal.Text) []person.Person {
	t.Helper()
	found, err := person.NewStore(d).Search(t.Context(), audit.Scope{Prefix: string(city)}, person.BySearchIDNumber, number, uuid.Nil, 2)
	require.NoError(t, err)
	return found
}

func TestAListIsTakenOver(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		top, below := treeOfTwo(t, d)
		store := person.NewStore(d)
		list := veteranOf(below, 1)
		did := take(t, d, list)
		require.Equal(t, person.Imported{People: did.People, New: 1, Granted: 1}, did)
		found := numbered(t, d, list.IDNumber)
		require.Len(t, found, 1)
		p := found[0]
		require.Equal(t, did.People[0], p.ID)
		held, err := store.StatusesOf(t.Context(), p.ID, "2026-11-23")
		require.NoError(t, err)
		require.Len(t, held, 1)
		require.Equal(t, clock.Date("2026-11-23"), held[0].SeenOn, "the bureau vouches for its list")

		before := entries(t, d)
		require.Equal(t, 1, take(t, d, list).Same, "the same again changes nothing")
		require.Equal(t, before, entries(t, d))

		moved := list
		moved.Phone, moved.StationID, moved.StationPath, moved.Address = "13900000002", top.ID, top.Path, ""
		moved.Statuses = []person.Held{{Status: person.Veteran, From: "1976-01-05"}, {Status: person.DisabledVeteran, Level: 7, Cause: "duty"}}
		did = take(t, d, moved)
		require.Equal(t, person.Imported{People: did.People, Changed: 1, Granted: 1}, did)
		require.Equal(t, before+1, entries(t, d))
		p, err = store.ByID(t.Context(), p.ID)
		require.NoError(t, err)
		require.Equal(t, "13900000002", p.Phone.Reveal())
		require.Equal(t, "东街1号", p.Address.Reveal(), "what the list does not know stays")
		require.Equal(t, city, p.StationPath)
		require.Equal(t, 1, take(t, d, moved).Same, "also what began without a day")

		require.Empty(t, numbered(t, d, "11010519491231002X"))
	})
}

func TestStatusesFollowTheList(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		_, below := treeOfTwo(t, d)
		store := person.NewStore(d)
		list := veteranOf(below, 1)
		list.Statuses = append(list.Statuses, person.Held{Status: person.DisabledVeteran, Level: 8, Cause: "war", From: "1980-01-01"})
		id := take(t, d, list).People[0]

		list.Statuses[1] = person.Held{Status: person.DisabledVeteran, Level: 6, Cause: "war", From: "2020-07-01"} // assessed anew
		did := take(t, d, list)
		require.Equal(t, []int{1, 1, 1}, []int{did.Changed, did.Granted, did.Amended})
		then, err := store.StatusesOf(t.Context(), id, "2020-06-30")
		require.NoError(t, err)
		require.Equal(t, 8, then[1].Level)
		now, err := store.StatusesOf(t.Context(), id, "2020-07-01")
		require.NoError(t, err)
		require.Len(t, now, 2)
		require.Equal(t, 6, now[1].Level)
		require.Equal(t, 1, take(t, d, list).Same)

		list.Statuses = []person.Held{{Status: person.Veteran, From: "1976-01-05", Until: "2026-10-31"}} // ended; of the disability it says nothing
		require.Equal(t, 1, take(t, d, list).Amended)
		held, err := store.StatusesOf(t.Context(), id, "2026-11-01")
		require.NoError(t, err)
		require.Len(t, held, 1)
		require.Equal(t, person.DisabledVeteran, held[0].Status)

		list.DiedOn = "2026-11-10"
		require.Equal(t, 1, take(t, d, list).Changed)
		held, err = store.StatusesOf(t.Context(), id, "2026-11-11")
		require.NoError(t, err)
		require.Empty(t, held, "death ends things")
		require.Equal(t, 1, take(t, d, list).Same)
	})
}

// A list that says when somebody held what he holds at another time too, or what he held when he was dead, does not write it down beside the other.
func TestAListDoublesNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		_, below := treeOfTwo(t, d)
		list := veteranOf(below, 1)
		list.Statuses[0].Until = "2010-12-31" // that he is a veteran: he went to another city
		id := take(t, d, list).People[0]
		before := history(t, d, id)

		list.Statuses = []person.Held{{Status: person.Veteran, From: "2005-01-01"}, {Status: person.MilitaryFamily, From: "2020-09-01"}}
		did := take(t, d, list)
		require.Equal(t, []int{0}, did.Left, "a clerk looks at it")
		require.Equal(t, []int{1, 0}, []int{did.Granted, did.Amended}, "what is in nobody's way is taken over")
		require.Equal(t, before[0], history(t, d, id)[0])
		require.Equal(t, person.Imported{Same: 1, Left: []int{0}}, bare(take(t, d, list)))

		list.Statuses = []person.Held{{Status: person.Veteran, From: "2011-01-01"}}
		require.Empty(t, take(t, d, list).Left, "he came back")

		list.DiedOn = "2026-11-10"
		take(t, d, list)
		list.DiedOn = ""
		list.Statuses = []person.Held{{Status: person.Veteran}, {Status: person.Other}, {Status: person.DisabledVeteran, Level: 7, Cause: "war", From: "2026-11-15"}}
		take(t, d, list)
		list.DiedOn = "2026-11-08"
		take(t, d, list)
		p, err := person.NewStore(d).ByID(t.Context(), id)
		require.NoError(t, err)
		require.Equal(t, clock.Date("2026-11-08"), p.DiedOn)
		all := history(t, d, id)
		requireSound(t, p, all)
		require.Equal(t, []clock.Date{"2010-12-31", "2026-11-08", "2026-11-08", "2026-11-08"}, []clock.Date{all[0].Until, all[1].Until, all[2].Until, all[3].Until})
	})
}

func TestWhoIsNotNumbered(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		top, below := treeOfTwo(t, d)
		nobody := veteranOf(below, 1)
		nobody.IDNumber = ""
		first := take(t, d, nobody)
		require.Equal(t, 1, first.New)
		require.Equal(t, first.People, take(t, d, nobody).People, "known by name, birthday and station")
		elsewhere := nobody
		elsewhere.StationID, elsewhere.StationPath = top.ID, top.Path
		require.Equal(t, person.Imported{New: 1, Granted: 1, Suspect: 1}, bare(take(t, d, elsewhere)), "another station: likely, not surely")
		numbered := veteranOf(below, 2)
		require.Equal(t, person.Imported{New: 1, Granted: 1, Suspect: 2}, bare(take(t, d, numbered)))
		other := veteranOf(below, 3)
		other.Name = "李四"
		require.Zero(t, take(t, d, other).Suspect)
		require.Len(t, pairs(t, d), 3)
		take(t, d, nobody, elsewhere, numbered, other)
		require.Len(t, pairs(t, d), 3, "nobody is suspected twice")
	})
}

func bare(i person.Imported) person.Imported { i.People = nil; return i }

func pairs(t *testing.T, d *db.DB) []person.Review {
	t.Helper()
	var all []person.Review
	require.NoError(t, orm.Of(d.View(t.Context())).Order("id").Find(&all).Error)
	return all
}

// Twins within one batch are found as well.
func TestNamesakesInOneBatch(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		_, below := treeOfTwo(t, d)
		did := take(t, d, veteranOf(below, 1), veteranOf(below, 3), veteranOf(below, 5))
		require.Equal(t, 3, did.New)
		require.Equal(t, 3, did.Suspect)
		require.Len(t, pairs(t, d), 3)
	})
}

func TestAListOfServingSoldiersIsRefusedWhole(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		_, below := treeOfTwo(t, d)
		bad := veteranOf(below, 2)
		bad.Statuses = []person.Held{{Status: person.Status(person.Active)}}
		err := d.InTx(t.Context(), func(tx db.Tx) error {
			_, err := person.NewStore(d).Import(tx, clerk, []person.Listed{veteranOf(below, 1), bad})
			return err
		})
		require.ErrorIs(t, err, person.ErrServing)
		require.Empty(t, numbered(t, d, numberOf(1, "1950-03-02")))
	})
}

// Two who take over the same list at once make nobody twice: one of them fails whole and says so, or comes second and finds everybody.
func TestTwoImportsAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		_, below := treeOfTwo(t, d)
		list := []person.Listed{veteranOf(below, 1), veteranOf(below, 3)}
		run := func(tx db.Tx) error {
			_, err := person.NewStore(d).Import(tx, clerk, list)
			return err
		}
		first, second := overlap(t, d, run, run)
		require.NoError(t, first)
		if second != nil {
			require.Equal(t, fault.Conflict, fault.CodeOf(second))
		}
		var n int64
		require.NoError(t, orm.Of(d.View(t.Context())).Table("people").Count(&n).Error)
		require.EqualValues(t, 2, n)
	})
}

// Whatever a list says, taking it over twice is taking it over once, and nothing that was held is gone.
func TestImportingTwiceIsOnce(t *testing.T) {
	d := dbtest.SQLite(t)
	_, below := treeOfTwo(t, d)
	n := 0
	rapid.Check(t, func(rt *rapid.T) {
		n++
		one := person.Listed{
			Name: "郑守田", IDNumber: numberOf(n%1000, clock.Date("1950-01-01").AddDays(n/1000)), Sex: "m", BornOn: "1950-01-01", StationID: below.ID, StationPath: below.Path,
		}
		for range 3 {
			one.Statuses = listedStatuses(rt)
			one.Phone = seal.Text(rapid.SampledFrom([]string{"", "13900000001", "13900000002"}).Draw(rt, "phone"))
			one.DiedOn = clock.Date(rapid.SampledFrom([]string{"", "", "2026-01-01", "2026-02-01"}).Draw(rt, "died"))
			id := take(t, d, one).People[0]
			before := history(t, d, id)
			require.Equal(t, 1, take(t, d, one).Same, "%v", one)
			require.Equal(t, before, history(t, d, id))
			p, err := person.NewStore(d).ByID(t.Context(), id)
			require.NoError(t, err)
			requireSound(t, p, before)
			for _, h := range before {
				require.NotEmpty(t, h.From)
			}
		}
	})
}

func listedStatuses(t *rapid.T) []person.Held {
	all := []person.Held{
		{Status: person.Veteran},
		{Status: person.DisabledVeteran, Level: rapid.IntRange(1, 10).Draw(t, "level"), Cause: "war"},
		{Status: person.BereavedFamily, Kind: "martyr"},
		{Status: person.MilitaryFamily},
	}
	var some []person.Held
	for _, h := range all {
		if rapid.Bool().Draw(t, "holds") {
			h.From = clock.Date(rapid.SampledFrom([]string{"", "1976-01-05", "1990-01-01", "2025-12-31"}).Draw(t, "from"))
			h.Until = clock.Date(rapid.SampledFrom([]string{"", "", "2025-12-31", "2027-01-01"}).Draw(t, "until"))
			some = append(some, h)
		}
	}
	return some
}

func history(t testing.TB, d *db.DB, id any) []person.Held {
	t.Helper()
	var all []person.Held
	require.NoError(t, orm.Of(d.View(t.Context())).Where("person_id = ?", id).Order("from_on").Order("id").Find(&all).Error)
	return all
}
