// Package e2e starts the real program in an empty directory and speaks to it as WeChat does: signed, encrypted, again and again.
package e2e

import (
	"context"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/tests/house"
)

// binary is the program under test, built once.
var binary string

func TestMain(m *testing.M) {
	os.Exit(run(m))
}

func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "shuangyong-e2e-")
	if err == nil {
		defer func() { _ = os.RemoveAll(dir) }()
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
		defer cancel()
		binary, err = house.Build(ctx, dir)
	}
	if err != nil {
		_, _ = fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return m.Run()
}

// monday is when the demo's clock starts in these tests: a working day, offices open, and for five minutes the same promises of a call.
const monday = "SY_NOW=2026-11-23T10:01:00+08:00"

// start starts the program and stops it, without an error, when the test ends.
func start(t *testing.T, env ...string) *house.Program {
	t.Helper()
	return startIn(t, t.TempDir(), env...)
}

func startIn(t *testing.T, dir string, env ...string) *house.Program {
	t.Helper()
	p := launch(t, dir, env...)
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
		defer cancel()
		require.NoError(t, p.Stop(ctx))
	})
	return p
}

// launch starts the program for tests that end it themselves.
func launch(t *testing.T, dir string, env ...string) *house.Program {
	t.Helper()
	p, err := house.Start(house.Options{Binary: binary, Dir: dir, Env: env})
	require.NoError(t, err)
	t.Cleanup(p.Kill)
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	require.NoError(t, p.Ready(ctx))
	return p
}

// onEach runs fn on every kind of database that is here, empty; env names it for the program.
func onEach(t *testing.T, fn func(t *testing.T, kind db.Dialect, env []string)) {
	t.Helper()
	for _, kind := range dbtest.Dialects() {
		t.Run(string(kind), func(t *testing.T) {
			fn(t, kind, databaseEnv(t, kind))
		})
	}
}

// databaseEnv makes an empty database.
func databaseEnv(t *testing.T, kind db.Dialect) []string {
	t.Helper()
	if kind == db.SQLite {
		return nil // a file in the data directory
	}
	return []string{"SY_DATABASE_URL=" + dbtest.Empty(t, kind).URL}
}
