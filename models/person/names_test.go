package person_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/internal/orm"
	"shuangyong/models/person"
	"shuangyong/models/seal"
)

func TestNamesOfManyAndKeysOfOne(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		store := person.NewStore(d)
		one := plant(t, d)
		other := person.Person{ID: db.NewID(), Name: "郑小禾", StationID: one.StationID, StationPath: one.StationPath}
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error { return person.InsertPeople(tx, []person.Person{other}) }))
		names, err := store.NamesOf(t.Context(), []uuid.UUID{one.ID, other.ID, db.NewID()})
		require.NoError(t, err)
		require.Equal(t, map[uuid.UUID]seal.Text{one.ID: "郑守田", other.ID: "郑小禾"}, names)
		none, err := store.NamesOf(t.Context(), nil)
		require.NoError(t, err)
		require.Empty(t, none)

		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error {
			return orm.Of(tx).Table("people").Where("id = ?", other.ID).Update("merged_into", one.ID).Error
		}))
		keys, err := store.KeysOf(t.Context(), one.ID)
		require.NoError(t, err)
		require.Equal(t, []uuid.UUID{one.ID, other.ID}, keys)
		keys, err = store.KeysOf(t.Context(), other.ID)
		require.NoError(t, err)
		require.Equal(t, []uuid.UUID{other.ID}, keys)
	})
}
