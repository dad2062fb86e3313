package db_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/fault"
	"shuangyong/models/internal/orm"
	"shuangyong/tests/outage"
)

func TestFaultKeepsNilAndFaults(t *testing.T) {
	require.NoError(t, db.Fault(nil))
	full := fault.New(fault.Full, "slot.full", "满了。")
	require.Equal(t, error(full), db.Fault(full))
	require.Equal(t, fault.NotFound, fault.CodeOf(db.Fault(gorm.ErrRecordNotFound)))
	require.Equal(t, fault.NotFound, fault.CodeOf(db.Fault(fmt.Errorf("x: %w", sql.ErrNoRows))))
	require.Equal(t, fault.Unavailable, fault.CodeOf(db.Fault(context.DeadlineExceeded)))
	require.Equal(t, fault.Internal, fault.CodeOf(db.Fault(errors.New("a bug"))))
}

// What a constraint refuses is told without the values that it refused.
func TestErrorsQuoteNoValues(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		makeSamples(t, d)
		const private = "1380013800013800"
		insert := func(tx db.Tx) error { return add(tx, private) }
		require.NoError(t, d.InTx(t.Context(), insert))
		broken := map[string]func(tx db.Tx) error{
			"duplicate": insert,
			"check": func(tx db.Tx) error {
				return orm.Of(tx).Create(&sample{ID: db.NewID(), Index: private + "1", Fen: -1, At: tx.Now()}).Error
			},
			"type": func(tx db.Tx) error {
				return orm.Of(tx).Exec("UPDATE samples SET at = ?, fen = ? WHERE 1 = 1", private, private+"x").Error
			},
			"syntax": func(tx db.Tx) error { return orm.Of(tx).Exec("UPDATE samples SET nonsense ? ?", private, 1).Error },
		}
		for name, fn := range broken {
			err := d.InTx(t.Context(), fn)
			if name == "type" && d.Dialect() == db.SQLite {
				continue // SQLite takes what it is given
			}
			require.Error(t, err, name)
			for e := err; e != nil; e = errors.Unwrap(e) {
				require.NotContains(t, fmt.Sprintf("%+v", e), private, name)
			}
		}
	})
}

func TestURLWithAMistakeIsRefusedWithoutItsPassword(t *testing.T) {
	for _, u := range []string{
		"postgres://bureau:geheim@host:port/x", "mysql://bureau:geheim@host:port/x", "mysql://bureau:geheim@host/", "mysql://bureau:geheim@host/x?loc=UTC",
		"bureau:geheim@tcp(host)/x", "postgres://bureau:geheim@127.0.0.1:1/x", "mysql://bureau:geheim@127.0.0.1:1/x",
	} {
		_, err := db.Open(t.Context(), db.Options{URL: u, DataDir: t.TempDir(), Clock: dbtest.SQLite(t).Clock(), Keys: dbtest.Keys(t)})
		require.Error(t, err, "an accepted URL")
		require.NotContains(t, err.Error(), "geheim")
	}
}

func TestOutageIsAFaultAndRecoveryNeedsNoRestart(t *testing.T) {
	dbtest.EachPlace(t, func(t *testing.T, o db.Options) {
		if o.URL == "" {
			sqliteOutage(t, o)
			return
		}
		var proxy *outage.Proxy
		proxy, o.URL = outage.BeforeURL(t, o.URL)
		d := dbtest.Open(t, o)
		makeSamples(t, d)
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error { return add(tx, "before") }))
		point := func() error {
			var opened bool
			return db.Fault(d.Point(t.Context(), orm.Key{}, "SELECT opened FROM samples WHERE fen = ? AND opened = ?", 0, false).Scan(&opened))
		}
		require.NoError(t, point())

		proxy.Cut()
		require.Equal(t, fault.Unavailable, fault.CodeOf(point()))
		err := d.InTx(t.Context(), func(tx db.Tx) error { return add(tx, "during") })
		require.Equal(t, fault.Unavailable, fault.CodeOf(err), "%v", err)
		require.Equal(t, "db.unavailable", fault.Of(err).Reason)
		require.Equal(t, fault.Unavailable, fault.CodeOf(db.Fault(orm.Of(d.View(t.Context())).First(&sample{}).Error)))
		require.Equal(t, fault.Unavailable, fault.CodeOf(d.Ping(t.Context())))

		proxy.Mend()
		require.Eventually(t, func() bool { return d.Ping(t.Context()) == nil }, 10*time.Second, 20*time.Millisecond)
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error { return add(tx, "after") }))
		require.Equal(t, 2, count(t, d))
		require.NoError(t, point())
	})
}

// The commit arrives and its confirmation is lost: that it failed may not be said. Broken before, it may.
func TestACommitWithoutConfirmationIsUncertain(t *testing.T) {
	dbtest.EachPlace(t, func(t *testing.T, o db.Options) {
		if o.URL == "" {
			return // SQLite has no connection that could break
		}
		var proxy *outage.Proxy
		proxy, o.URL = outage.BeforeURL(t, o.URL)
		d := dbtest.Open(t, o)
		makeSamples(t, d)
		during := func(fn func(tx db.Tx) error) error {
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			err := d.InTx(ctx, fn)
			require.Equal(t, fault.Unavailable, fault.CodeOf(err), "%v", err)
			proxy.Mend()
			require.Eventually(t, func() bool { return d.Ping(t.Context()) == nil }, 10*time.Second, 20*time.Millisecond)
			return err
		}
		require.NotErrorIs(t, during(func(tx db.Tx) error { proxy.Freeze(); return add(tx, "before") }), db.ErrUncertain)
		require.NotErrorIs(t, during(func(tx db.Tx) error { err := add(tx, "before"); proxy.Cut(); return errors.Join(err, add(tx, "too")) }), db.ErrUncertain)
		require.Zero(t, count(t, d))
		require.ErrorIs(t, during(func(tx db.Tx) error { err := add(tx, "at"); proxy.Freeze(); return err }), db.ErrUncertain)
		require.Equal(t, 1, count(t, d), "it had happened")
	})
}

// sqliteOutage is another process that holds the file longer than anyone can wait.
func sqliteOutage(t *testing.T, o db.Options) {
	d := dbtest.Open(t, o)
	makeSamples(t, d)
	other, err := sql.Open("sqlite", filepath.Join(o.DataDir, db.FileName))
	require.NoError(t, err)
	defer func() { require.NoError(t, other.Close()) }()
	c, err := other.Conn(t.Context())
	require.NoError(t, err)
	_, err = c.ExecContext(t.Context(), "BEGIN IMMEDIATE")
	require.NoError(t, err)

	require.Equal(t, fault.Unavailable, fault.CodeOf(d.InTx(t.Context(), func(tx db.Tx) error { return add(tx, "during") })))
	require.Zero(t, count(t, d), "reading goes on")

	_, err = c.ExecContext(t.Context(), "ROLLBACK")
	require.NoError(t, err)
	require.NoError(t, c.Close())
	require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error { return add(tx, "after") }))
}

// A server that accepts and then says nothing must not hold a request beyond its context.
func TestHungServerHeedsTheContext(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer func() { _ = l.Close() }()
	for _, scheme := range []string{"postgres", "mysql"} {
		ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
		_, err := db.Open(ctx, db.Options{URL: scheme + "://u:p@" + l.Addr().String() + "/x", DataDir: t.TempDir(), Clock: dbtest.SQLite(t).Clock(), Keys: dbtest.Keys(t)})
		cancel()
		require.Equal(t, fault.Unavailable, fault.CodeOf(err), "%s: %v", scheme, err)
	}
}
