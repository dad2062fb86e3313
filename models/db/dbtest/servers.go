package dbtest

import (
	"context"
	"database/sql"
	"net/url"
	"os"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"shuangyong/models/db"
)

// The variables that name the servers to test on: postgres://user:password@host:port/maintenance and mysql://user:password@host:port/. The user may make databases.
const (
	PostgresURL = "SY_TEST_POSTGRES_URL"
	MySQLURL    = "SY_TEST_MYSQL_URL"
)

// Dialects are the kinds of databases that tests run on here.
func Dialects() []db.Dialect {
	list := []db.Dialect{db.SQLite}
	if os.Getenv(PostgresURL) != "" {
		list = append(list, db.Postgres)
	}
	if os.Getenv(MySQLURL) != "" {
		list = append(list, db.MySQL)
	}
	return list
}

// at is the server's URL with another database name.
func at(server, name string) string {
	u, err := url.Parse(server)
	if err != nil {
		panic("dbtest: the server's URL is malformed")
	}
	u.Path = "/" + name
	return u.String()
}

// newPostgres makes a database, as a copy of source unless that is "".
func newPostgres(t testing.TB, source string) string {
	t.Helper()
	require.NoError(t, sweepPostgres())
	name := newName()
	t.Cleanup(func() { require.NoError(t, postgresExec("DROP DATABASE IF EXISTS "+name+" WITH (FORCE)")) })
	statement := "CREATE DATABASE " + name
	if source != "" {
		statement += " TEMPLATE " + source
	}
	require.NoError(t, postgresExec(statement))
	return at(os.Getenv(PostgresURL), name)
}

func newMySQL(t testing.TB) string {
	t.Helper()
	require.NoError(t, sweepMySQL())
	name := newName()
	t.Cleanup(func() { require.NoError(t, mysqlExec("DROP DATABASE IF EXISTS "+name)) })
	require.NoError(t, mysqlExec("CREATE DATABASE "+name+" CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"))
	return at(os.Getenv(MySQLURL), name)
}

func postgresExec(statement string) error {
	return onPostgres(func(ctx context.Context, c *pgx.Conn) error {
		_, err := c.Exec(ctx, statement)
		return err
	})
}

func onPostgres(fn func(context.Context, *pgx.Conn) error) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	c, err := pgx.Connect(ctx, os.Getenv(PostgresURL))
	if err != nil {
		return err
	}
	defer func() { _ = c.Close(ctx) }()
	return fn(ctx, c)
}

func mysqlExec(statement string) error {
	return onMySQL(func(ctx context.Context, p *sql.DB) error {
		_, err := p.ExecContext(ctx, statement)
		return err
	})
}

func onMySQL(fn func(context.Context, *sql.DB) error) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	u, err := url.Parse(os.Getenv(MySQLURL))
	if err != nil {
		return err
	}
	c := mysql.NewConfig()
	c.Net, c.Addr, c.User = "tcp", u.Host, u.User.Username()
	c.Passwd, _ = u.User.Password()
	connector, err := mysql.NewConnector(c)
	if err != nil {
		return err
	}
	p := sql.OpenDB(connector)
	defer func() { _ = p.Close() }()
	return fn(ctx, p)
}
