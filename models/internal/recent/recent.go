// Package recent keeps what the database answered for a moment, so that a question that many ask at once is asked of it once.
package recent

import (
	"context"
	"sync"
	"time"

	"shuangyong/models/clock"
)

// Answers are the answers to questions K, each kept until it was asked Fresh ago. It is safe for concurrent use.
type Answers[K comparable, V any] struct {
	clock clock.Clock
	fresh time.Duration
	max   int

	mu   sync.Mutex
	kept map[K]*answer[V]
}

// answer is one answer, or, until done is closed, the wait for it.
type answer[V any] struct {
	asked time.Time
	done  chan struct{}
	ok    bool // value holds it; an error is not kept
	value V
}

// New keeps at most limit answers.
func New[K comparable, V any](clk clock.Clock, fresh time.Duration, limit int) *Answers[K, V] {
	return &Answers[K, V]{clock: clk, fresh: fresh, max: limit, kept: map[K]*answer[V]{}}
}

// Get is the answer to key: one that was asked for within Fresh, also by somebody else this instant, or a new one. Callers share the value and
// must not change it. Where another's attempt fails, the caller makes his own: the other may just have run out of time.
func (a *Answers[K, V]) Get(ctx context.Context, key K, ask func(context.Context) (V, error)) (V, error) {
	for {
		e, mine := a.find(key)
		if mine {
			return a.fill(ctx, key, e, ask)
		}
		select {
		case <-e.done:
			if e.ok {
				return e.value, nil
			}
		case <-ctx.Done():
			var none V
			return none, ctx.Err()
		}
	}
}

// find gives the answer that is kept, or a new one that is the caller's to fill.
func (a *Answers[K, V]) find(key K) (e *answer[V], mine bool) {
	now := a.clock.Now()
	a.mu.Lock()
	defer a.mu.Unlock()
	if e, ok := a.kept[key]; ok && a.isFresh(e, now) {
		return e, false
	}
	if len(a.kept) >= a.max {
		a.clear(now)
	}
	e = &answer[V]{asked: now, done: make(chan struct{})}
	a.kept[key] = e
	return e, true
}

// fill asks. Whatever happens, those who wait are woken.
func (a *Answers[K, V]) fill(ctx context.Context, key K, e *answer[V], ask func(context.Context) (V, error)) (V, error) {
	defer func() {
		if !e.ok {
			a.drop(key, e)
		}
		close(e.done)
	}()
	v, err := ask(ctx)
	e.value, e.ok = v, err == nil
	return v, err
}

// isFresh is false after a clock that was set back, too.
func (a *Answers[K, V]) isFresh(e *answer[V], now time.Time) bool {
	age := now.Sub(e.asked)
	return age >= 0 && age < a.fresh
}

// clear makes room: of what is stale, or of everything.
func (a *Answers[K, V]) clear(now time.Time) {
	for k, e := range a.kept {
		if !a.isFresh(e, now) {
			delete(a.kept, k)
		}
	}
	if len(a.kept) >= a.max {
		clear(a.kept)
	}
}

func (a *Answers[K, V]) drop(key K, e *answer[V]) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.kept[key] == e {
		delete(a.kept, key)
	}
}
