package db

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"gorm.io/gorm"

	"shuangyong/models/internal/orm"
	"shuangyong/models/seal"
)

// attempts is how often a transaction is tried when the database chose it as the victim of a deadlock.
const attempts = 4

type inTxKey struct{}

// InTx runs fn in a transaction that commits when fn returns nil and rolls back when it fails or panics. After a deadlock fn runs again, so it changes
// nothing but the database. What it returns has been through Fault. A transaction inside a transaction is refused: on SQLite it would wait for itself.
func (d *DB) InTx(ctx context.Context, fn func(tx Tx) error) error {
	if ctx.Value(inTxKey{}) != nil {
		return errors.New("db: InTx inside InTx")
	}
	ctx = context.WithValue(seal.WithKeyring(ctx, d.keys), inTxKey{}, true)
	now := d.now()
	for try := 1; ; try++ {
		err := d.attempt(ctx, now, fn)
		if err == nil {
			return nil
		}
		if try == attempts || !isDeadlock(err) || !pause(ctx, try) {
			return Fault(err)
		}
	}
}

func (d *DB) attempt(ctx context.Context, now time.Time, fn func(tx Tx) error) (err error) {
	g := d.writer.orm.Session(&gorm.Session{Context: ctx, NowFunc: func() time.Time { return now }}).Begin()
	if g.Error != nil {
		return g.Error
	}
	done := false
	defer func() {
		if !done { // fn failed, panicked or left by runtime.Goexit
			g.Rollback()
		}
	}()
	if err := fn(Tx{session{ctx: ctx, now: now, keys: d.keys, dialect: d.dialect, orm: g}}); err != nil {
		return err
	}
	done = true
	if err := g.Commit().Error; err != nil {
		return doubt(err)
	}
	return nil
}

// pause waits a little, longer each time, so that two victims do not meet again. It tells whether there is still time.
func pause(ctx context.Context, try int) bool {
	t := time.NewTimer(time.Duration(try) * time.Duration(5+rand.IntN(20)) * time.Millisecond) // #nosec G404 -- to spread retries
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}

// Try runs part of a transaction that may fail without spoiling the rest: on an error what it did is undone and the transaction can go on, which on
// PostgreSQL needs a savepoint. Use it around a create whose duplicate is expected.
func Try(tx Tx, fn func() error) (err error) {
	const name = "try"
	g := orm.Of(tx)
	if err := g.SavePoint(name).Error; err != nil {
		return err
	}
	err = fn()
	if err == nil {
		return nil
	}
	if undo := g.RollbackTo(name).Error; undo != nil {
		return fmt.Errorf("%w (undoing: %w)", err, undo)
	}
	return err
}
