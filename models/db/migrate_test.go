package db_test

import (
	"io/fs"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
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
	dbtest.EachEmpty(t, func(t *testing.T, o db.Options) {
		exe, err := os.Executable()
		require.NoError(t, err)
		outputs, errs := make([]string, 3), make([]error, 3)
		var all sync.WaitGroup
		for i := range outputs {
			all.Go(func() {
				c := exec.CommandContext(t.Context(), exe)
				c.Env = append(os.Environ(), startDir+"="+o.DataDir, startURL+"="+o.URL)
				out, err := c.CombinedOutput()
				outputs[i], errs[i] = strings.TrimSpace(string(out)), err
			})
		}
		all.Wait()
		applied := 0
		for i, out := range outputs {
			require.NoError(t, errs[i], out)
			n, err := strconv.Atoi(out)
			require.NoError(t, err, out)
			applied += n
		}
		require.Len(t, files(t, db.SQLite), applied)
		pending, err := dbtest.Open(t, o).Pending(t.Context())
		require.NoError(t, err)
		require.Zero(t, pending)
	})
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
