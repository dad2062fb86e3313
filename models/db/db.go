// Package db opens the SQL store (SQLite, PostgreSQL, MySQL or MariaDB) and runs transactions on it, each with one fixed now.
package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"shuangyong/models/clock"
	"shuangyong/models/seal"
)

// Dialect is the kind of database.
type Dialect string

// The three kinds. MariaDB counts as MySQL.
const (
	SQLite   Dialect = "sqlite"
	Postgres Dialect = "postgres"
	MySQL    Dialect = "mysql"
)

// Options says which database to open and what its sessions need.
type Options struct {
	URL     string // "" = a SQLite file in DataDir; postgres://…; mysql://… or mariadb://…
	DataDir string // where the SQLite file and the migration lock live
	Clock   clock.Clock
	Keys    *seal.Keyring
	MaxOpen int          // connections at most (SQLite: readers); 0 = 20
	Logger  *slog.Logger // nil = nothing is logged
}

const defaultMaxOpen = 20

// DB is an open database. It is safe for concurrent use.
type DB struct {
	dialect Dialect
	clock   clock.Clock
	keys    *seal.Keyring
	log     *slog.Logger
	dataDir string
	writer  pool
	reader  pool     // on the servers the same connections as writer
	points  sync.Map // query → *sql.Stmt, see Point
}

// pool is a set of connections and GORM upon them.
type pool struct {
	sql *sql.DB
	orm *gorm.DB
}

// Open connects. It neither looks at the schema nor changes it: see Migrate.
func Open(ctx context.Context, o Options) (*DB, error) {
	if o.Clock == nil || o.Keys == nil {
		return nil, errors.New("db: a clock and a keyring are needed")
	}
	if o.MaxOpen <= 0 {
		o.MaxOpen = defaultMaxOpen
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	seal.RegisterColumns()
	d := &DB{clock: o.Clock, keys: o.Keys, log: o.Logger, dataDir: o.DataDir}
	var err error
	scheme, _, _ := strings.Cut(o.URL, "://")
	switch {
	case o.URL == "":
		d.dialect = SQLite
		err = d.openSQLite(ctx, o)
	case scheme == "postgres" || scheme == "postgresql":
		d.dialect = Postgres
		err = d.openPostgres(ctx, o)
	case scheme == "mysql" || scheme == "mariadb":
		d.dialect = MySQL
		err = d.openMySQL(ctx, o)
	default:
		return nil, errors.New("db: the database URL must be empty or start with postgres:// or mysql://")
	}
	if err != nil {
		return nil, errors.Join(Fault(err), d.Close())
	}
	return d, nil
}

// openPools builds the GORM handles once the connections are known to work.
func (d *DB) openPools(dialector func(*sql.DB) gorm.Dialector) error {
	writer, err := gorm.Open(dialector(d.writer.sql), d.ormConfig())
	if err != nil {
		return fmt.Errorf("db: open: %w", err)
	}
	reader, err := gorm.Open(dialector(d.reader.sql), d.ormConfig())
	if err != nil {
		return fmt.Errorf("db: open: %w", err)
	}
	if err := refuseWrites(reader); err != nil {
		return fmt.Errorf("db: open: %w", err)
	}
	d.writer.orm, d.reader.orm = writer, reader
	return nil
}

func (d *DB) ormConfig() *gorm.Config {
	return &gorm.Config{
		SkipDefaultTransaction: true, // InTx makes the transactions
		TranslateError:         true,
		DisableAutomaticPing:   true,
		Logger:                 quiet{log: d.log},
		NowFunc:                d.now,
	}
}

// limit sizes a pool. Connections are renewed now and then, so that a moved server is found again.
func limit(p *sql.DB, open int) {
	p.SetMaxOpenConns(open)
	p.SetMaxIdleConns(open)
	p.SetConnMaxIdleTime(5 * time.Minute)
	p.SetConnMaxLifetime(30 * time.Minute)
}

// Close waits for the running statements and closes the connections.
func (d *DB) Close() error {
	var errs []error
	d.points.Range(func(_, s any) bool {
		errs = append(errs, s.(*sql.Stmt).Close())
		return true
	})
	if d.reader.sql != nil && d.reader.sql != d.writer.sql {
		errs = append(errs, d.reader.sql.Close())
	}
	if d.writer.sql != nil {
		errs = append(errs, d.writer.sql.Close())
	}
	return errors.Join(errs...)
}

// Ping asks the database for a sign of life.
func (d *DB) Ping(ctx context.Context) error {
	var one int
	return Fault(d.reader.sql.QueryRowContext(ctx, "SELECT 1").Scan(&one))
}

// Dialect tells which kind of database it is.
func (d *DB) Dialect() Dialect { return d.dialect }

// Keys is the keyring that the sealed columns use.
func (d *DB) Keys() *seal.Keyring { return d.keys }

// Clock is the clock that transactions take their now from.
func (d *DB) Clock() clock.Clock { return d.clock }

// now is the clock's time as all three databases can store it: microseconds, UTC.
func (d *DB) now() time.Time { return d.clock.Now().UTC().Truncate(time.Microsecond) }

// NewID makes a primary key: a UUID of version 7, so that new rows lie together in the index.
func NewID() uuid.UUID { return uuid.Must(uuid.NewV7()) }
