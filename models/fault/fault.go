// Package fault is the program's one vocabulary of refusals: a code for machines, a stable reason, and the Chinese a person reads.
package fault

import (
	"errors"
	"fmt"
)

// Code is the kind of refusal; doors map it to their protocol.
type Code string

// The codes. Anything that is not a *Fault counts as Internal.
const (
	Invalid         Code = "invalid"         // the request itself is wrong
	Unauthenticated Code = "unauthenticated" // nobody is logged in
	Forbidden       Code = "forbidden"       // somebody, but not allowed
	NotFound        Code = "not_found"
	Conflict        Code = "conflict"  // it clashes with what is already there
	Full            Code = "full"      // no capacity left
	Mismatch        Code = "mismatch"  // readable, but it does not fit what was said before
	TooLate         Code = "too_late"  // the time for it has passed
	TooLarge        Code = "too_large" // over a size cap
	TooMany         Code = "too_many"  // over a rate
	Unavailable     Code = "unavailable"
	Internal        Code = "internal"
)

// Fault is a refusal. Reason is stable and dotted ("shop.closed"); Detail is Chinese: why, what to do next, whom to call; Staff is what a member of staff reads
// in its place, "" where one sentence fits both. The cause is for logs only and never leaves the program.
type Fault struct {
	Code   Code
	Reason string
	Detail string
	Staff  string
	Fields []Field
	cause  error
}

// Field points at one bad input value without repeating it.
type Field struct {
	Name   string `json:"name"`
	Detail string `json:"detail"`
}

// New makes a refusal with the Chinese sentence that the person will read.
func New(code Code, reason, detail string) *Fault {
	return &Fault{Code: code, Reason: reason, Detail: detail}
}

// Wrap makes a refusal that remembers its cause for the log.
func Wrap(cause error, code Code, reason, detail string) *Fault {
	return &Fault{Code: code, Reason: reason, Detail: detail, cause: cause}
}

// ToStaff returns a copy that says something else to members of staff: who helps others reads whom to ask, not to come to a station.
func (f *Fault) ToStaff(detail string) *Fault {
	c := *f
	c.Staff = detail
	return &c
}

// Because returns a copy that remembers its cause for the log.
func (f *Fault) Because(cause error) *Fault {
	c := *f
	c.cause = cause
	return &c
}

// ForStaff is the sentence that a member of staff reads.
func (f *Fault) ForStaff() string {
	if f.Staff != "" {
		return f.Staff
	}
	return f.Detail
}

// WithField returns a copy that also names a bad field.
func (f *Fault) WithField(name, detail string) *Fault {
	c := *f
	c.Fields = append(append([]Field(nil), f.Fields...), Field{Name: name, Detail: detail})
	return &c
}

// Error implements error. It holds no Chinese detail and no input, so it is safe to log.
func (f *Fault) Error() string {
	if f.cause != nil {
		return fmt.Sprintf("%s: %s: %v", f.Code, f.Reason, f.cause)
	}
	return fmt.Sprintf("%s: %s", f.Code, f.Reason)
}

// Unwrap gives the cause.
func (f *Fault) Unwrap() error { return f.cause }

// Is makes two faults with the same code and reason equal under errors.Is.
func (f *Fault) Is(target error) bool {
	t, ok := target.(*Fault)
	return ok && t.Code == f.Code && t.Reason == f.Reason
}

// CodeOf is the code of the first Fault in err's chain, Internal when there is none, "" for nil.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	if f, ok := errors.AsType[*Fault](err); ok {
		return f.Code
	}
	return Internal
}

// Of is err as a Fault; what is not one becomes an internal fault with a sentence that says nothing of the inside.
func Of(err error) *Fault {
	if f, ok := errors.AsType[*Fault](err); ok {
		return f
	}
	return Wrap(err, Internal, "internal", "系统出了点问题，没有办成。请稍后再试，或回“人工”找人办。").ToStaff("系统出了点问题，没有办成。请稍后再试；还不行，请找系统管理员。")
}
