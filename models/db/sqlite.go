package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"

	ormsqlite "gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// FileName is the SQLite database's name in the data directory.
const FileName = "shuangyong.db"

const (
	idleReaders = 4                              // each keeps up to 2 MB of pages in memory
	walLimit    = "journal_size_limit(67108864)" // bytes: after a large import the log shrinks again
)

// openSQLite opens one connection for writing and several for reading: SQLite has one writer at a time anyway, and waiting in our pool is fair and heeds the
// context, which waiting for the file lock is not.
func (d *DB) openSQLite(ctx context.Context, o Options) error {
	if o.DataDir == "" {
		return errors.New("db: SQLite needs a data directory")
	}
	file, err := filepath.Abs(filepath.Join(o.DataDir, FileName))
	if err != nil {
		return fmt.Errorf("db: data directory: %w", err)
	}
	if err := makePrivate(file); err != nil {
		return err
	}
	if d.writer.sql, err = sql.Open("sqlite", sqliteDSN(file, "immediate", "synchronous(FULL)", walLimit)); err != nil {
		return fmt.Errorf("db: open: %w", err)
	}
	d.writer.sql.SetMaxOpenConns(1)
	d.writer.sql.SetMaxIdleConns(1)
	if err := d.writer.sql.PingContext(ctx); err != nil { // makes the file and turns WAL on before readers come
		return err
	}
	if d.reader.sql, err = sql.Open("sqlite", sqliteDSN(file, "deferred", "query_only(1)")); err != nil {
		return fmt.Errorf("db: open: %w", err)
	}
	d.reader.sql.SetMaxOpenConns(o.MaxOpen)
	d.reader.sql.SetMaxIdleConns(min(o.MaxOpen, idleReaders))
	if err := d.reader.sql.PingContext(ctx); err != nil {
		return err
	}
	return d.openPools(func(p *sql.DB) gorm.Dialector {
		return &sqliteDialector{Dialector: ormsqlite.Dialector{DriverName: "sqlite", Conn: p}}
	})
}

// makePrivate makes the file readable by us alone before SQLite would make it readable by all; the WAL beside it inherits the mode.
func makePrivate(file string) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return fmt.Errorf("db: data directory: %w", err)
	}
	f, err := os.OpenFile(file, os.O_CREATE|os.O_RDWR, 0o600) // #nosec G304 -- the operator names the data directory
	if err != nil {
		return fmt.Errorf("db: data file: %w", err)
	}
	return f.Close()
}

// sqliteDSN sets what every connection needs. Instants are kept as whole microseconds since 1970 in columns declared DATETIME, so that they compare as numbers.
func sqliteDSN(file, txlock string, pragmas ...string) string {
	q := url.Values{
		"_txlock":              {txlock}, // a deferred transaction that turns into a writer fails when another was faster
		"_time_integer_format": {"unix_micro"},
		"_inttotime":           {"1"},
		"_pragma":              append([]string{"busy_timeout(5000)", "journal_mode(WAL)", "foreign_keys(1)", "secure_delete(1)"}, pragmas...), // what was deleted is not left in free pages
	}
	return (&url.URL{Scheme: "file", Path: file, RawQuery: q.Encode()}).String()
}

// sqliteDialector is GORM's dialect over the pure Go driver, whose errors GORM does not know.
type sqliteDialector struct{ ormsqlite.Dialector }

// Translate implements gorm.ErrorTranslator.
func (sqliteDialector) Translate(err error) error {
	e, ok := errors.AsType[*sqlite.Error](err)
	if !ok {
		return err
	}
	switch e.Code() {
	case sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY, sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_ROWID:
		return fmt.Errorf("%w: %w", gorm.ErrDuplicatedKey, err)
	case sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
		return fmt.Errorf("%w: %w", gorm.ErrForeignKeyViolated, err)
	case sqlite3.SQLITE_CONSTRAINT_CHECK:
		return fmt.Errorf("%w: %w", gorm.ErrCheckConstraintViolated, err)
	default:
		return err
	}
}
