package app

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
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

// makeCity starts the demo for the first time, and gives what whoever started it reads.
var makeCity = sync.OnceValues(func() (string, error) {
	c, err := config.Parse(nil, []string{"SY_DATA_DIR=" + shared, "SY_HTTP_ADDR=127.0.0.1:0", "SY_ADMIN_ADDR=127.0.0.1:0", startOfTests})
	if err != nil {
		return "", err
	}
	var out strings.Builder
	a, err := New(context.Background(), c, quiet, &out)
	if err != nil {
		return "", err
	}
	a.release()
	return out.String(), nil
})

// inhabited are the demo's settings with a copy of the city in the data directory: to make one takes seconds.
func inhabited(t *testing.T) config.Config {
	t.Helper()
	_, err := makeCity()
	require.NoError(t, err)
	c := settings(t)
	require.NoError(t, os.CopyFS(c.DataDir, os.DirFS(filepath.Clean(shared))))
	return c
}

func TestTheFirstStartSaysWhatItMakes(t *testing.T) {
	said, err := makeCity()
	require.NoError(t, err)
	require.Contains(t, said, "正在造演示城市：服务站")
	require.NotContains(t, said, "演示城市：\n", "each stage has a name that people read")
}
