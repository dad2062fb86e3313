//go:build cluster

package cluster

import (
	"database/sql"
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	_ "github.com/go-sql-driver/mysql" // the harness looks at both servers itself
	_ "github.com/jackc/pgx/v5/stdlib"
	"github.com/stretchr/testify/require"
)

// server is the database of the topology: compose's PostgreSQL, or a MariaDB in its place.
type server interface {
	// prepare makes an empty database directory.
	prepare(t *testing.T)
	// line is how the server is started.
	line() []string
	// healthy asks whether it takes connections.
	healthy(t *testing.T) error
	// admit makes the program's own role and database, once it is healthy.
	admit(t *testing.T)
	url() string
	user() *syscall.Credential
	// stop is the signal that ends it at once and cleanly.
	stop() syscall.Signal
	// open connects as the program's role.
	open(t *testing.T) *sql.DB
}

func newServer(t *testing.T, p *place) server {
	t.Helper()
	common := base{p: p, home: filepath.Join(p.dir("postgres"), "server")}
	if os.Getenv("SY_TEST_CLUSTER_DB") == "mysql" {
		common.as = named(t, "mysql", "nobody")
		return &mariadb{common, find(t, "mariadbd"), find(t, "mariadb-install-db")}
	}
	common.as = named(t, "postgres", "nobody") // compose's number has no name here, and initdb wants one
	initdb, err := filepath.EvalSymlinks(find(t, "initdb"))
	require.NoError(t, err)
	return &postgres{common, filepath.Dir(initdb)}
}

type base struct {
	p    *place
	home string
	as   *syscall.Credential
}

func (b base) user() *syscall.Credential { return b.as }

// data is where it keeps its files, socket the directory of its socket: beside it, and short, as sockets must be.
func (b base) data() string { return filepath.Join(b.home, "data") }

// named is the first of these users that the machine has; whoever runs the test when he may not become another.
func named(t *testing.T, names ...string) *syscall.Credential {
	t.Helper()
	if os.Geteuid() != 0 {
		return nil
	}
	for _, name := range names {
		if u, err := user.Lookup(name); err == nil {
			uid, err := strconv.ParseUint(u.Uid, 10, 32)
			require.NoError(t, err)
			gid, err := strconv.ParseUint(u.Gid, 10, 32)
			require.NoError(t, err)
			return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
		}
	}
	require.FailNow(t, "no user to run the database as", names)
	return nil
}

// postgres is initialised as the image does it: a superuser with a password, and the script that compose mounts.
type postgres struct {
	base
	bin string
}

func (s *postgres) prepare(t *testing.T) {
	t.Helper()
	own(t, s.home, s.as)
	environment := s.p.compose.Services["postgres"].Environment
	line := append([]string{
		filepath.Join(s.bin, "initdb"), "--pgdata", s.data(), "--username", "postgres", "--no-instructions",
		"--pwfile", s.p.here("postgres", environment["POSTGRES_PASSWORD_FILE"]),
	}, strings.Fields(environment["POSTGRES_INITDB_ARGS"])...)
	_, err := run(t.Context(), append(line, "--no-sync"), os.Environ(), s.home, s.as)
	require.NoError(t, err)
}

func (s *postgres) line() []string {
	command := s.p.command("postgres")
	return append([]string{filepath.Join(s.bin, command[0])}, append(command[1:], "-D", s.data(), "-p", s.p.port("postgres", "5432"), "-c", "listen_addresses=127.0.0.1", "-k", s.home)...)
}

func (s *postgres) env() []string {
	return append(os.Environ(), "PGPORT="+s.p.port("postgres", "5432"), "PGHOST="+s.home, "SECRETS="+s.p.here("postgres", "/run/secrets"),
		"PATH="+s.bin+":"+os.Getenv("PATH"))
}

func (s *postgres) healthy(t *testing.T) error {
	t.Helper()
	line := s.p.compose.Services["postgres"].Healthcheck.Test[1:]
	_, err := run(t.Context(), append([]string{filepath.Join(s.bin, line[0])}, line[1:]...), s.env(), s.home, s.as)
	return err
}

func (s *postgres) admit(t *testing.T) {
	t.Helper()
	script := s.p.here("postgres", "/docker-entrypoint-initdb.d/10-shuangyong.sh")
	_, err := run(t.Context(), []string{"bash", script}, s.env(), s.home, nil)
	require.NoError(t, err)
}

func (s *postgres) url() string {
	return s.p.here("app1", s.p.secretOf("database_url"))
}

func (s *postgres) stop() syscall.Signal { return syscall.SIGINT }

func (s *postgres) open(t *testing.T) *sql.DB {
	t.Helper()
	d, err := sql.Open("pgx", s.url())
	require.NoError(t, err)
	return d
}

// mariadb stands in for compose's PostgreSQL: the program runs on both.
type mariadb struct {
	base
	binary, install string
}

func (s *mariadb) prepare(t *testing.T) {
	t.Helper()
	own(t, s.home, s.as)
	_, err := run(t.Context(), []string{s.install, "--no-defaults", "--datadir=" + s.data(), "--auth-root-authentication-method=normal", "--skip-test-db"}, os.Environ(), s.home, s.as)
	require.NoError(t, err)
}

func (s *mariadb) socket() string { return filepath.Join(s.home, "s") }

func (s *mariadb) line() []string {
	return []string{
		s.binary, "--no-defaults", "--datadir=" + s.data(), "--socket=" + s.socket(), "--bind-address=127.0.0.1", "--port=" + s.p.port("postgres", "5432"),
		"--pid-file=" + filepath.Join(s.home, "pid"), "--character-set-server=utf8mb4",
	}
}

func (s *mariadb) admin(t *testing.T) *sql.DB {
	t.Helper()
	d, err := sql.Open("mysql", "root@unix("+s.socket()+")/mysql")
	require.NoError(t, err)
	return d
}

func (s *mariadb) healthy(t *testing.T) error {
	t.Helper()
	d := s.admin(t)
	defer func() { _ = d.Close() }()
	return d.PingContext(t.Context())
}

func (s *mariadb) admit(t *testing.T) {
	t.Helper()
	d := s.admin(t)
	defer func() { _ = d.Close() }()
	for _, statement := range []string{
		"CREATE DATABASE shuangyong CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
		"CREATE USER shuangyong@'127.0.0.1' IDENTIFIED BY '" + s.p.secretOf("postgres_password") + "'",
		"GRANT ALL ON shuangyong.* TO shuangyong@'127.0.0.1'",
	} {
		_, err := d.ExecContext(t.Context(), statement)
		require.NoError(t, err)
	}
}

func (s *mariadb) url() string {
	return fmt.Sprintf("mysql://shuangyong:%s@%s/shuangyong", s.p.secretOf("postgres_password"), s.p.addresses["postgres:5432"])
}

func (s *mariadb) open(t *testing.T) *sql.DB {
	t.Helper()
	d, err := sql.Open("mysql", fmt.Sprintf("shuangyong:%s@tcp(%s)/shuangyong", s.p.secretOf("postgres_password"), s.p.addresses["postgres:5432"]))
	require.NoError(t, err)
	return d
}

func (s *mariadb) stop() syscall.Signal { return syscall.SIGTERM }
