package person_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/person"
)

// The account is read past the ORM: it is the row as the ORM wrote it.
func TestAccountOfGivesTheWholeRow(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		alone := person.Account{App: person.OfficialAccount, OpenID: "oAlone"}
		rows := []person.Account{alone, {App: person.MiniProgram, OpenID: "oScene", Claimed: person.Claim(person.Veteran), Scene: "station-7"}}
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error { return person.InsertAccounts(tx, rows) }))
		store := person.NewStore(d)
		for _, want := range rows {
			got, ok, err := store.AccountOf(t.Context(), want.App, want.OpenID)
			require.NoError(t, err)
			require.True(t, ok)
			require.Equal(t, want, got)
		}
		_, ok, err := store.AccountOf(t.Context(), person.OfficialAccount, "")
		require.NoError(t, err)
		require.False(t, ok)
	})
}
