package vault_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"shuangyong/models/audit"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/internal/orm"
	"shuangyong/models/once"
	"shuangyong/models/seal"
	"shuangyong/models/vault"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(childDir); dir != "" {
		os.Exit(child(dir, os.Getenv(childURL)))
	}
	os.Exit(dbtest.Main(m))
}

var operator = audit.Actor{Kind: audit.System, ID: "keys"}

func secret(b byte) []byte { return bytes.Repeat([]byte{b}, seal.SecretSize) }

// replica is a process of its own as far as keys go: it shares the database with others, and neither the keyring nor the vault.
type replica struct {
	*vault.Vault
	db   *db.DB
	keys *seal.Keyring
}

func places(t testing.TB) []seal.Place {
	t.Helper()
	list, err := seal.PlacesOf(letter{})
	require.NoError(t, err)
	return append(list, once.Sealed()...)
}

// open is a replica that has started: it has the secrets, and the first one has stored the keys.
func open(t testing.TB, o db.Options, secrets ...[]byte) replica {
	t.Helper()
	r := unstarted(t, o, secrets...)
	require.NoError(t, r.Adopt(t.Context(), operator))
	return r
}

func unstarted(t testing.TB, o db.Options, secrets ...[]byte) replica {
	t.Helper()
	var err error
	o.Keys, err = seal.NewKeyring(secrets[0])
	require.NoError(t, err)
	d := dbtest.Open(t, o)
	v, err := vault.New(options(t, d, secrets...))
	require.NoError(t, err)
	r := replica{v, d, o.Keys}
	r.makeLetters(t)
	return r
}

func options(t testing.TB, d *db.DB, secrets ...[]byte) vault.Options {
	o := vault.Options{DB: d, Places: places(t), Secret: secrets[0]}
	if len(secrets) > 1 {
		o.Previous = secrets[1]
	}
	return o
}

// rotation is one without waiting; others do their part in the pauses.
func rotation(holder string, inPause ...func()) vault.Rotation {
	return vault.Rotation{By: operator, Holder: holder, Grace: time.Nanosecond, Pause: func(context.Context, time.Duration) error {
		for _, fn := range inPause {
			fn()
		}
		return nil
	}}
}

func (r replica) rotate(t testing.TB, inPause ...func()) vault.Pass {
	t.Helper()
	p, err := r.Rotate(t.Context(), rotation("me", inPause...))
	require.NoError(t, err)
	return p
}

// states are the data keys' states by version.
func (r replica) states(t testing.TB) map[byte]vault.State {
	t.Helper()
	stored, err := r.Stored(t.Context())
	require.NoError(t, err)
	states := map[byte]vault.State{}
	for _, k := range stored {
		if k.Kind == vault.Data {
			states[k.Version] = k.State
		}
	}
	return states
}

// of is how many values each version has sealed, in places that are known.
func (r replica) of(t testing.TB, version byte) int {
	t.Helper()
	counts, err := r.Counts(t.Context())
	require.NoError(t, err)
	return vault.Of(counts, version)
}

// letter is a table of the tests with two sealed columns.
type letter struct {
	ID   uuid.UUID `gorm:"primaryKey"`
	Body seal.Text `gorm:"serializer:sealed"`
	Note seal.Text `gorm:"serializer:sealed"`
	Rev  int
}

// TableName implements gorm's Tabler.
func (letter) TableName() string { return "letters" }

// makeLetters makes the table, and one of bytes that nobody told the vault of.
func (r replica) makeLetters(t testing.TB) {
	t.Helper()
	columns := map[db.Dialect][3]string{
		db.SQLite: {"TEXT", "BLOB", ""}, db.Postgres: {"uuid", "bytea", ""}, db.MySQL: {"CHAR(36)", "MEDIUMBLOB", " DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin"},
	}[r.db.Dialect()]
	for _, ddl := range []string{
		fmt.Sprintf("CREATE TABLE IF NOT EXISTS letters (id %s PRIMARY KEY, body %s NOT NULL, note %[2]s NOT NULL, rev INTEGER NOT NULL)%[3]s", columns[0], columns[1], columns[2]),
		fmt.Sprintf("CREATE TABLE IF NOT EXISTS hidden (id %s PRIMARY KEY, body %s)%s", columns[0], columns[1], columns[2]),
	} {
		require.NoError(t, r.db.InTx(t.Context(), func(tx db.Tx) error { return orm.Of(tx).Exec(ddl).Error }))
	}
}

// settle makes n letters with two sealed values each, and n replies.
func (r replica) settle(t testing.TB, n int) []letter {
	t.Helper()
	letters := make([]letter, n)
	for i := range letters {
		letters[i] = letter{ID: db.NewID(), Body: seal.Text(fmt.Sprintf("第%d封", i)), Note: "附"}
	}
	r.write(t, letters...)
	for i := range n {
		r.reply(t, fmt.Sprint(i), "约好了")
	}
	return letters
}

func (r replica) write(t testing.TB, letters ...letter) {
	t.Helper()
	require.NoError(t, r.db.InTx(t.Context(), func(tx db.Tx) error { return orm.Insert(tx, letters) }))
}

// read are all letters by key.
func (r replica) read(t testing.TB) map[uuid.UUID]letter {
	t.Helper()
	found := map[uuid.UUID]letter{}
	require.NoError(t, orm.Each(r.db.View(t.Context()), func(rows []letter) {
		for _, l := range rows {
			found[l.ID] = l
		}
	}))
	return found
}

func (r replica) reply(t testing.TB, key, reply string) {
	t.Helper()
	_, _, err := once.Run(t.Context(), r.db, "", []once.Key{{Space: "test", Value: key}}, func(db.Tx) ([]byte, error) { return []byte(reply), nil })
	require.NoError(t, err)
}

func (r replica) readReply(t testing.TB, key string) string {
	t.Helper()
	reply, ok, err := once.Find(t.Context(), r.db, once.Key{Space: "test", Value: key})
	require.NoError(t, err)
	require.True(t, ok)
	return string(reply)
}

// systemClock is for tests in which processes work.
func systemClock(o db.Options) db.Options {
	o.Clock = clock.System()
	return o
}
