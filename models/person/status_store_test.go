package person_test

import (
	"sync"
	"sync/atomic"
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
)

// whole is the scope of somebody who sees the city.
var whole = audit.Scope{Prefix: string(city)}

func change(t *testing.T, d *db.DB, fn func(tx db.Tx) error) error {
	t.Helper()
	return d.InTx(t.Context(), fn)
}

// historyOf is all that stands in the table about a person.
func historyOf(t *testing.T, d *db.DB, id uuid.UUID) (all []person.Held) {
	t.Helper()
	require.NoError(t, orm.Of(d.View(t.Context())).Where("person_id = ?", id).Order("from_on").Order("id").Find(&all).Error)
	return all
}

func TestADeathEndsWhatWasHis(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, p := person.NewStore(d), plant(t, d)
		widow := person.Person{ID: db.NewID(), Name: "周桂兰", StationID: p.StationID, StationPath: p.StationPath}
		var account person.Account
		require.NoError(t, change(t, d, func(tx db.Tx) (err error) {
			if err = person.InsertPeople(tx, []person.Person{widow}); err != nil {
				return err
			}
			if err = person.InsertRelations(tx, []person.Relation{{PersonID: p.ID, RelativeID: widow.ID, Kind: "spouse"}}); err != nil {
				return err
			}
			if _, err = s.Grant(tx, clerk, person.Held{PersonID: widow.ID, Status: person.MilitaryFamily, From: "1990-01-01"}); err != nil {
				return err
			}
			if account, err = s.Follow(tx, clerk, person.MiniProgram, "oShoutian", "", tx.Now()); err != nil {
				return err
			}
			if err = s.Attach(tx, clerk, account, p.ID, person.Seen); err != nil {
				return err
			}
			_, err = s.Grant(tx, clerk, person.Held{PersonID: p.ID, Status: person.Veteran, From: "1976-01-01"})
			return err
		}))
		var b person.Burial
		bury := func(tx db.Tx) (err error) { b, err = s.Bury(tx, clerk, whole, p.ID, "2026-11-20"); return err }
		require.NoError(t, change(t, d, bury))
		require.Equal(t, person.Burial{Ended: 1, Family: 1, Accounts: 1}, b)
		held := historyOf(t, d, p.ID)
		require.Len(t, held, 1)
		require.Equal(t, []any{"2026-11-20", person.ByDeath}, []any{string(held[0].Until), held[0].EndReason})
		require.Empty(t, historyOf(t, d, widow.ID)[0].Until, "what the family holds is decided by people")
		a, _, err := s.AccountOf(t.Context(), person.MiniProgram, "oShoutian")
		require.NoError(t, err)
		require.Nil(t, a.PersonID, "whoever has the phone now is not he")
		require.Equal(t, person.Unknown, a.Assurance)

		before := entries(t, d)
		require.NoError(t, change(t, d, bury), "the same again changes nothing")
		require.Equal(t, before, entries(t, d))
		err = change(t, d, func(tx db.Tx) error { _, err := s.Bury(tx, clerk, whole, p.ID, "2026-11-19"); return err })
		require.Equal(t, fault.Conflict, fault.CodeOf(err))
		err = change(t, d, func(tx db.Tx) error {
			_, err := s.Grant(tx, clerk, person.Held{PersonID: p.ID, Status: person.Other, From: "2026-01-01"})
			return err
		})
		require.Equal(t, "person.dead", fault.Of(err).Reason)
	})
}

func TestStatusesEndAndTheirHistoryStays(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, p := person.NewStore(d), plant(t, d)
		var family, wrong person.Held
		require.NoError(t, change(t, d, func(tx db.Tx) (err error) {
			if family, err = s.Grant(tx, clerk, person.Held{PersonID: p.ID, Status: person.MilitaryFamily, From: "2020-01-01"}); err != nil {
				return err
			}
			wrong, err = s.Grant(tx, clerk, person.Held{PersonID: p.ID, Status: person.Other, From: "2020-01-01"})
			return err
		}))
		end := func(id uuid.UUID, why person.Ending) error {
			return change(t, d, func(tx db.Tx) error { _, err := s.End(tx, clerk, whole, id, why, "2026-09-01"); return err })
		}
		require.NoError(t, end(family.ID, person.ByDischarge))
		require.NoError(t, end(wrong.ID, person.ByError))
		require.Equal(t, "person.status_ended", fault.Of(end(family.ID, person.ByTerm)).Reason)
		require.Equal(t, fault.NotFound, fault.CodeOf(end(db.NewID(), person.ByTerm)))
		require.Len(t, historyOf(t, d, p.ID), 2)
		for day, want := range map[string]int{"2020-01-01": 1, "2026-09-01": 1, "2026-09-02": 0} {
			held, err := s.StatusesOf(t.Context(), p.ID, clock.Date(day))
			require.NoError(t, err)
			require.Len(t, held, want, day)
		}
		elsewhere := audit.Scope{Prefix: "990200/"}
		err := change(t, d, func(tx db.Tx) error {
			_, err := s.End(tx, clerk, elsewhere, wrong.ID, person.ByError, "")
			return err
		})
		require.Equal(t, "person.status_not_found", fault.Of(err).Reason, "outside the scope it is like one that never was")

		var n int
		require.NoError(t, change(t, d, func(tx db.Tx) (err error) {
			if _, err = s.Grant(tx, clerk, person.Held{PersonID: p.ID, Status: person.Veteran, From: "1976-01-01"}); err != nil {
				return err
			}
			n, err = s.MoveAway(tx, clerk, whole, p.ID, "2026-11-01")
			return err
		}))
		require.Equal(t, 1, n)
		held, err := s.StatusesOf(t.Context(), p.ID, today)
		require.NoError(t, err)
		require.Empty(t, held)
	})
}

// Many grant the same at once: one status comes of it.
func TestTheSameIsGrantedOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, p := person.NewStore(d), plant(t, d)
		var won, lost atomic.Int32
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				err := d.InTx(t.Context(), func(tx db.Tx) error {
					_, err := s.Grant(tx, clerk, person.Held{PersonID: p.ID, Status: person.Veteran, From: "1976-01-01"})
					return err
				})
				switch {
				case err == nil:
					won.Add(1)
				case fault.CodeOf(err) == fault.Conflict:
					lost.Add(1)
				}
			})
		}
		all.Wait()
		require.EqualValues(t, 1, won.Load())
		require.EqualValues(t, 7, lost.Load())
		require.Len(t, historyOf(t, d, p.ID), 1)
	})
}

func TestPreferences(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := person.NewStore(d)
		var a person.Account
		require.NoError(t, change(t, d, func(tx db.Tx) (err error) {
			a, err = s.Follow(tx, clerk, person.MiniProgram, "oPrefers", "", tx.Now())
			return err
		}))
		got, err := s.PreferencesOf(t.Context(), a.ID)
		require.NoError(t, err)
		require.Equal(t, person.Preferences{AccountID: a.ID}, got)
		want := person.Preferences{AccountID: a.ID, LargeText: true, Dialect: "southwest", UpdatedAt: dbtest.Start()}
		for _, claimed := range []person.Claim{"", person.Active, person.Claim(person.Veteran)} { // the last time counts
			require.NoError(t, change(t, d, func(tx db.Tx) error { return s.Prefer(tx, clerk, a, want, claimed) }))
		}
		got, err = s.PreferencesOf(t.Context(), a.ID)
		require.NoError(t, err)
		got.UpdatedAt = got.UpdatedAt.UTC()
		require.Equal(t, want, got)
		for _, wrong := range []func(tx db.Tx) error{
			func(tx db.Tx) error { return s.Prefer(tx, clerk, a, person.Preferences{Dialect: "某村话"}, "") },
			func(tx db.Tx) error { return s.Prefer(tx, clerk, a, person.Preferences{}, "general") },
		} {
			require.Equal(t, fault.Invalid, fault.CodeOf(change(t, d, wrong)))
		}
		require.NoError(t, change(t, d, func(tx db.Tx) error {
			return s.Forget(tx, clerk, person.MiniProgram, person.OpenIDIndex(d.Keys(), seal.Text("oPrefers")))
		}))
		var n int64
		require.NoError(t, orm.Of(d.View(t.Context())).Table("account_preferences").Count(&n).Error)
		require.Zero(t, n, "they go with the account")
	})
}
