package dbtest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"shuangyong/models/clock"
)

// The names of test databases say when they were made, so that what a killed run left behind can be told from what a running one uses.
const (
	prefix  = "sy_test_"
	tooOld  = 2 * time.Hour // no run of tests takes that long
	pattern = `sy\_test\_%`
)

// newName is a database name that no other test has.
func newName() string {
	return fmt.Sprintf("%s%d_%s", prefix, clock.System().Now().Unix(), strings.ToLower(rand.Text()[:12]))
}

// abandoned tells whether a database is one of ours that nobody uses any more.
func abandoned(name string, now time.Time) bool {
	var made int64
	if _, err := fmt.Sscanf(name, prefix+"%d_", &made); err != nil {
		return false
	}
	return now.Sub(time.Unix(made, 0)) > tooOld
}

// sweepPostgres drops what killed runs left behind, once in a process.
var sweepPostgres = sync.OnceValue(func() error {
	return onPostgres(func(ctx context.Context, c *pgx.Conn) error {
		rows, err := c.Query(ctx, "SELECT datname FROM pg_database WHERE datname LIKE $1", pattern)
		if err != nil {
			return err
		}
		names, err := pgx.CollectRows(rows, pgx.RowTo[string])
		if err != nil {
			return err
		}
		for _, name := range names {
			if !abandoned(name, clock.System().Now()) {
				continue
			}
			if _, err := c.Exec(ctx, "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)"); err != nil {
				return err
			}
		}
		return nil
	})
})

// sweepMySQL is the same for MySQL.
var sweepMySQL = sync.OnceValue(func() error {
	return onMySQL(func(ctx context.Context, p *sql.DB) error {
		rows, err := p.QueryContext(ctx, "SELECT schema_name FROM information_schema.schemata WHERE schema_name LIKE ?", pattern)
		if err != nil {
			return err
		}
		defer func() { _ = rows.Close() }()
		var old []string
		for rows.Next() {
			var name string
			if err := rows.Scan(&name); err != nil {
				return err
			}
			if abandoned(name, clock.System().Now()) {
				old = append(old, name)
			}
		}
		if err := rows.Err(); err != nil {
			return err
		}
		for _, name := range old {
			if _, err := p.ExecContext(ctx, "DROP DATABASE IF EXISTS "+name); err != nil {
				return err
			}
		}
		return nil
	})
})
