package handoff_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/fault"
	"shuangyong/models/handoff"
	"shuangyong/models/internal/orm"
	"shuangyong/models/person"
	"shuangyong/models/seal"
	"shuangyong/models/station"
)

const city = station.Path("990100/")

var citizen = audit.Actor{Kind: audit.Citizen, ID: "somebody"}

func plant(t *testing.T, d *db.DB) person.Account {
	t.Helper()
	var a person.Account
	require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) (err error) {
		if err = station.InsertStations(tx, []station.Station{{Code: "990100", Level: station.City, Path: city}}); err != nil {
			return err
		}
		a, err = person.NewStore(d).Follow(tx, citizen, person.OfficialAccount, "oABC", "", tx.Now())
		return err
	}))
	return a
}

func open(t *testing.T, d *db.DB, r handoff.Request) handoff.Request {
	t.Helper()
	require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) (err error) {
		r, err = handoff.NewStore(d).Open(tx, citizen, r)
		return err
	}))
	return r
}

func read(t *testing.T, d *db.DB, r handoff.Request) (found handoff.Request) {
	t.Helper()
	require.NoError(t, orm.Of(d.View(t.Context())).Where("id = ?", r.ID).First(&found).Error)
	return found
}

func TestRequestsWaitForAHuman(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		store, a := handoff.NewStore(d), plant(t, d)
		promised := dbtest.Start().Add(2 * time.Hour)
		r := open(t, d, handoff.Request{Kind: handoff.CallBack, AccountID: &a.ID, StationPath: city, Summary: "想问住房", PromisedAt: promised})
		n, err := store.Waiting(t.Context())
		require.NoError(t, err)
		require.Equal(t, 1, n)

		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error { return store.Add(tx, citizen, r.ID, "还有医保") }))
		got := read(t, d, r)
		require.Equal(t, "想问住房\n还有医保", got.Summary.Reveal())
		require.Equal(t, promised, got.PromisedAt.UTC())
		var raw []byte
		require.NoError(t, orm.Of(d.View(t.Context())).Table("handoffs").Select("summary").Row().Scan(&raw))
		require.NotContains(t, string(raw), "住房")

		long := seal.Text(strings.Repeat("长", 5000))
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error { return store.Add(tx, citizen, r.ID, long) }))
		require.Len(t, []rune(read(t, d, r).Summary.Reveal()), 4000, "bounded, the beginning kept")

		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error { return store.Close(tx, citizen, r.ID) }))
		n, err = store.Waiting(t.Context())
		require.NoError(t, err)
		require.Zero(t, n)
		err = d.InTx(t.Context(), func(tx db.Tx) error { return store.Add(tx, citizen, r.ID, "还有") })
		require.Equal(t, fault.NotFound, fault.CodeOf(err), "what is taken over takes no more")
	})
}

// Nothing about who asks may stop a call for help.
func TestACallForHelpIsNeverRefused(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		promised := dbtest.Start().Add(time.Hour)
		gone := db.NewID()
		r := open(t, d, handoff.Request{Kind: handoff.Crisis, AccountID: &gone, PromisedAt: promised})
		require.Nil(t, read(t, d, r).AccountID, "an account that is gone is left out")
		require.Empty(t, read(t, d, r).StationPath, "even a database without stations takes it")
		plant(t, d)
		r = open(t, d, handoff.Request{Kind: handoff.Crisis, PromisedAt: promised})
		require.Equal(t, city, read(t, d, r).StationPath, "without a station it goes to the top")
		require.Error(t, d.InTx(t.Context(), func(tx db.Tx) error {
			_, err := handoff.NewStore(d).Open(tx, citizen, handoff.Request{Kind: handoff.Crisis})
			return err
		}), "without a promise it is no request")
	})
}

func TestRequestsOutliveTheAccount(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		store, a := handoff.NewStore(d), plant(t, d)
		r := open(t, d, handoff.Request{Kind: handoff.Escalation, AccountID: &a.ID, StationPath: city, Summary: "说要去北京", PromisedAt: dbtest.Start()})
		require.Equal(t, a.ID, *read(t, d, r).AccountID)
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error {
			if err := store.EraseAccount(tx, a.ID); err != nil {
				return err
			}
			return person.NewStore(d).Forget(tx, citizen, person.OfficialAccount, a.OpenIDIndex)
		}))
		require.Nil(t, read(t, d, r).AccountID)
		n, err := store.Waiting(t.Context())
		require.NoError(t, err)
		require.Equal(t, 1, n)

		// The table lets go by itself, too.
		a = func() (b person.Account) {
			require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) (err error) {
				b, err = person.NewStore(d).Follow(tx, citizen, person.OfficialAccount, "oXYZ", "", tx.Now())
				return err
			}))
			return b
		}()
		r = open(t, d, handoff.Request{Kind: handoff.CallBack, AccountID: &a.ID, StationPath: city, PromisedAt: dbtest.Start()})
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error {
			return person.NewStore(d).Forget(tx, citizen, person.OfficialAccount, a.OpenIDIndex)
		}))
		require.Nil(t, read(t, d, r).AccountID)
	})
}
