package db_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"testing"

	"go.uber.org/goleak"

	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/seal"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(startDir); dir != "" {
		os.Exit(start(dir, os.Getenv(startURL)))
	}
	code := dbtest.Main(m)
	if err := goleak.Find(); err != nil && code == 0 {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

// With these in its environment the test binary is a replica that starts: it opens the database, waits for the word, migrates and ends.
const (
	startDir = "SY_DBTEST_START_DIR"
	startURL = "SY_DBTEST_START_URL"
)

func start(dir, url string) int {
	ctx := context.Background()
	keys, err := seal.NewKeyring(bytes.Repeat([]byte{7}, seal.SecretSize))
	if err != nil {
		return complain(err)
	}
	d, err := db.Open(ctx, db.Options{URL: url, DataDir: dir, Clock: clock.System(), Keys: keys, MaxOpen: 4})
	if err != nil {
		return complain(err)
	}
	fmt.Println("ready")
	if _, err := io.Copy(io.Discard, os.Stdin); err != nil { // until all of them are ready
		return complain(err)
	}
	names, err := d.Migrate(ctx)
	if err != nil {
		return complain(err)
	}
	fmt.Println(len(names))
	if err := d.Close(); err != nil {
		return complain(err)
	}
	return 0
}

func complain(err error) int {
	fmt.Fprintln(os.Stderr, err)
	return 1
}
