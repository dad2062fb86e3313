package db

import (
	"context"
	"database/sql/driver"
	"net"
	"time"
)

// rollbackTime is how long a rollback may take; its context has often ended already.
const rollbackTime = 2 * time.Second

// mysqlSession is all that database/sql asks of a connection of the MySQL driver.
type mysqlSession interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
	driver.NamedValueChecker
}

// mysqlConn ends a COMMIT that is never answered: the driver would wait for it for ever, whatever the context says.
type mysqlConn struct {
	mysqlSession
	wire net.Conn
}

// BeginTx implements driver.ConnBeginTx.
func (c mysqlConn) BeginTx(ctx context.Context, o driver.TxOptions) (driver.Tx, error) {
	tx, err := c.mysqlSession.BeginTx(ctx, o)
	if err != nil {
		return nil, err
	}
	return mysqlTx{tx, ctx, c.wire}, nil
}

type mysqlTx struct {
	driver.Tx
	ctx  context.Context
	wire net.Conn
}

// Commit implements driver.Tx.
func (t mysqlTx) Commit() error {
	defer context.AfterFunc(t.ctx, func() { _ = t.wire.Close() })()
	return t.Tx.Commit()
}

// Rollback implements driver.Tx.
func (t mysqlTx) Rollback() error {
	defer time.AfterFunc(rollbackTime, func() { _ = t.wire.Close() }).Stop()
	return t.Tx.Rollback()
}

type wireKey struct{}

// dialMySQL tells the wire to whoever connects.
func dialMySQL(ctx context.Context, network, addr string) (net.Conn, error) {
	var d net.Dialer
	wire, err := d.DialContext(ctx, network, addr)
	if told, ok := ctx.Value(wireKey{}).(*net.Conn); ok && err == nil {
		*told = wire
	}
	return wire, err
}
