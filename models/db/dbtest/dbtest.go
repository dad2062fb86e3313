// Package dbtest gives a test a database of its own, migrated and empty: always SQLite, and PostgreSQL and MySQL too when SY_TEST_POSTGRES_URL and
// SY_TEST_MYSQL_URL name a server. What it makes, it removes.
package dbtest

import (
	"bytes"
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/seal"
)

// maxOpen keeps the pools of many tests within what a server allows.
const maxOpen = 8

// Each runs fn once per database, as subtests named sqlite, postgres and mysql. The clock stands at Start.
func Each(t *testing.T, fn func(t *testing.T, d *db.DB)) {
	t.Helper()
	EachAt(t, clock.Stopped(Start()), fn)
}

// EachAt is Each with a clock of the test's choice.
func EachAt(t *testing.T, c clock.Clock, fn func(t *testing.T, d *db.DB)) {
	t.Helper()
	EachPlace(t, func(t *testing.T, o db.Options) {
		o.Clock = c
		fn(t, Open(t, o))
	})
}

// EachPlace is for tests that open the database themselves: several times, or through a proxy. The options name a migrated database with a stopped clock.
func EachPlace(t *testing.T, fn func(t *testing.T, o db.Options)) {
	t.Helper()
	for _, d := range Dialects() {
		t.Run(string(d), func(t *testing.T) { fn(t, Place(t, d)) })
	}
}

// SQLite is an empty SQLite database for tests that the kind of database does not matter to. The clock stands at Start.
func SQLite(t testing.TB) *db.DB { return SQLiteAt(t, clock.Stopped(Start())) }

// SQLiteAt is SQLite with a clock of the test's choice.
func SQLiteAt(t testing.TB, c clock.Clock) *db.DB {
	t.Helper()
	o := Place(t, db.SQLite)
	o.Clock = c
	return Open(t, o)
}

// Open opens what o names until the test ends.
func Open(t testing.TB, o db.Options) *db.DB {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	d, err := db.Open(ctx, o)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, d.Close()) })
	return d
}

// Place makes a migrated database of the given kind that lives as long as the test.
func Place(t testing.TB, d db.Dialect) db.Options {
	t.Helper()
	o := options(t)
	switch d {
	case db.SQLite:
		copySQLite(t, o)
	case db.Postgres:
		source, err := templateName(o)
		require.NoError(t, err)
		o.URL = newPostgres(t, source)
		if source == "" {
			migrate(t, o)
		}
	default:
		o.URL = newMySQL(t)
		migrate(t, o)
	}
	return o
}

// Empty makes a database without any tables, for the tests of migrations.
func Empty(t testing.TB, d db.Dialect) db.Options {
	t.Helper()
	o := options(t)
	switch d {
	case db.Postgres:
		o.URL = newPostgres(t, "")
	case db.MySQL:
		o.URL = newMySQL(t)
	}
	return o
}

// EachEmpty is EachPlace with a database that has no tables yet.
func EachEmpty(t *testing.T, fn func(t *testing.T, o db.Options)) {
	t.Helper()
	for _, d := range Dialects() {
		t.Run(string(d), func(t *testing.T) { fn(t, Empty(t, d)) })
	}
}

func options(t testing.TB) db.Options {
	t.Helper()
	return db.Options{DataDir: t.TempDir(), Clock: clock.Stopped(Start()), Keys: Keys(t), MaxOpen: maxOpen}
}

// Start is when tests begin: Monday 2026-11-23, 10:00 in Shanghai.
func Start() time.Time { return clock.NewDate(2026, time.November, 23).At(10, 0).UTC() }

// Keys is a keyring that is the same in every test.
func Keys(t testing.TB) *seal.Keyring {
	t.Helper()
	k, err := fixedKeys()
	require.NoError(t, err)
	return k
}

func fixedKeys() (*seal.Keyring, error) {
	return seal.NewKeyring(bytes.Repeat([]byte{7}, seal.SecretSize))
}

func migrate(t testing.TB, o db.Options) {
	t.Helper()
	require.NoError(t, migrateOnce(o))
}

func migrateOnce(o db.Options) error {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	d, err := db.Open(ctx, o)
	if err != nil {
		return err
	}
	if _, err := d.Migrate(ctx); err != nil {
		_ = d.Close()
		return err
	}
	return d.Close()
}
