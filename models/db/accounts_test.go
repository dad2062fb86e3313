package db_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/internal/orm"
	"shuangyong/models/station"
)

// The accounts of a bureau that updates: what was proved stays proved, what was only said stays said, and what a human promised still knows whom.
func TestAccountsOfAnOlderBureauAreTakenOver(t *testing.T) {
	dbtest.EachEmpty(t, func(t *testing.T, o db.Options) {
		d := dbtest.Open(t, o)
		_, err := d.MigrateTo(t.Context(), 21)
		require.NoError(t, err)
		proved, said, nobody := oldAccounts(t, d)

		_, err = d.MigrateTo(t.Context(), 22)
		require.NoError(t, err)
		require.Equal(t, map[uuid.UUID]int{proved: 3, said: 1, nobody: 0}, numbersOf(t, d, "assurance"))
		requirePromise(t, d, proved)
		var due, untold int64
		require.NoError(t, orm.Of(d.View(t.Context())).Table("wechat_accounts").Where("union_due_at IS NOT NULL").Count(&due).Error)
		require.EqualValues(t, 2, due, "WeChat is to be asked for the Official Account's unionids")
		require.NoError(t, orm.Of(d.View(t.Context())).Table("wechat_accounts").Where("union_index = ? AND phone_index = ?", "", "").Count(&untold).Error)
		require.EqualValues(t, 3, untold)
		require.Error(t, d.InTx(t.Context(), func(tx db.Tx) error {
			return orm.Of(tx).Exec("UPDATE wechat_accounts SET assurance = 2 WHERE id = ?", nobody.String()).Error
		}), "nobody is proved to be no one")
		require.Error(t, d.InTx(t.Context(), func(tx db.Tx) error {
			return orm.Of(tx).Exec("UPDATE wechat_accounts SET assurance = 4 WHERE id = ?", proved.String()).Error
		}))

		_, err = d.MigrateTo(t.Context(), 21)
		require.NoError(t, err)
		require.Equal(t, map[uuid.UUID]int{proved: 1, said: 0, nobody: 0}, numbersOf(t, d, "CASE WHEN verified THEN 1 ELSE 0 END"))
		requirePromise(t, d, proved)
		_, err = d.Migrate(t.Context())
		require.NoError(t, err)
		requirePromise(t, d, proved)
	})
}

// oldAccounts writes three accounts as they were, and a promise to the first.
func oldAccounts(t *testing.T, d *db.DB) (proved, said, nobody uuid.UUID) {
	t.Helper()
	home, person := db.NewID(), db.NewID()
	proved, said, nobody = db.NewID(), db.NewID(), db.NewID()
	now := dbtest.Start()
	insert := func(table string, row map[string]any) func(tx db.Tx) error {
		return func(tx db.Tx) error { return orm.Of(tx).Table(table).Create(row).Error }
	}
	account := func(id uuid.UUID, app, index string, of any, verified bool) func(tx db.Tx) error {
		return insert("wechat_accounts", map[string]any{
			"id": id, "app": app, "open_id": []byte("sealed"), "open_id_index": index, "person_id": of, "verified": verified, "claimed": "", "followed_at": now, "scene": "",
		})
	}
	for _, write := range []func(tx db.Tx) error{
		func(tx db.Tx) error {
			return station.InsertStations(tx, []station.Station{{ID: home, Code: "990100", Level: station.City, Path: "990100/"}})
		},
		insert("people", map[string]any{
			"id": person, "name": []byte{}, "name_index": "", "sex": "", "born_on": "", "died_on": "", "id_number": []byte{}, "id_number_index": "", "phone": []byte{},
			"phone_index": "", "address": []byte{}, "station_id": home, "station_path": "990100/", "created_at": now,
		}),
		account(proved, "oa", "a", person, true), account(said, "mini", "b", person, false), account(nobody, "oa", "c", nil, false),
		insert("handoffs", map[string]any{
			"id": db.NewID(), "kind": "call_back", "account_id": proved, "station_path": "990100/", "summary": []byte{}, "promised_at": now, "created_at": now,
		}),
	} {
		require.NoError(t, d.InTx(t.Context(), write))
	}
	return proved, said, nobody
}

func requirePromise(t *testing.T, d *db.DB, to uuid.UUID) {
	t.Helper()
	var n int64
	require.NoError(t, orm.Of(d.View(t.Context())).Table("handoffs").Where("account_id = ?", to).Count(&n).Error)
	require.EqualValues(t, 1, n)
}

// numbersOf are a number of each account.
func numbersOf(t *testing.T, d *db.DB, what string) map[uuid.UUID]int {
	t.Helper()
	var rows []struct {
		ID uuid.UUID
		N  int
	}
	require.NoError(t, orm.Of(d.View(t.Context())).Table("wechat_accounts").Select("id, "+what+" AS n").Find(&rows).Error)
	got := map[uuid.UUID]int{}
	for _, r := range rows {
		got[r.ID] = r.N
	}
	return got
}
