package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"net"
	"net/url"
	"strings"
	"time"

	"github.com/go-sql-driver/mysql"
	ormmysql "gorm.io/driver/mysql"
	"gorm.io/gorm"
)

// strictMode is MySQL 8's default, set so that MariaDB is as strict and a server's own setting does not matter.
const strictMode = "'ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'"

func (d *DB) openMySQL(ctx context.Context, o Options) error {
	c, err := mysqlConfig(o.URL)
	if err != nil {
		return err
	}
	connector, err := mysql.NewConnector(c)
	if err != nil {
		return errMySQLURL
	}
	pool := sql.OpenDB(readCommitted{connector})
	limit(pool, o.MaxOpen)
	d.writer.sql, d.reader.sql = pool, pool
	if err := pool.PingContext(ctx); err != nil {
		return err
	}
	return d.openPools(func(p *sql.DB) gorm.Dialector {
		return ormmysql.New(ormmysql.Config{Conn: p, DisableWithReturning: true}) // RETURNING is MariaDB's alone
	})
}

var errMySQLURL = errors.New("db: the MySQL URL is malformed; want mysql://user:password@host:3306/name") // never with the cause, which may quote it

// mysqlConfig reads the URL. Of its parameters only tls (true, skip-verify, preferred) is known; a mistyped one must not be ignored.
func mysqlConfig(raw string) (*mysql.Config, error) {
	u, err := url.Parse(raw)
	if err != nil || u.Hostname() == "" || strings.Trim(u.Path, "/") == "" {
		return nil, errMySQLURL
	}
	c := mysql.NewConfig()
	c.Net = "tcp"
	c.Addr = u.Host
	if u.Port() == "" {
		c.Addr = net.JoinHostPort(u.Hostname(), "3306")
	}
	c.User = u.User.Username()
	c.Passwd, _ = u.User.Password()
	c.DBName = strings.Trim(u.Path, "/")
	for name, values := range u.Query() {
		if name != "tls" {
			return nil, errors.New("db: the MySQL URL has an unknown parameter; only tls is known")
		}
		c.TLSConfig = values[len(values)-1]
	}
	c.Collation = "utf8mb4_bin" // else openids that differ in case are one
	c.Loc = time.UTC
	c.ParseTime = true
	c.ClientFoundRows = true   // RowsAffected counts matched rows, as elsewhere
	c.InterpolateParams = true // one round trip a statement
	c.Timeout = connectTimeout
	c.DialFunc = dialMySQL
	c.Logger = &mysql.NopLogger{}
	c.Params = map[string]string{
		"time_zone":                "'+00:00'",
		"sql_mode":                 strictMode,
		"innodb_lock_wait_timeout": "5",
	}
	return c, c.Apply(mysql.TimeTruncate(time.Microsecond))
}

// readCommitted sets the isolation of every connection: the variable's name differs between MySQL and MariaDB, the statement does not.
type readCommitted struct{ driver.Connector }

// Connect implements driver.Connector.
func (r readCommitted) Connect(ctx context.Context) (driver.Conn, error) {
	var wire net.Conn
	c, err := r.Connector.Connect(context.WithValue(ctx, wireKey{}, &wire))
	if err != nil {
		return nil, err
	}
	e, ok := c.(mysqlSession)
	if !ok {
		return nil, errors.Join(driver.ErrBadConn, c.Close())
	}
	if _, err := e.ExecContext(ctx, "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED", nil); err != nil {
		return nil, errors.Join(err, c.Close())
	}
	return mysqlConn{e, wire}, nil
}
