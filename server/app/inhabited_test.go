package app

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/config"
)

// shared is where the city of the tests is made, once, when the first one asks.
var shared string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "shuangyong-app-")
	if err != nil {
		_, _ = fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	shared = dir
	code := m.Run()
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

var makeCity = sync.OnceValue(func() error {
	c, err := config.Parse(nil, []string{"SY_DATA_DIR=" + shared, "SY_HTTP_ADDR=127.0.0.1:0", "SY_ADMIN_ADDR=127.0.0.1:0", startOfTests})
	if err != nil {
		return err
	}
	a, err := New(context.Background(), c, quiet, io.Discard)
	if err != nil {
		return err
	}
	a.release()
	return nil
})

// inhabited are the demo's settings with a copy of the city in the data directory: to make one takes seconds.
func inhabited(t *testing.T) config.Config {
	t.Helper()
	require.NoError(t, makeCity())
	c := settings(t)
	require.NoError(t, os.CopyFS(c.DataDir, os.DirFS(filepath.Clean(shared))))
	return c
}
