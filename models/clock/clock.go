// Package clock is the only place where the program reads the machine's time; everything else is handed a Clock or a now.
package clock

import (
	"sync"
	"time"
	_ "time/tzdata" // Asia/Shanghai must resolve on hosts without a zone database
)

// Shanghai is the zone of every date the program shows or counts, whatever the host's zone is.
var Shanghai = mustLoad("Asia/Shanghai")

func mustLoad(name string) *time.Location {
	loc, err := time.LoadLocation(name)
	if err != nil {
		panic(err) // the zone database is linked in, so this is a broken build
	}
	return loc
}

// Clock tells what time it is, in UTC.
type Clock interface {
	Now() time.Time
}

// Func makes a Clock of a function.
type Func func() time.Time

// Now implements Clock.
func (f Func) Now() time.Time { return f() }

// System is the machine's clock.
func System() Clock { return Func(func() time.Time { return time.Now().UTC() }) }

// Movable is a clock that runs on from wherever it was set: the demo's, and the tests'. It is safe for concurrent use.
type Movable struct {
	mu     sync.RWMutex
	base   Clock
	offset time.Duration
}

// NewMovable starts at the given instant and runs at base's pace.
func NewMovable(base Clock, start time.Time) *Movable {
	return &Movable{base: base, offset: start.Sub(base.Now())}
}

// Now implements Clock.
func (m *Movable) Now() time.Time {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return m.base.Now().Add(m.offset).UTC()
}

// Advance moves the clock by d, which may be negative, and returns the new time.
func (m *Movable) Advance(d time.Duration) time.Time {
	m.mu.Lock()
	m.offset += d
	m.mu.Unlock()
	return m.Now()
}

// Stopped is a clock that stands still until it is moved; for tests.
func Stopped(at time.Time) *Movable {
	at = at.UTC()
	return NewMovable(Func(func() time.Time { return at }), at)
}
