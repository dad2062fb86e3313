package session

import (
	"sync"
	"time"

	"shuangyong/models/clock"
)

// paceMemory holds callers to a pace in this process, by the time at which each has paid for all he did (GCRA).
type paceMemory struct {
	clock clock.Clock
	most  int
	mu    sync.Mutex
	paid  map[string]time.Time
}

func newPaceMemory(clk clock.Clock, most int) *paceMemory {
	return &paceMemory{clock: clk, most: most, paid: map[string]time.Time{}}
}

// wait is how long key must wait; 0 when it may now, which then counts.
func (m *paceMemory) wait(key string, pace Pace) time.Duration {
	m.mu.Lock()
	defer m.mu.Unlock()
	now, every := m.clock.Now(), pace.every()
	paid, known := m.paid[key]
	if paid.Before(now) {
		paid = now
	}
	paid = paid.Add(every)
	if wait := paid.Sub(now) - every*time.Duration(max(pace.Burst, 1)); wait > 0 {
		return wait
	}
	if !known && len(m.paid) >= m.most {
		m.sweep(now)
	}
	m.paid[key] = paid
	return 0
}

// sweep forgets who has paid, and everybody when that makes no room: rather let some through than hold a list without end.
func (m *paceMemory) sweep(now time.Time) {
	for key, paid := range m.paid {
		if !paid.After(now) {
			delete(m.paid, key)
		}
	}
	if len(m.paid) >= m.most {
		clear(m.paid)
	}
}
