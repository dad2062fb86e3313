package db

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/stdlib"
	ormpostgres "gorm.io/driver/postgres"
	"gorm.io/gorm"
)

const connectTimeout = 5 * time.Second

func (d *DB) openPostgres(ctx context.Context, o Options) error {
	c, err := pgx.ParseConfig(o.URL)
	if err != nil {
		return errors.New("db: the PostgreSQL URL is malformed; want postgres://user:password@host:5432/name") // the cause may quote it
	}
	if c.ConnectTimeout == 0 {
		c.ConnectTimeout = connectTimeout
	}
	c.RuntimeParams["timezone"] = "UTC"
	c.RuntimeParams["default_transaction_isolation"] = "read committed"
	c.RuntimeParams["lock_timeout"] = "5s" // nobody waits for a row longer than WeChat waits for us
	c.RuntimeParams["idle_in_transaction_session_timeout"] = "60s"
	pool := stdlib.OpenDB(*c, stdlib.OptionAfterConnect(readUTC))
	limit(pool, o.MaxOpen)
	d.writer.sql, d.reader.sql = pool, pool
	if err := pool.PingContext(ctx); err != nil {
		return err
	}
	return d.openPools(func(p *sql.DB) gorm.Dialector {
		return ormpostgres.New(ormpostgres.Config{Conn: p})
	})
}

// readUTC makes instants come back in UTC instead of the host's zone.
func readUTC(_ context.Context, c *pgx.Conn) error {
	c.TypeMap().RegisterType(&pgtype.Type{
		Name:  "timestamptz",
		OID:   pgtype.TimestamptzOID,
		Codec: &pgtype.TimestamptzCodec{ScanLocation: time.UTC},
	})
	return nil
}
