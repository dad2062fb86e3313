package dbtest

import (
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/models/clock"
	"shuangyong/models/db"
)

// migratedFile is a migrated SQLite file, made once for all tests of the process.
var migratedFile = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "sy-migrated-*")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	keys, err := fixedKeys()
	if err != nil {
		return nil, err
	}
	if err := migrateOnce(db.Options{DataDir: dir, Clock: clock.Stopped(Start()), Keys: keys}); err != nil {
		return nil, fmt.Errorf("migrate the file to copy: %w", err)
	}
	// closing it has moved the WAL into it
	return os.ReadFile(filepath.Join(dir, db.FileName)) // #nosec G304 -- a directory made above
})

func copySQLite(t testing.TB, o db.Options) {
	t.Helper()
	content, err := migratedFile()
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(o.DataDir, db.FileName), content, 0o600))
}
