package dbtest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"shuangyong/models/clock"
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

// newName is a database name that no other test has.
func newName() string { return "sy_test_" + strings.ToLower(rand.Text()[:16]) }

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
	name := newName()
	t.Cleanup(func() { require.NoError(t, mysqlExec("DROP DATABASE IF EXISTS "+name)) })
	require.NoError(t, mysqlExec("CREATE DATABASE "+name+" CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"))
	return at(os.Getenv(MySQLURL), name)
}

// template is the name of this process's migrated PostgreSQL database, of which the tests get copies. Main drops it.
var template struct {
	sync.Mutex
	name string
	used bool // Main runs, so somebody will drop it
}

// templateName makes the template at its first use. Without Main it is "", and each test migrates its own database, which is slower.
func templateName(o db.Options) (string, error) {
	template.Lock()
	defer template.Unlock()
	if !template.used || template.name != "" {
		return template.name, nil
	}
	name := newName()
	if err := postgresExec("CREATE DATABASE " + name); err != nil {
		return "", err
	}
	template.name = name
	o.URL = at(os.Getenv(PostgresURL), name)
	o.Clock = clock.Stopped(Start())
	return name, migrateOnce(o)
}

// Main runs a package's tests and then drops the template that they were given copies of. Use it in TestMain: os.Exit(dbtest.Main(m)).
func Main(m interface{ Run() int }) int {
	template.Lock()
	template.used = true
	template.Unlock()
	code := m.Run()
	template.Lock()
	defer template.Unlock()
	if template.name != "" {
		if err := postgresExec("DROP DATABASE IF EXISTS " + template.name + " WITH (FORCE)"); err != nil {
			fmt.Fprintln(os.Stderr, "dbtest: the template stays behind:", err)
			return max(code, 1)
		}
	}
	return code
}

func postgresExec(statement string) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	c, err := pgx.Connect(ctx, os.Getenv(PostgresURL))
	if err != nil {
		return err
	}
	defer func() { _ = c.Close(ctx) }()
	_, err = c.Exec(ctx, statement)
	return err
}

func mysqlExec(statement string) error {
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
	_, err = p.ExecContext(ctx, statement)
	return err
}
