package person_test

import (
	"slices"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"shuangyong/models/audit"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/fault"
	"shuangyong/models/internal/orm"
	"shuangyong/models/person"
	"shuangyong/models/seal"
)

// settlers writes people at one station.
func settlers(t testing.TB, d *db.DB, rows ...person.Person) []person.Person {
	t.Helper()
	require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error { return person.InsertPeople(tx, rows) }))
	return rows
}

func merge(t testing.TB, d *db.DB, from, into uuid.UUID, c person.Choices) error {
	t.Helper()
	return d.InTx(t.Context(), func(tx db.Tx) error { return person.NewStore(d).MergeChoosing(tx, clerk, from, into, c) })
}

func TestTwoRecordsBecomeOne(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		top, below := treeOfTwo(t, d)
		store := person.NewStore(d)
		p := settlers(
			t, d,
			person.Person{Name: "郑守田", BornOn: "1950-03-02", Phone: "13900000001", StationID: top.ID, StationPath: top.Path},
			person.Person{Name: "郑守田", Sex: "m", IDNumber: numberOf(1, "1950-03-02"), Phone: "13900000002", Address: "东街1号", StationID: below.ID, StationPath: below.Path},
			person.Person{Name: "王秀兰", StationID: top.ID, StationPath: top.Path},
		)
		known, half, wife := p[0].ID, p[1].ID, p[2].ID
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error {
			if err := person.InsertStatuses(tx, []person.Held{
				{PersonID: known, Status: person.Veteran, From: "1976-01-05"},
				{PersonID: half, Status: person.Veteran, From: "1976-01-05", SeenOn: "2026-01-01"},
				{PersonID: half, Status: person.MilitaryFamily, From: "1970-01-01", Until: "1975-12-31"},
			}); err != nil {
				return err
			}
			if err := person.InsertRelations(tx, []person.Relation{
				{PersonID: known, RelativeID: wife, Kind: "spouse"}, {PersonID: half, RelativeID: wife, Kind: "spouse"}, {PersonID: wife, RelativeID: half, Kind: "spouse"},
			}); err != nil {
				return err
			}
			return person.InsertAccounts(tx, []person.Account{
				{App: person.OfficialAccount, OpenID: "oA", PersonID: &known, Assurance: person.Stated},
				{App: person.OfficialAccount, OpenID: "oB", PersonID: &half, Assurance: person.Matched},
			})
		}))
		before := entries(t, d)
		require.NoError(t, merge(t, d, half, known, nil))
		require.Equal(t, before+1, entries(t, d))

		one, err := store.ByID(t.Context(), half)
		require.NoError(t, err)
		require.Equal(t, known, one.ID, "the old key leads to the one that is left")
		require.Equal(t, []string{"13900000001", "东街1号", numberOf(1, "1950-03-02").Reveal(), "m", "990100/"},
			[]string{one.Phone.Reveal(), one.Address.Reveal(), one.IDNumber.Reveal(), one.Sex, string(one.StationPath)})
		found := numbered(t, d, numberOf(1, "1950-03-02"))
		require.Len(t, found, 1)
		require.Equal(t, known, found[0].ID)
		held := history(t, d, known)
		require.Len(t, held, 2)
		require.Equal(t, clock.Date("2026-01-01"), held[1].SeenOn, "what was seen stays seen")
		links, err := store.RelationsOf(t.Context(), known)
		require.NoError(t, err)
		require.Len(t, links, 1)
		links, err = store.RelationsOf(t.Context(), wife)
		require.NoError(t, err)
		require.Equal(t, known, links[0].RelativeID)
		for openid, level := range map[seal.Text]person.Assurance{"oA": person.Stated, "oB": person.Matched} {
			a, ok, err := store.AccountOf(t.Context(), person.OfficialAccount, openid)
			require.NoError(t, err)
			require.True(t, ok)
			require.Equal(t, known, *a.PersonID)
			require.Equal(t, level, a.Assurance)
		}
		require.Equal(t, person.Person{ID: half, StationID: below.ID, StationPath: below.Path, CreatedAt: p[1].CreatedAt, MergedInto: &known}, raw(t, d, half),
			"nothing personal is left in the old record")
	})
}

func raw(t testing.TB, d *db.DB, id uuid.UUID) person.Person {
	t.Helper()
	var p person.Person
	require.NoError(t, orm.Of(d.View(t.Context())).Where("id = ?", id).Take(&p).Error)
	return p
}

func TestWhatIsNotMerged(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		top, _ := treeOfTwo(t, d)
		at := person.Person{StationID: top.ID, StationPath: top.Path}
		a, b, c, e := at, at, at, at
		a.IDNumber, a.BornOn, a.Sex = numberOf(1, "1950-03-02"), "1950-03-02", "m"
		b.IDNumber, b.BornOn, b.Sex = numberOf(2, "1950-03-20"), "1950-03-20", "f"
		e.BornOn, e.DiedOn = "1920-01-01", "1940-01-01"
		c.BornOn = "1950-03-02"
		p := settlers(t, d, a, b, c, e)
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error {
			return person.InsertRelations(tx, []person.Relation{{PersonID: p[0].ID, RelativeID: p[2].ID, Kind: "child"}})
		}))
		require.ErrorIs(t, merge(t, d, p[0].ID, p[0].ID, nil), person.ErrSameRecord)
		require.ErrorIs(t, merge(t, d, p[0].ID, p[1].ID, nil), person.ErrTwoNumbers)
		require.ErrorIs(t, merge(t, d, p[0].ID, p[2].ID, nil), person.ErrRelatives)
		require.Equal(t, fault.NotFound, fault.CodeOf(merge(t, d, p[0].ID, db.NewID(), nil)))
		require.Equal(t, fault.Invalid, fault.CodeOf(merge(t, d, p[0].ID, p[1].ID, person.Choices{"id_number": "mine"})))
		require.Equal(t, fault.Invalid, fault.CodeOf(merge(t, d, p[3].ID, p[2].ID, nil)), "dead before he was born")
		require.Equal(t, a.IDNumber, raw(t, d, p[0].ID).IDNumber, "what was refused changed nothing")

		require.NoError(t, merge(t, d, p[0].ID, p[1].ID, person.Choices{person.FieldIDNumber: person.From}))
		require.Equal(t, a.IDNumber, raw(t, d, p[1].ID).IDNumber)
		require.Equal(t, []any{clock.Date("1950-03-02"), "m"}, []any{raw(t, d, p[1].ID).BornOn, raw(t, d, p[1].ID).Sex}, "what stands in the number goes with it")
		require.ErrorIs(t, merge(t, d, p[0].ID, p[1].ID, nil), person.ErrMerged)
		require.ErrorIs(t, merge(t, d, p[3].ID, p[0].ID, nil), person.ErrMerged)
	})
}

// What both records tell of the same time is one status, as surely as either shows it; which of two levels is right is a clerk's to say.
func TestWhatBothHoldIsHeldOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		top, _ := treeOfTwo(t, d)
		at := person.Person{StationID: top.ID, StationPath: top.Path}
		p := settlers(t, d, at, at, at)
		disabled := person.Held{Status: person.DisabledVeteran, Level: 7, Cause: "war", From: "1979-03-01"}
		insert := func(of uuid.UUID, held ...person.Held) {
			for i := range held {
				held[i].PersonID = of
			}
			require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error { return person.InsertStatuses(tx, held) }))
		}
		insert(p[0].ID, disabled, person.Held{Status: person.Veteran, From: "1976-01-05", Until: "2010-12-31", EndReason: person.ByMove, SeenOn: "2020-05-05", Proof: person.Discharge})
		insert(p[1].ID, person.Held{Status: person.Veteran, From: "1980-01-01", SeenOn: "2026-01-01"}, disabled)
		require.NoError(t, merge(t, d, p[0].ID, p[1].ID, nil))
		held := history(t, d, p[1].ID)
		require.Len(t, held, 2)
		held[0].ID, held[0].PersonID = uuid.Nil, uuid.Nil
		require.Equal(t, person.Held{Status: person.Veteran, From: "1976-01-05", SeenOn: "2020-05-05", Proof: person.Discharge}, held[0])

		disabled.Level, disabled.From = 6, "2020-07-01"
		insert(p[2].ID, disabled)
		store := person.NewStore(d)
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error { return store.Suspect(tx, clerk, p[2].ID, p[1].ID, person.Likely, "name born_on") }))
		pair := pairs(t, d)[0].ID
		require.ErrorIs(t, d.InTx(t.Context(), func(tx db.Tx) error {
			_, err := store.Mergeable(tx, whole, pair, p[1].ID, nil)
			return err
		}), person.ErrTwoLevels, "who asks for the merge is told, not who agrees to it")
		require.ErrorIs(t, merge(t, d, p[2].ID, p[1].ID, nil), person.ErrTwoLevels)
		require.Len(t, history(t, d, p[2].ID), 1, "what was refused changed nothing")
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error {
			_, err := person.NewStore(d).End(tx, clerk, audit.Scope{Prefix: "990100/"}, history(t, d, p[2].ID)[0].ID, person.ByError, "")
			return err
		}))
		require.NoError(t, merge(t, d, p[2].ID, p[1].ID, nil), "as the refusal says")
		require.Len(t, history(t, d, p[1].ID), 3)
	})
}

// Whoever is dead by one of two records is dead: nothing of the other goes on, and no phone speaks for him.
func TestADeathEndsWhatTheOtherRecordTold(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		top, _ := treeOfTwo(t, d)
		dead, alive := person.Person{DiedOn: "2026-01-10", StationID: top.ID, StationPath: top.Path}, person.Person{StationID: top.ID, StationPath: top.Path}
		p := settlers(t, d, dead, alive)
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error {
			if err := person.InsertStatuses(tx, []person.Held{{PersonID: p[1].ID, Status: person.Veteran, From: "1976-01-05"}}); err != nil {
				return err
			}
			return person.InsertAccounts(tx, []person.Account{{App: person.MiniProgram, OpenID: "oA", PersonID: &p[1].ID, Assurance: person.Seen}})
		}))
		require.NoError(t, merge(t, d, p[0].ID, p[1].ID, nil))
		one := raw(t, d, p[1].ID)
		require.Equal(t, clock.Date("2026-01-10"), one.DiedOn)
		held := history(t, d, one.ID)
		requireSound(t, one, held)
		require.Equal(t, person.ByDeath, held[0].EndReason)
		a, ok, err := person.NewStore(d).AccountOf(t.Context(), person.MiniProgram, "oA")
		require.NoError(t, err)
		require.True(t, ok)
		require.Nil(t, a.PersonID)
	})
}

// Keys of records that were merged, and merged again, lead to the last one in one step.
func TestOldKeysNeverMakeAChain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		top, _ := treeOfTwo(t, d)
		at := person.Person{StationID: top.ID, StationPath: top.Path}
		p := settlers(t, d, at, at, at)
		require.NoError(t, merge(t, d, p[0].ID, p[1].ID, nil))
		require.NoError(t, merge(t, d, p[1].ID, p[2].ID, nil))
		require.Equal(t, p[2].ID, *raw(t, d, p[0].ID).MergedInto)
		require.Equal(t, p[2].ID, *raw(t, d, p[1].ID).MergedInto)
	})
}

func TestTheReviewListFollows(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		top, _ := treeOfTwo(t, d)
		at := person.Person{StationID: top.ID, StationPath: top.Path}
		p := settlers(t, d, at, at, at, at)
		suspect := func(a, b int) {
			require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error {
				return person.NewStore(d).Suspect(tx, clerk, p[a].ID, p[b].ID, person.Likely, "name born_on")
			}))
		}
		suspect(0, 1)
		suspect(1, 0)
		suspect(0, 2)
		suspect(1, 2)
		suspect(0, 3)
		require.Len(t, pairs(t, d), 4, "a pair is one pair, either way round")
		require.NoError(t, merge(t, d, p[0].ID, p[1].ID, nil))
		var open [][2]uuid.UUID
		for _, r := range pairs(t, d) {
			if r.State == person.ReviewOpen {
				open = append(open, [2]uuid.UUID{r.AID, r.BID})
			} else {
				require.Equal(t, person.ReviewMerged, r.State)
			}
		}
		require.ElementsMatch(t, [][2]uuid.UUID{{p[1].ID, p[2].ID}, {p[1].ID, p[3].ID}}, open)
	})
}

// Two clerks merge the same pair at once, each the other way round: one succeeds, and nobody is gone.
func TestMergingBothWaysAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		top, _ := treeOfTwo(t, d)
		at := person.Person{Name: "郑守田", StationID: top.ID, StationPath: top.Path}
		p := settlers(t, d, at, at)
		way := func(from, into int) func(db.Tx) error {
			return func(tx db.Tx) error { return person.NewStore(d).Merge(tx, clerk, p[from].ID, p[into].ID) }
		}
		first, second := overlap(t, d, way(0, 1), way(1, 0))
		require.NoError(t, first)
		require.ErrorIs(t, second, person.ErrMerged)
		require.Equal(t, "郑守田", raw(t, d, p[1].ID).Name.Reveal())
	})
}

// Whatever two records hold, the one that is left holds all of it, and nobody else loses a thing.
func TestMergingKeepsTheUnion(t *testing.T) {
	d := dbtest.SQLite(t)
	top, _ := treeOfTwo(t, d)
	rapid.Check(t, func(rt *rapid.T) {
		at := person.Person{StationID: top.ID, StationPath: top.Path}
		p := settlers(t, d, at, at, at, at)
		from, into, others := p[0].ID, p[1].ID, []uuid.UUID{p[2].ID, p[3].ID}
		statuses, want := drawStatuses(rt, from, into)
		relations, links := drawRelations(rt, from, into, others)
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error {
			if err := person.InsertStatuses(tx, statuses); err != nil {
				return err
			}
			return person.InsertRelations(tx, relations)
		}))
		require.NoError(t, merge(t, d, from, into, nil))
		held := history(t, d, into)
		requireSound(rt, person.Person{}, held)
		got := map[onDay]bool{}
		for _, h := range held {
			heldOnDays(h, got)
		}
		require.Equal(t, want, got, "not a day more, not a day less")
		require.Empty(t, history(t, d, from))
		var left []person.Relation
		require.NoError(t, orm.Of(d.View(t.Context())).Where("(person_id IN ? OR relative_id IN ?)", others, others).Find(&left).Error)
		kept := map[person.Relation]bool{}
		for _, r := range left {
			r.ID = uuid.Nil
			kept[r] = true
		}
		require.Equal(t, links, kept)
	})
}

// onDay is that a status is held on a day.
type onDay struct {
	status person.Status
	day    clock.Date
}

// heldOnDays adds the days on which a status is held, of those between which something can begin or end.
func heldOnDays(h person.Held, days map[onDay]bool) {
	for _, day := range []clock.Date{"1976-01-04", "1976-01-05", "1989-12-31", "1990-01-01", "2000-06-30", "2000-07-01", "2020-01-01", "2020-01-02"} {
		if h.On(day) {
			days[onDay{h.Status, day}] = true
		}
	}
}

// drawStatuses gives statuses of two records, and what one person holds who is both.
func drawStatuses(t *rapid.T, from, into uuid.UUID) (all []person.Held, want map[onDay]bool) {
	want = map[onDay]bool{}
	for range rapid.IntRange(0, 8).Draw(t, "statuses") {
		h := person.Held{
			Status: rapid.SampledFrom(person.Statuses()).Draw(t, "status"), From: rapid.SampledFrom([]clock.Date{"1976-01-05", "1990-01-01"}).Draw(t, "from"),
			Until: rapid.SampledFrom([]clock.Date{"", "2000-06-30", "2020-01-01"}).Draw(t, "until"),
		}
		heldOnDays(h, want)
		h.PersonID = rapid.SampledFrom([]uuid.UUID{from, into}).Draw(t, "whose")
		h.SeenOn = rapid.SampledFrom([]clock.Date{"", "2026-01-01"}).Draw(t, "seen")
		all = append(all, h)
	}
	return all, want
}

// drawRelations gives links of two records to others, and those of one person who is both.
func drawRelations(t *rapid.T, from, into uuid.UUID, others []uuid.UUID) (all []person.Relation, want map[person.Relation]bool) {
	want = map[person.Relation]bool{}
	for range rapid.IntRange(0, 8).Draw(t, "links") {
		r := person.Relation{
			PersonID: rapid.SampledFrom([]uuid.UUID{from, into}).Draw(t, "who"), RelativeID: rapid.SampledFrom(others).Draw(t, "relative"),
			Kind: rapid.SampledFrom([]string{"spouse", "parent", "child", "sibling"}).Draw(t, "kind"),
		}
		if rapid.Bool().Draw(t, "the other way") {
			r.PersonID, r.RelativeID = r.RelativeID, r.PersonID
		}
		if slices.Contains(all, r) {
			continue
		}
		all = append(all, r)
		if r.PersonID == from {
			r.PersonID = into
		}
		if r.RelativeID == from {
			r.RelativeID = into
		}
		want[r] = true
	}
	return all, want
}
