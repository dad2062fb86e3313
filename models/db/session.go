package db

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"

	"shuangyong/models/internal/orm"
	"shuangyong/models/seal"
)

// Reader is a transaction or a view: what a store reads from.
type Reader interface {
	Context() context.Context
	Now() time.Time
	Keys() *seal.Keyring
	Dialect() Dialect
	Handle(orm.Key) *gorm.DB
}

// session is what transactions and views have in common.
type session struct {
	ctx     context.Context
	now     time.Time
	keys    *seal.Keyring
	dialect Dialect
	orm     *gorm.DB
}

// Context is the request's, carrying the keyring for sealed columns.
func (s session) Context() context.Context { return s.ctx }

// Now is the one instant at which everything in this session happens, in UTC microseconds.
func (s session) Now() time.Time { return s.now }

// Keys is the keyring, for indexes.
func (s session) Keys() *seal.Keyring { return s.keys }

// Dialect tells which database this is.
func (s session) Dialect() Dialect { return s.dialect }

// Handle is the GORM handle; see package orm.
func (s session) Handle(orm.Key) *gorm.DB { return s.orm }

// Tx is a running transaction. It ends with the function that InTx gave it to.
type Tx struct{ session }

// View reads what is committed; writing through it is refused.
type View struct{ session }

// View is for reading outside a transaction. Its users map errors with Fault.
func (d *DB) View(ctx context.Context) View {
	ctx = seal.WithKeyring(ctx, d.keys)
	return View{session{ctx: ctx, now: d.now(), keys: d.keys, dialect: d.dialect, orm: d.reader.orm.WithContext(ctx)}}
}

// ErrReadOnly is returned by a write through a View.
var ErrReadOnly = errors.New("db: a view only reads")

func refuseWrites(g *gorm.DB) error {
	refuse := func(tx *gorm.DB) { _ = tx.AddError(ErrReadOnly) }
	c := g.Callback()
	return errors.Join(
		c.Create().Before("*").Register("db:read_only", refuse),
		c.Update().Before("*").Register("db:read_only", refuse),
		c.Delete().Before("*").Register("db:read_only", refuse),
		c.Raw().Before("*").Register("db:read_only", refuse),
	)
}
