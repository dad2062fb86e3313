package db_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/internal/orm"
)

func TestSQLitePragmasHoldOnBothPools(t *testing.T) {
	d := dbtest.SQLite(t)
	writer := map[string]string{"journal_mode": "wal", "busy_timeout": "5000", "foreign_keys": "1", "synchronous": "2", "query_only": "0", "journal_size_limit": "67108864"}
	reader := map[string]string{"journal_mode": "wal", "busy_timeout": "5000", "foreign_keys": "1", "query_only": "1"}
	require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error {
		for name, want := range writer {
			require.Equal(t, want, pragma(t, tx, name), name)
		}
		return nil
	}))
	for name, want := range reader {
		require.Equal(t, want, pragma(t, d.View(t.Context()), name), name)
	}
}

// What was deleted stands nowhere in the file any more: neither in a free page nor, once it was written back, in the log beside it.
func TestSQLiteKeepsNothingOfWhatWasDeleted(t *testing.T) {
	o := dbtest.Place(t, db.SQLite)
	photo := bytes.Repeat([]byte("a photograph of a paper; "), 4000)
	after := func(query string, args ...any) []byte { // closing writes the log back
		t.Helper()
		d, err := db.Open(t.Context(), o)
		require.NoError(t, err)
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error { return orm.Of(tx).Exec(query, args...).Error }))
		require.NoError(t, d.Close())
		file, err := os.ReadFile(filepath.Join(o.DataDir, db.FileName))
		require.NoError(t, err)
		return file
	}
	after("CREATE TABLE photographs (id INTEGER PRIMARY KEY, picture BLOB)")
	require.True(t, bytes.Contains(after("INSERT INTO photographs VALUES (1, ?)", photo), photo[:1000]), "it would be found")
	require.False(t, bytes.Contains(after("DELETE FROM photographs"), photo[:25]))
}

func pragma(t *testing.T, r db.Reader, name string) (value string) {
	t.Helper()
	require.NoError(t, orm.Of(r).Raw("PRAGMA "+name).Row().Scan(&value))
	return value
}

func TestSQLiteFileIsOursAlone(t *testing.T) {
	o := dbtest.Empty(t, db.SQLite)
	o.DataDir = filepath.Join(o.DataDir, "with space & 问号?", "new")
	d := dbtest.Open(t, o)
	_, err := d.Migrate(t.Context())
	require.NoError(t, err)
	entries, err := os.ReadDir(o.DataDir)
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(entries), 3, "data, WAL and shared memory")
	for _, e := range entries {
		info, err := e.Info()
		require.NoError(t, err)
		require.Zero(t, info.Mode().Perm()&0o077, e.Name())
	}
	dir, err := os.Stat(o.DataDir)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o700), dir.Mode().Perm())
}
