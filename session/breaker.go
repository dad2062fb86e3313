package session

import (
	"context"
	"errors"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"

	"shuangyong/models/clock"
)

const (
	pause    = time.Second            // how long Redis is left alone after a failure
	patience = 400 * time.Millisecond // for one round trip
)

// errResting is that Redis was not asked.
var errResting = errors.New("redis failed a moment ago")

// breaker leaves Redis alone for a moment after a failure, so that a hung one does not hold up everybody; then one caller tries it again.
type breaker struct {
	clock    clock.Clock
	log      *slog.Logger
	without  string       // what it means that Redis is away, for the log
	back     func()       // is called when Redis answers again; may be nil
	failedAt atomic.Int64 // microseconds; 0 = Redis answers
}

func newBreaker(clk clock.Clock, log *slog.Logger, without string) *breaker {
	return &breaker{clock: clk, log: log, without: without}
}

// open tells whether Redis failed when it was asked last.
func (b *breaker) open() bool { return b.failedAt.Load() != 0 }

// try runs what asks Redis, or gives errResting. That there is nothing under a key is an answer.
func (b *breaker) try(fn func() error) error {
	now, at := b.clock.Now().UnixMicro(), b.failedAt.Load()
	resting := at != 0 && now >= at && now < at+pause.Microseconds()
	if resting || at != 0 && !b.failedAt.CompareAndSwap(at, max(now, 1)) {
		return errResting
	}
	err := fn()
	if err == nil || errors.Is(err, redis.Nil) {
		if at != 0 && b.failedAt.Swap(0) != 0 && b.back != nil {
			b.back()
		}
		return err
	}
	if b.failedAt.Swap(max(now, 1)) == 0 {
		b.log.Warn("redis does not answer, "+b.without, "error", err.Error())
	}
	return err
}

// ask is try for one round trip, bounded by patience alone: whoever asked may be gone, and what he left half done would hold up the next one.
func (b *breaker) ask(ctx context.Context, fn func(context.Context) error) error {
	return b.try(func() error {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
		defer cancel()
		return fn(ctx)
	})
}
