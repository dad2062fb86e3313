package audit_test

import (
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/internal/orm"
)

var clerk = audit.Actor{Kind: audit.Staff, ID: "0195f3a0-0000-7000-8000-000000000001"}

func entry(id string) audit.Entry {
	return audit.Entry{Actor: clerk, Action: "shop.close", Subject: "shop", SubjectID: id, Detail: map[string]string{"from": "open", "to": "closed"}}
}

func record(t *testing.T, d *db.DB, n int) {
	t.Helper()
	require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error {
		for i := range n {
			if err := audit.Record(tx, entry(fmt.Sprint(i))); err != nil {
				return err
			}
		}
		return nil
	}))
}

func verify(t *testing.T, d *db.DB) audit.Report {
	t.Helper()
	rep, err := audit.Verify(t.Context(), d)
	require.NoError(t, err)
	return rep
}

func TestEntryHappensWithItsChangeOrNotAtAll(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		undone := errors.New("undone")
		require.ErrorIs(t, d.InTx(t.Context(), func(tx db.Tx) error { return errors.Join(audit.Record(tx, entry("1")), undone) }), undone)
		require.Zero(t, verify(t, d).Unchained)
		record(t, d, 2)
		rep := verify(t, d)
		require.EqualValues(t, 2, rep.Unchained)
		require.Equal(t, dbtest.Start(), rep.Oldest)
	})
}

func TestChainTakesEachEntryOnceInOrder(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		record(t, d, 7)
		for _, want := range []int{3, 3, 1, 0} {
			n, err := audit.Chain(t.Context(), d, 3)
			require.NoError(t, err)
			require.Equal(t, want, n)
		}
		record(t, d, 600) // more than a page of Verify and a batch of Chain
		n, err := audit.Chain(t.Context(), d, 1000)
		require.NoError(t, err)
		require.Equal(t, 600, n)
		rep := verify(t, d)
		require.True(t, rep.OK(), "%+v", rep.Broken)
		require.EqualValues(t, 607, rep.Chained)
		require.EqualValues(t, 607, rep.Head.Seq)
		require.Zero(t, rep.Unchained)

		var order []string
		require.NoError(t, orm.Of(d.View(t.Context())).Raw(
			"SELECT e.subject_id FROM audit_chain c JOIN audit_entries e ON e.id = c.entry_id ORDER BY c.seq LIMIT 7").Scan(&order).Error)
		require.Equal(t, []string{"0", "1", "2", "3", "4", "5", "6"}, order)
	})
}

// A transaction that began earlier may commit later: its entries then lie before the newest chained one.
func TestChainFindsWhatCommittedLate(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		record(t, d, 1)
		n, err := audit.Chain(t.Context(), d, 10)
		require.NoError(t, err)
		require.Equal(t, 1, n)
		for _, age := range []time.Duration{9 * time.Minute, 11 * time.Minute} {
			require.NoError(t, raw(t, d, fmt.Sprintf(`INSERT INTO audit_entries (id, at, actor_kind, actor_id, actor_for, action, subject, subject_id, detail)
				SELECT '%s', at, actor_kind, actor_id, actor_for, action, subject, 'late', detail FROM audit_entries LIMIT 1`, madeBefore(age))))
		}
		n, err = audit.Chain(t.Context(), d, 10)
		require.NoError(t, err)
		require.Equal(t, 1, n, "within the window")
		require.EqualValues(t, 1, verify(t, d).Unchained, "counted, not forgotten")
		n, err = audit.ChainAll(t.Context(), d, 10)
		require.NoError(t, err)
		require.Equal(t, 1, n)
		require.True(t, verify(t, d).OK())
	})
}

// madeBefore is a key as db.NewID made it some time ago.
func madeBefore(age time.Duration) uuid.UUID {
	id := db.NewID()
	millis := binary.BigEndian.Uint64(append([]byte{0, 0}, id[:6]...)) - uint64(age.Milliseconds())
	copy(id[:6], binary.BigEndian.AppendUint64(nil, millis)[2:])
	return id
}

// A lease is no lock: two chainers may work at once. Then one is undone, and the chain has neither gaps nor doubles.
func TestTwoChainersDoNoHarm(t *testing.T) {
	dbtest.EachPlace(t, func(t *testing.T, o db.Options) {
		a, b := dbtest.Open(t, o), dbtest.Open(t, o)
		record(t, a, 60)
		var all sync.WaitGroup
		for _, d := range []*db.DB{a, b, a, b} {
			all.Go(func() {
				for range 10 {
					_, err := audit.Chain(t.Context(), d, 5)
					if err != nil && !db.IsDuplicate(err) {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
		for {
			n, err := audit.ChainAll(t.Context(), a, 50)
			require.NoError(t, err)
			if n == 0 {
				break
			}
		}
		rep := verify(t, a)
		require.True(t, rep.OK(), "%+v", rep.Broken)
		require.EqualValues(t, 60, rep.Chained)
	})
}

func TestTheLogRefusesChanges(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		record(t, d, 2)
		_, err := audit.Chain(t.Context(), d, 10)
		require.NoError(t, err)
		for _, sql := range []string{
			"UPDATE audit_entries SET action = 'x'", "DELETE FROM audit_entries", "UPDATE audit_chain SET hash = 'x'", "DELETE FROM audit_chain",
		} {
			require.ErrorContains(t, raw(t, d, sql), "append-only", sql)
		}
		if d.Dialect() == db.Postgres { // MySQL's TRUNCATE asks no trigger: there the user must not have the DROP right; SQLite has none
			require.Error(t, raw(t, d, "TRUNCATE audit_chain"))
			require.Error(t, raw(t, d, "TRUNCATE audit_entries CASCADE"))
		}
		require.True(t, verify(t, d).OK())
	})
}

// raw runs SQL as somebody with the database's password would, and gives the driver's own error.
func raw(t *testing.T, d *db.DB, sql string) (err error) {
	t.Helper()
	_ = d.InTx(t.Context(), func(tx db.Tx) error {
		err = orm.Of(tx).Exec(sql).Error
		return err
	})
	return err
}

// Somebody who owns the database can switch the triggers off. The chain shows it.
func TestTamperingShows(t *testing.T) {
	for _, c := range []struct {
		name, why string
		sql       []string
	}{
		{"an entry is changed", "changed", []string{"UPDATE audit_entries SET actor_id = 'somebody else' WHERE subject_id = '3'"}},
		{"its time is changed", "changed", []string{"UPDATE audit_entries SET at = (SELECT at FROM stamp) WHERE subject_id = '3'"}},
		{"its detail is changed", "changed", []string{"UPDATE audit_entries SET detail = '{}' WHERE subject_id = '3'"}},
		{"a link is taken out", "gap", []string{"DELETE FROM audit_chain WHERE seq = 4"}},
		{"a link is taken out and the rest moved up", "order", []string{
			"DELETE FROM audit_chain WHERE seq = 4", "UPDATE audit_chain SET seq = 4 WHERE seq = 5", "UPDATE audit_chain SET seq = 5 WHERE seq = 6",
		}},
		{"an entry is taken out", "missing", []string{"DELETE FROM audit_entries WHERE subject_id = '3'"}},
		{"the first is taken out", "gap", []string{"DELETE FROM audit_chain WHERE seq = 1"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			dbtest.Each(t, func(t *testing.T, d *db.DB) {
				record(t, d, 6)
				_, err := audit.Chain(t.Context(), d, 10)
				require.NoError(t, err)
				untie(t, d)
				for _, sql := range c.sql {
					require.NoError(t, raw(t, d, sql))
				}
				rep := verify(t, d)
				require.False(t, rep.OK())
				require.Equal(t, c.why, rep.Broken[0].Why)
			})
		})
	}
}

// untie takes away what protects the log: triggers and foreign keys.
func untie(t *testing.T, d *db.DB) {
	t.Helper()
	statements := map[db.Dialect][]string{
		db.SQLite: {
			"DROP TRIGGER audit_entries_no_update", "DROP TRIGGER audit_entries_no_delete", "DROP TRIGGER audit_chain_no_update", "DROP TRIGGER audit_chain_no_delete",
			"CREATE TABLE copy AS SELECT * FROM audit_chain", "DROP TABLE audit_chain",
			"CREATE TABLE audit_chain (seq INTEGER PRIMARY KEY, entry_id TEXT, prev TEXT, hash TEXT, at DATETIME)", "INSERT INTO audit_chain SELECT * FROM copy",
			"CREATE TABLE stamp (at DATETIME)", "INSERT INTO stamp VALUES (1)",
		},
		db.Postgres: {
			"ALTER TABLE audit_entries DISABLE TRIGGER USER", "ALTER TABLE audit_chain DISABLE TRIGGER USER",
			"ALTER TABLE audit_chain DROP CONSTRAINT audit_chain_entry_id_fkey", "CREATE TABLE stamp AS SELECT now() AS at",
		},
		db.MySQL: {
			"DROP TRIGGER audit_entries_no_update", "DROP TRIGGER audit_entries_no_delete", "DROP TRIGGER audit_chain_no_update", "DROP TRIGGER audit_chain_no_delete",
			"ALTER TABLE audit_chain DROP FOREIGN KEY audit_chain_entry", "CREATE TABLE stamp AS SELECT UTC_TIMESTAMP(6) AS at",
		},
	}[d.Dialect()]
	for _, s := range statements {
		require.NoError(t, raw(t, d, s), s)
	}
}

func TestWhatAnEntryMayNotHold(t *testing.T) {
	d := dbtest.SQLite(t)
	good := entry("1")
	for name, spoil := range map[string]func(e *audit.Entry){
		"nobody":               func(e *audit.Entry) { e.Actor = audit.Actor{} },
		"an unknown kind":      func(e *audit.Entry) { e.Kind = "robot" },
		"no id":                func(e *audit.Entry) { e.ID = "" },
		"a proxy for nobody":   func(e *audit.Entry) { e.Actor = audit.Actor{Kind: audit.Proxy, ID: "x"} },
		"no action":            func(e *audit.Entry) { e.Action = "" },
		"no subject":           func(e *audit.Entry) { e.Subject = "" },
		"a key off the list":   func(e *audit.Entry) { e.Detail = map[string]string{"name": "x"} },
		"a phone":              func(e *audit.Entry) { e.Detail = map[string]string{"reason": "call 13800000000"} },
		"a phone like a place": func(e *audit.Entry) { e.Detail = map[string]string{"station_path": "990181/13800000000/"} },
		"an identity number":   func(e *audit.Entry) { e.Detail = map[string]string{"number": "11010519491231002X"} },
		"a phone as the actor": func(e *audit.Entry) { e.ID = "13800000000" },
		"a long text":          func(e *audit.Entry) { e.Detail = map[string]string{"reason": strings.Repeat("字", 100)} },
	} {
		e := good
		spoil(&e)
		require.Error(t, d.InTx(t.Context(), func(tx db.Tx) error { return audit.Record(tx, e) }), name)
	}
	require.Zero(t, verify(t, d).Unchained)
	for _, fine := range []string{"2026-11-23", "482193057", "0195f3a0-0000-7000-8000-012345678901", string(d.Keys().Index("x", "y")), "", "990181/990181001/990181001203/"} {
		e := good
		e.Detail = map[string]string{"from": fine}
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error { return audit.Record(tx, e) }), fine)
	}
}

func TestScopeIsAPrefixAndNothingElse(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		paths := []string{"99/", "99/01/", "99/01/07/", "99/02/", "9%/01/", "98/", "aB/", "ab/", "9?/", "9*/", "9[0-9]/"}
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error {
			for _, p := range paths {
				if err := orm.Of(tx).Exec("INSERT INTO leases (name, holder, until) VALUES (?, 'h', ?)", p, tx.Now()).Error; err != nil {
					return err
				}
			}
			return nil
		}))
		for _, prefix := range append(paths, "", "%", "_", "9_/", "99/0", "' OR 1=1 --", "\\", "!", "9?", "9*", "[", "A") {
			s := audit.Scope{Prefix: prefix}
			want := []string{}
			for _, p := range paths {
				if s.Covers(p) {
					want = append(want, p)
				}
			}
			got := []string{}
			require.NoError(t, orm.Of(d.View(t.Context())).Table("leases").Where(s.Filter("name")).Where("holder = ?", "h").Pluck("name", &got).Error)
			require.ElementsMatch(t, want, got, "scope %q", prefix)
		}
	})
}
