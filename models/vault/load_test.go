package vault_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/internal/orm"
	"shuangyong/models/seal"
	"shuangyong/models/vault"
)

// What an older release sealed opens after the first start that stores keys, and the secret is still all it takes.
func TestTheFirstStartStoresWhatFollowsFromTheSecret(t *testing.T) {
	dbtest.EachPlace(t, func(t *testing.T, o db.Options) {
		old := unstarted(t, o, secret(1))
		letters := old.settle(t, 2)
		index := old.keys.Index("people.phone", "13800000000")

		first, second := open(t, o, secret(1)), open(t, o, secret(1))
		require.Equal(t, map[byte]vault.State{1: vault.Current}, second.states(t), "stored once")
		require.Equal(t, "附", first.read(t)[letters[1].ID].Note.Reveal())
		require.Equal(t, index, second.keys.Index("people.phone", "13800000000"))
		require.Equal(t, "附", old.read(t)[letters[1].ID].Note.Reveal(), "the release before goes on meanwhile")
	})
}

func TestManyFirstStartsAtOnce(t *testing.T) {
	dbtest.EachPlace(t, func(t *testing.T, o db.Options) {
		var all []replica
		for range 4 {
			all = append(all, unstarted(t, o, secret(1)))
		}
		errs := make(chan error, len(all))
		for _, r := range all {
			go func() { errs <- r.Adopt(t.Context(), operator) }()
		}
		for range all {
			require.NoError(t, <-errs)
		}
		require.Equal(t, map[byte]vault.State{1: vault.Current}, all[0].states(t))
	})
}

// A wrong secret is refused before it seals anything, whether keys are stored already or only values.
func TestAWrongSecretIsRefused(t *testing.T) {
	dbtest.EachPlace(t, func(t *testing.T, o db.Options) {
		before := unstarted(t, o, secret(1))
		before.settle(t, 2)
		require.ErrorIs(t, unstarted(t, o, secret(2)).Adopt(t.Context(), operator), vault.ErrSecret)
		require.Empty(t, before.states(t), "nothing was stored")

		right := open(t, o, secret(1))
		wrong := unstarted(t, o, secret(2))
		require.ErrorIs(t, wrong.Load(t.Context()), vault.ErrSecret)
		require.ErrorIs(t, wrong.Adopt(t.Context(), operator), vault.ErrSecret)
		_, err := wrong.Rotate(t.Context(), rotation("wrong"))
		require.ErrorIs(t, err, vault.ErrSecret)
		_, err = wrong.Rewrap(t.Context(), operator)
		require.ErrorIs(t, err, vault.ErrSecret)
		require.Len(t, right.read(t), 2)
		require.Equal(t, map[byte]vault.State{1: vault.Current}, right.states(t))
	})
}

// The secret is changed while replicas serve: they get both, the keys are kept under the new one, and then it alone is enough.
func TestTheSecretIsChanged(t *testing.T) {
	dbtest.EachPlace(t, func(t *testing.T, o db.Options) {
		old := open(t, o, secret(1))
		letters := old.settle(t, 2)
		old.rotate(t)
		index := old.keys.Index("people.phone", "13800000000")

		both, late := open(t, o, secret(2), secret(1)), open(t, o, secret(1))
		_, err := both.Rotate(t.Context(), rotation("me"))
		require.ErrorIs(t, err, vault.ErrPrevious)
		stored, err := both.Stored(t.Context())
		require.NoError(t, err)
		n, err := both.UnderPrevious(stored)
		require.NoError(t, err)
		require.Equal(t, 3, n)
		n, err = both.Rewrap(t.Context(), operator)
		require.NoError(t, err)
		require.Equal(t, 3, n, "two data keys and the index key")
		n, err = both.Rewrap(t.Context(), operator)
		require.NoError(t, err)
		require.Zero(t, n)

		fresh := open(t, o, secret(2))
		require.Equal(t, "第1封", fresh.read(t)[letters[1].ID].Body.Reveal())
		require.Equal(t, index, fresh.keys.Index("people.phone", "13800000000"), "people are found as before")
		fresh.rotate(t)
		require.Equal(t, "第1封", both.read(t)[letters[1].ID].Body.Reveal())

		require.ErrorIs(t, late.Load(t.Context()), vault.ErrSecret)
		require.NotZero(t, late.keys.Current(), "it goes on with what it has")
		require.ErrorIs(t, unstarted(t, o, secret(1)).Load(t.Context()), vault.ErrSecret)
	})
}

// As long as no keys are stored, two secrets leave open which of them the values follow from.
func TestASecretIsNotChangedBeforeKeysAreStored(t *testing.T) {
	o := dbtest.Place(t, db.SQLite)
	r := unstarted(t, o, secret(2), secret(1))
	require.ErrorIs(t, r.Load(t.Context()), vault.ErrTwoSecrets)
	require.ErrorIs(t, r.Adopt(t.Context(), operator), vault.ErrTwoSecrets)
}

// A schema that has no table of keys yet is no error: the keyring holds what follows from the secret until it was migrated.
func TestAnOlderSchemaLoadsNothing(t *testing.T) {
	dbtest.EachEmpty(t, func(t *testing.T, o db.Options) {
		r := unstarted(t, o, secret(1))
		require.NoError(t, r.Load(t.Context()))
		require.EqualValues(t, 1, r.keys.Current())
	})
}

// The migration is not taken back once keys are stored that do not follow from the secret.
func TestKeysAreNotMigratedAway(t *testing.T) {
	const before = 19
	for name, lose := range map[string]func(t *testing.T, o db.Options, r replica){
		"a second version": func(t *testing.T, _ db.Options, r replica) { r.rotate(t) },
		"another secret": func(t *testing.T, o db.Options, _ replica) {
			_, err := open(t, o, secret(2), secret(1)).Rewrap(t.Context(), operator)
			require.NoError(t, err)
		},
	} {
		t.Run(name, func(t *testing.T) {
			dbtest.EachPlace(t, func(t *testing.T, o db.Options) {
				r := open(t, o, secret(1))
				lose(t, o, r)
				stored := r.states(t)
				_, err := r.db.MigrateTo(t.Context(), before)
				require.Error(t, err)
				require.Equal(t, stored, r.states(t))
			})
		})
	}
	t.Run("what follows from the secret", func(t *testing.T) {
		dbtest.EachPlace(t, func(t *testing.T, o db.Options) {
			r := open(t, o, secret(1))
			_, err := r.db.MigrateTo(t.Context(), before)
			require.NoError(t, err)
			require.NoError(t, r.Load(t.Context()))
			_, err = r.db.Migrate(t.Context())
			require.NoError(t, err)
			require.NoError(t, r.Adopt(t.Context(), operator))
		})
	})
}

// Every change of a key is on record, and no record holds one.
func TestChangesOfKeysAreAudited(t *testing.T) {
	r := open(t, dbtest.Place(t, db.SQLite), secret(1))
	r.rotate(t)
	var rows []struct{ Action, SubjectID, Detail string }
	require.NoError(t, orm.Of(r.db.View(t.Context())).Table("audit_entries").Where("subject = ?", "seal_key").Order("id").Find(&rows).Error)
	var said []string
	for _, row := range rows {
		said = append(said, row.Action+" "+row.SubjectID+" "+row.Detail)
	}
	require.Equal(t, []string{
		`key.add index/1 {"state":"current","version":"1"}`,
		`key.add data/1 {"state":"current","version":"1"}`,
		`key.add data/2 {"state":"arriving","version":"2"}`,
		`key.move data/1 {"state":"leaving","version":"1"}`,
		`key.move data/2 {"state":"current","version":"2"}`,
		`key.move data/1 {"state":"retired","version":"1"}`,
	}, said)
	stored, err := r.Stored(t.Context())
	require.NoError(t, err)
	require.NotContains(t, fmt.Sprintf("%v %+v", seal.NewMaterial(), struct{ M seal.Material }{seal.NewMaterial()}), "[")
	require.Len(t, stored, 3)
}
