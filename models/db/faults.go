package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"

	"github.com/go-sql-driver/mysql"
	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/gorm"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"shuangyong/models/fault"
)

// The refusals that come from the database itself.
var (
	errUnavailable = fault.New(fault.Unavailable, "db.unavailable", "系统这会儿连不上，没有办成。请过几分钟再试；急事请直接打服务站电话。").
			ToStaff("系统这会儿连不上，没有办成。请过几分钟再试；还不行，请找系统管理员。")
	errNotFound = fault.New(fault.NotFound, "db.not_found", "没有找到。请核对后再试，或回“人工”找人办。").ToStaff("没有找到。请刷新后再看。")
	errConflict = fault.New(fault.Conflict, "db.conflict", "和已有的记录重复或冲突，没有办成。请核对后再试，或回“人工”找人办。").
			ToStaff("和已有的记录重复或冲突，没有办成。请刷新核对后再试。")
)

// ErrUncertain is that the connection broke at the commit: what was to change may have changed. Asking again under the same key (see once) finds out.
var ErrUncertain = fault.New(fault.Unavailable, "db.uncertain", "刚才线路断了，不知道办成没有。请先别重复办，过几分钟打服务站电话核实。").
	ToStaff("刚才线路断了，不知道办成没有。请先别重复办，过几分钟刷新看看；拿不准，请找系统管理员核实。")

// doubt marks an error of a commit after which nobody knows whether it happened: the connection broke once it was sent. Where the database
// answered, or the commit was never sent, it did not happen.
func doubt(err error) error {
	never := err == context.Canceled || err == context.DeadlineExceeded || //nolint:errorlint // by themselves they come from database/sql, before it sends
		errors.Is(err, sql.ErrTxDone) || errors.Is(err, driver.ErrBadConn) || pgconn.SafeToRetry(err)
	if never || isDeadlock(err) || !isDown(err) && !errors.Is(err, context.Canceled) && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return ErrUncertain.Because(scrub(err))
}

// Fault turns an error of the database into a refusal: not found, conflict, unavailable, or internal. The cause keeps the error's code and drops its text where
// that could quote stored values. Nil stays nil and a fault stays as it is.
func Fault(err error) error {
	if err == nil {
		return nil
	}
	if _, ok := errors.AsType[*fault.Fault](err); ok {
		return err
	}
	cause := scrub(err)
	switch {
	case errors.Is(err, gorm.ErrRecordNotFound), errors.Is(err, sql.ErrNoRows):
		return errNotFound.Because(cause)
	case errors.Is(err, gorm.ErrDuplicatedKey), errors.Is(err, gorm.ErrForeignKeyViolated):
		return errConflict.Because(cause)
	case isDown(err), isDeadlock(err), errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return errUnavailable.Because(cause)
	default:
		return cause
	}
}

// IsDuplicate tells whether err is a unique key that is taken already, before or after Fault.
func IsDuplicate(err error) bool { return errors.Is(err, gorm.ErrDuplicatedKey) }

// driverError is what is kept of a driver's error: its code, and never a text that could hold values. It still is every sentinel that the error was.
type driverError struct {
	text string
	was  error
}

// Error implements error.
func (e driverError) Error() string { return e.text }

// Is answers errors.Is without handing out the error itself, as Unwrap would.
func (e driverError) Is(target error) bool { return errors.Is(e.was, target) }

// scrub keeps from a driver's error what names code, table and constraint.
func scrub(err error) error {
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		text := fmt.Sprintf("postgres %s table=%s column=%s constraint=%s", e.Code, e.TableName, e.ColumnName, e.ConstraintName)
		if strings.HasPrefix(e.Code, "42") { // names of tables and columns, syntax
			text += ": " + e.Message
		}
		return driverError{text, err}
	}
	if e, ok := errors.AsType[*mysql.MySQLError](err); ok {
		text := fmt.Sprintf("mysql %d", e.Number)
		switch e.Number {
		case 1048, 1054, 1146, 1364: // names of tables and columns
			text += ": " + e.Message
		}
		return driverError{text, err}
	}
	if e, ok := errors.AsType[*sqlite.Error](err); ok { // its texts name columns, never values
		return driverError{fmt.Sprintf("sqlite %d: %s", e.Code(), e.Error()), err}
	}
	return err
}

// isDeadlock tells whether trying the whole transaction again can help. It also sees a deadlock that Fault was applied to already.
func isDeadlock(err error) bool {
	if e, ok := errors.AsType[driverError](err); ok {
		err = e.was
	}
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		stale := e.Code == "0A000" && strings.Contains(e.Message, "cached plan") // a migration ran under a prepared statement
		return stale || e.Code == "40001" || e.Code == "40P01"
	}
	if e, ok := errors.AsType[*mysql.MySQLError](err); ok {
		return e.Number == 1213 || e.Number == 1020
	}
	return false
}

// isDown tells whether the database could not be reached, is stopping, is too busy or cannot write.
func isDown(err error) bool {
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		switch e.Code[:2] {
		case "08", "53", "57": // connection, resources, operator
			return true
		}
		return e.Code == "55P03" || e.Code == "25P03" // lock or idle time-out
	}
	if e, ok := errors.AsType[*mysql.MySQLError](err); ok {
		switch e.Number {
		case 1021, 1040, 1053, 1203, 1205, 1290, 1317, 1927, 3024:
			return true
		}
		return false
	}
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		switch e.Code() & 0xff {
		case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN,
			sqlite3.SQLITE_READONLY, sqlite3.SQLITE_INTERRUPT, sqlite3.SQLITE_NOMEM:
			return true
		}
		return false
	}
	if _, ok := errors.AsType[net.Error](err); ok {
		return true
	}
	if _, ok := errors.AsType[*pgconn.ConnectError](err); ok {
		return true
	}
	for _, e := range []error{driver.ErrBadConn, mysql.ErrInvalidConn, sql.ErrConnDone, sql.ErrTxDone, io.EOF, io.ErrUnexpectedEOF, net.ErrClosed} {
		if errors.Is(err, e) {
			return true
		}
	}
	return pgconn.SafeToRetry(err)
}
