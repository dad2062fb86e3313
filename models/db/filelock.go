//go:build unix

package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"syscall"
	"time"

	"github.com/pressly/goose/v3/lock"
)

// fileLock lets one process migrate a SQLite file, which has no lock of its own that outlives a transaction. The kernel frees it when the process dies. It
// works between processes of one machine, which is also how far SQLite itself goes.
type fileLock struct {
	path string
	file *os.File
}

var _ lock.Locker = (*fileLock)(nil)

// Lock implements lock.Locker; it waits until the lock is free or ctx ends.
func (l *fileLock) Lock(ctx context.Context, _ *sql.DB) error {
	f, err := os.OpenFile(l.path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if err == nil {
			l.file = f
			return nil
		}
		if !errors.Is(err, syscall.EWOULDBLOCK) && !errors.Is(err, syscall.EINTR) {
			return errors.Join(fmt.Errorf("flock: %w", err), f.Close())
		}
		select {
		case <-ctx.Done():
			return errors.Join(ctx.Err(), f.Close())
		case <-tick.C:
		}
	}
}

// Unlock implements lock.Locker. The file stays: removing it would let a third process lock another file of the same name.
func (l *fileLock) Unlock(context.Context, *sql.DB) error {
	return l.file.Close()
}
