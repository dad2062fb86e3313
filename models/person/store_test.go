package person_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"shuangyong/models/audit"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/fault"
	"shuangyong/models/internal/orm"
	"shuangyong/models/person"
	"shuangyong/models/seal"
	"shuangyong/models/station"
)

const city = station.Path("990100/")

var clerk = audit.Actor{Kind: audit.Staff, ID: "clerk-1"}

// plant writes a station and one person there.
func plant(t *testing.T, d *db.DB) person.Person {
	t.Helper()
	s := []station.Station{{Code: "990100", Level: station.City, Path: city}}
	p := []person.Person{{
		Name: "郑守田", Sex: "m", BornOn: "1950-03-02", IDNumber: "990101195003020018", Phone: "13900000001",
		Address: "东街1号", StationPath: city,
	}}
	require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error {
		if err := station.InsertStations(tx, s); err != nil {
			return err
		}
		p[0].StationID = s[0].ID
		return person.InsertPeople(tx, p)
	}))
	return p[0]
}

func entries(t *testing.T, d *db.DB) int {
	t.Helper()
	var n int64
	require.NoError(t, orm.Of(d.View(t.Context())).Table("audit_entries").Count(&n).Error)
	return int(n)
}

func TestPeopleAreKeptSealed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		store := person.NewStore(d)
		p := plant(t, d)
		read, err := store.ByID(t.Context(), p.ID)
		require.NoError(t, err)
		require.Equal(t, p, read)
		require.Equal(t, "郑守田", read.Name.Reveal())
		require.Len(t, string(read.PhoneIndex), 64)
		require.NotEqual(t, read.PhoneIndex, read.NameIndex)

		var raw []byte
		require.NoError(t, orm.Of(d.View(t.Context())).Table("people").Select("name").Row().Scan(&raw))
		require.NotContains(t, string(raw), "郑", "at rest nobody reads the name")

		_, err = store.ByID(t.Context(), db.NewID())
		require.Equal(t, fault.NotFound, fault.CodeOf(err))

		again := p
		again.ID = uuid.Nil
		err = d.InTx(t.Context(), func(tx db.Tx) error { return person.InsertPeople(tx, []person.Person{again}) })
		require.Equal(t, fault.Conflict, fault.CodeOf(err), "one identity number, one person")
		again.IDNumber = ""
		another := again
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error { return person.InsertPeople(tx, []person.Person{again, another}) }),
			"many may have none on file")
	})
}

func TestStatuses(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		store := person.NewStore(d)
		p := plant(t, d)
		rows := []person.Held{
			{PersonID: p.ID, Status: person.MilitaryFamily, From: "1968-12-01", Until: "1975-12-31"},
			{PersonID: p.ID, Status: person.Veteran, From: "1976-01-01"},
			{PersonID: p.ID, Status: person.DisabledVeteran, Level: 7, Cause: "duty", From: "2001-05-01", SeenOn: "2026-01-05"},
		}
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error { return person.InsertStatuses(tx, rows) }))
		for day, want := range map[clock.Date]int{"1968-11-30": 0, "1968-12-01": 1, "1975-12-31": 1, "1976-01-01": 1, "2026-11-23": 2} {
			held, err := store.StatusesOf(t.Context(), p.ID, day)
			require.NoError(t, err)
			require.Len(t, held, want, "%s", day)
		}
		held, err := store.StatusesOf(t.Context(), p.ID, "2026-11-23")
		require.NoError(t, err)
		require.Equal(t, rows[1:], held)

		before := entries(t, d)
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error {
			_, err := store.Grant(tx, clerk, person.Held{PersonID: p.ID, Status: person.Other, From: "2026-01-01"})
			return err
		}))
		require.Equal(t, before+1, entries(t, d))
	})
}

// That somebody serves cannot be stored: not one by one, not in bulk, and not past the store either.
func TestNobodyIsListedAsServing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		store := person.NewStore(d)
		p := plant(t, d)
		serving := person.Held{ID: db.NewID(), PersonID: p.ID, Status: person.Status(person.Active), From: "2026-01-01"}
		for name, write := range map[string]func(tx db.Tx) error{
			"grant": func(tx db.Tx) error { _, err := store.Grant(tx, clerk, serving); return err },
			"bulk": func(tx db.Tx) error {
				return person.InsertStatuses(tx, []person.Held{{PersonID: p.ID, Status: person.Veteran, From: "2026-01-01"}, serving})
			},
		} {
			require.ErrorIs(t, d.InTx(t.Context(), write), person.ErrServing, name)
		}
		require.Error(t, d.InTx(t.Context(), func(tx db.Tx) error { return orm.Of(tx).Create(&serving).Error }), "the table refuses it")
		veteran := serving
		veteran.Status = person.Veteran
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error { return orm.Of(tx).Create(&veteran).Error }))
		require.Error(t, d.InTx(t.Context(), func(tx db.Tx) error {
			return orm.Of(tx).Model(&veteran).Update("status", person.Active).Error
		}), "and a change to it")
		require.ErrorIs(t, d.InTx(t.Context(), func(tx db.Tx) error {
			return orm.Of(tx).Model(&veteran).Updates(map[string]any{"status": person.Status(person.Active)}).Error
		}), person.ErrServing, "which the type refuses before the table does")
		held, err := store.StatusesOf(t.Context(), p.ID, "2026-11-23")
		require.NoError(t, err)
		require.Len(t, held, 1)
		require.Equal(t, person.Veteran, held[0].Status)
	})
}

func TestAccounts(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		store := person.NewStore(d)
		p := plant(t, d)
		follow := func(app person.App, openid seal.Text) (a person.Account) {
			t.Helper()
			require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) (err error) {
				a, err = store.Follow(tx, clerk, app, openid, "qrscene_7", tx.Now())
				return err
			}))
			return a
		}
		first := follow(person.OfficialAccount, "oABC")
		require.Equal(t, first, follow(person.OfficialAccount, "oABC"), "following twice is following once")
		require.NotEqual(t, first.ID, follow(person.OfficialAccount, "oabc").ID, "openids that differ in case are two people")
		require.NotEqual(t, first.ID, follow(person.MiniProgram, "oABC").ID)

		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error { return store.Claim(tx, clerk, first, person.Active) }))
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error { return store.Attach(tx, clerk, first, p.ID, person.Seen) }))
		a, ok, err := store.AccountOf(t.Context(), person.OfficialAccount, "oABC")
		require.NoError(t, err)
		require.True(t, ok)
		require.Equal(t, "oABC", a.OpenID.Reveal())
		require.Equal(t, person.Active, a.Claimed, "what he says of himself may be that he serves")
		require.Equal(t, p.ID, *a.PersonID)
		require.True(t, a.Verified())
		require.Error(t, d.InTx(t.Context(), func(tx db.Tx) error { return store.Claim(tx, clerk, a, "general") }))

		index := person.OpenIDIndex(d.Keys(), "oABC")
		forget := func(tx db.Tx) error { return store.Forget(tx, clerk, person.OfficialAccount, index) }
		require.NoError(t, d.InTx(t.Context(), forget))
		require.NoError(t, d.InTx(t.Context(), forget), "forgetting twice is forgetting once")
		_, ok, err = store.AccountOf(t.Context(), person.OfficialAccount, "oABC")
		require.NoError(t, err)
		require.False(t, ok)
		_, ok, err = store.AccountOf(t.Context(), person.MiniProgram, "oABC")
		require.NoError(t, err)
		require.True(t, ok, "the other app's account stays")
		err = d.InTx(t.Context(), func(tx db.Tx) error { return store.Claim(tx, clerk, a, person.Claim(person.Veteran)) })
		require.Equal(t, fault.NotFound, fault.CodeOf(err))
		_, err = store.ByID(t.Context(), p.ID)
		require.NoError(t, err, "the person stays")

		back := follow(person.OfficialAccount, "oABC")
		require.NotEqual(t, first.ID, back.ID)
		require.Empty(t, back.Claimed, "who comes back starts anew")
		require.Equal(t, 7, entries(t, d), "3 follows that made an account, a claim, an attach, a forget, a follow again")
	})
}

func TestFollowingAtOnceMakesOneAccount(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		store := person.NewStore(d)
		const n = 6
		var wg sync.WaitGroup
		ids, errs := make([]uuid.UUID, n), make([]error, n)
		for i := range n {
			wg.Go(func() {
				errs[i] = d.InTx(t.Context(), func(tx db.Tx) error {
					a, err := store.Follow(tx, clerk, person.OfficialAccount, "oSame", fmt.Sprint(i), tx.Now())
					ids[i] = a.ID
					return err
				})
			})
		}
		wg.Wait()
		for i := range n {
			require.NoError(t, errs[i])
			require.Equal(t, ids[0], ids[i])
		}
		require.Equal(t, 1, entries(t, d))
	})
}
