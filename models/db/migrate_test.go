package db_test

import (
	"bufio"
	"bytes"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/migrations"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/internal/orm"
)

func files(t *testing.T, d db.Dialect) []string {
	t.Helper()
	names, err := fs.Glob(migrations.FS(string(d)), "*.sql")
	require.NoError(t, err)
	require.NotEmpty(t, names)
	return names
}

func TestDialectsHaveTheSameMigrations(t *testing.T) {
	require.Equal(t, files(t, db.SQLite), files(t, db.Postgres))
	require.Equal(t, files(t, db.SQLite), files(t, db.MySQL))
}

// Replicas that start together all come up, and each migration is applied by exactly one of them. They are processes of their own, as in life.
func TestThreeProcessesStartTogether(t *testing.T) {
	t.Run("on an empty database", func(t *testing.T) {
		dbtest.EachEmpty(t, func(t *testing.T, o db.Options) { startTogether(t, o, len(files(t, db.SQLite))) })
	})
	t.Run("after an update", func(t *testing.T) {
		dbtest.EachEmpty(t, func(t *testing.T, o db.Options) {
			_, err := dbtest.Open(t, o).MigrateTo(t.Context(), 1)
			require.NoError(t, err)
			startTogether(t, o, len(files(t, db.SQLite))-1)
		})
	})
}

func startTogether(t *testing.T, o db.Options, pending int) {
	t.Helper()
	replicas := make([]*replica, 3)
	for i := range replicas {
		replicas[i] = launch(t, o)
	}
	for _, r := range replicas {
		require.Equal(t, "ready", r.line(), r.complaint)
	}
	for _, r := range replicas {
		require.NoError(t, r.word.Close())
	}
	applied := 0
	for _, r := range replicas {
		n, err := strconv.Atoi(r.line())
		require.NoError(t, r.cmd.Wait(), r.complaint)
		require.NoError(t, err)
		applied += n
	}
	require.Equal(t, pending, applied)
	after, err := dbtest.Open(t, o).Pending(t.Context())
	require.NoError(t, err)
	require.Zero(t, after)
}

type replica struct {
	cmd       *exec.Cmd
	word      io.Closer
	out       *bufio.Scanner
	complaint *bytes.Buffer
}

func launch(t *testing.T, o db.Options) *replica {
	t.Helper()
	exe, err := os.Executable()
	require.NoError(t, err)
	r := &replica{cmd: exec.CommandContext(t.Context(), exe), complaint: &bytes.Buffer{}}
	r.cmd.Env = append(os.Environ(), startDir+"="+o.DataDir, startURL+"="+o.URL)
	r.cmd.Stderr = r.complaint
	r.word, err = r.cmd.StdinPipe()
	require.NoError(t, err)
	out, err := r.cmd.StdoutPipe()
	require.NoError(t, err)
	r.out = bufio.NewScanner(out)
	require.NoError(t, r.cmd.Start())
	return r
}

// line is the next line that the replica says, "" when it says no more.
func (r *replica) line() string {
	r.out.Scan()
	return r.out.Text()
}

func TestMigrationsGoDownWithDataAndUpAgain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		all := files(t, d.Dialect())
		populate(t, d)
		list, err := d.Migrations(t.Context())
		require.NoError(t, err)
		require.Len(t, list, len(all))
		before := columns(t, d)

		newest, err := d.MigrateDown(t.Context())
		require.NoError(t, err)
		require.Equal(t, all[len(all)-1:], newest)
		pending, err := d.Pending(t.Context())
		require.NoError(t, err)
		require.Equal(t, 1, pending)

		down, err := d.MigrateTo(t.Context(), 0)
		require.NoError(t, err)
		require.Len(t, down, len(all)-1)
		require.Empty(t, columns(t, d), "nothing stays behind")
		none, err := d.MigrateDown(t.Context())
		require.NoError(t, err)
		require.Empty(t, none)

		half, err := d.MigrateTo(t.Context(), list[len(list)/2].Version)
		require.NoError(t, err)
		rest, err := d.Migrate(t.Context())
		require.NoError(t, err)
		require.Equal(t, all, append(half, rest...))
		require.Equal(t, before, columns(t, d))
		populate(t, d)
	})
}

// A migration that fails is named, and once its cause is gone it goes on from there.
func TestFailedMigrationIsNamed(t *testing.T) {
	dbtest.EachEmpty(t, func(t *testing.T, o db.Options) {
		d := dbtest.Open(t, o)
		exec := func(sql string) {
			require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error { return orm.Of(tx).Exec(sql).Error }))
		}
		exec("CREATE TABLE audit_entries (x INTEGER)")
		_, err := d.Migrate(t.Context())
		blocked := "00001_audit_entries.sql"
		if d.Dialect() == db.MySQL { // IF NOT EXISTS passes it; the reference to it does not
			blocked = "00002_audit_chain.sql"
		}
		require.ErrorContains(t, err, blocked)
		exec("DROP TABLE audit_entries")
		_, err = d.MigrateTo(t.Context(), 0)
		require.NoError(t, err)
		names, err := d.Migrate(t.Context())
		require.NoError(t, err)
		require.Equal(t, files(t, d.Dialect()), names)
	})
}

// MySQL commits every DDL statement, so a crash in the middle of a file leaves its first statements behind; running the file again must still succeed.
func TestMySQLFilesCanBeRunAgain(t *testing.T) {
	dbtest.EachEmpty(t, func(t *testing.T, o db.Options) {
		d := dbtest.Open(t, o)
		_, err := d.Migrate(t.Context())
		require.NoError(t, err)
		if d.Dialect() != db.MySQL {
			return // elsewhere a file is one transaction
		}
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error {
			return orm.Of(tx).Exec("DELETE FROM goose_db_version WHERE version_id > 0").Error
		}))
		again, err := d.Migrate(t.Context())
		require.NoError(t, err)
		require.Equal(t, files(t, db.MySQL), again)
	})
}

var oneBlock = regexp.MustCompile(`(?s)-- \+goose StatementBegin\n(.*?)-- \+goose StatementEnd`)

func TestMySQLBlocksHoldOneStatement(t *testing.T) {
	for _, name := range files(t, db.MySQL) {
		b, err := fs.ReadFile(migrations.FS("mysql"), name)
		require.NoError(t, err)
		rest := oneBlock.ReplaceAllStringFunc(string(b), func(block string) string {
			body := strings.TrimSpace(oneBlock.FindStringSubmatch(block)[1])
			require.Equal(t, 1, strings.Count(body, ";"), "%s: %s", name, body)
			return ""
		})
		for line := range strings.Lines(rest) {
			line = strings.TrimSpace(line)
			require.True(t, line == "" || strings.HasPrefix(line, "--"), "%s: outside a block: %s", name, line)
		}
	}
}

// A column that one database has and another lacks shows in production first, on the database that nobody tried.
func TestDialectsHaveTheSameColumns(t *testing.T) {
	var want []string
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		got := columns(t, d)
		require.NotEmpty(t, got)
		if want == nil {
			want = got
		}
		require.Equal(t, want, got)
	})
}

// columns lists every table.column that is not goose's; without generated ones, with which MySQL stands in for partial indexes.
func columns(t *testing.T, d *db.DB) []string {
	t.Helper()
	query := map[db.Dialect]string{
		db.SQLite: `SELECT m.name || '.' || c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c
			WHERE m.type = 'table' AND m.name NOT LIKE 'goose%' AND m.name NOT LIKE 'sqlite%'`,
		db.Postgres: `SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE 'goose%'`,
		db.MySQL: `SELECT CONCAT(table_name, '.', column_name) FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name NOT LIKE 'goose%'
			AND extra NOT LIKE '%GENERATED%'`,
	}[d.Dialect()]
	var list []string
	require.NoError(t, orm.Of(d.View(t.Context())).Raw(query).Scan(&list).Error)
	slices.Sort(list)
	return list
}

// populate puts a row into each table of the foundations.
func populate(t *testing.T, d *db.DB) {
	t.Helper()
	require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error {
		id, now := db.NewID(), tx.Now()
		for _, s := range []struct {
			sql  string
			args []any
		}{
			{"INSERT INTO audit_entries (id, at, actor_kind, actor_id, actor_for, action, subject, subject_id, detail) VALUES (?, ?, 'job', 'x', '', 'a', 's', '', '{}')", []any{id, now}},
			{"INSERT INTO audit_chain (seq, entry_id, prev, hash, at) VALUES (1, ?, '', 'h', ?)", []any{id, now}},
			{"INSERT INTO once (key_index, space, owner, reply, created_at) VALUES ('k', 'api', '', ?, ?)", []any{[]byte("r"), now}},
			{"INSERT INTO leases (name, holder, until) VALUES ('l', 'h', ?)", []any{now}},
			{"INSERT INTO job_runs (id, job, holder, started_at, done, failure) VALUES (?, 'j', 'h', ?, 0, '')", []any{id, now}},
			{"INSERT INTO revisions (subject, rev) VALUES ('s', 1)", nil},
		} {
			if err := orm.Of(tx).Exec(s.sql, s.args...).Error; err != nil {
				return err
			}
		}
		return nil
	}))
}
