package session

import (
	"context"
	"log/slog"
	"strings"
	"time"

	"github.com/go-redis/redis_rate/v10"
	"github.com/redis/go-redis/v9"

	"shuangyong/models/clock"
)

// Pace is how often something may happen: PerMinute in the long run, of which Burst may come at once. Zero PerMinute is as often as anybody likes.
type Pace struct{ PerMinute, Burst int }

// every is the time that one call pays with, once the burst is used up.
func (p Pace) every() time.Duration { return time.Minute / time.Duration(p.PerMinute) }

// Paces holds callers to a pace, over all replicas, in Redis. While Redis is away each replica holds them to it by itself: the limits protect the program, and none of them is worth a
// refusal that nobody meant.
type Paces struct {
	limiter *redis_rate.Limiter // nil when Redis is in this process: then what it keeps is all there is
	local   *paceMemory
	keys    Sealer
	prefix  string
	breaker *breaker
}

// NewPaces counts in c.
func NewPaces(c redis.UniversalClient, keys Sealer, clk clock.Clock, log *slog.Logger) *Paces {
	p := &Paces{
		local: newPaceMemory(clk, memoryMax), keys: keys, prefix: Prefix(keys) + "pace:",
		breaker: newBreaker(clk, log, "callers are held to their pace by each replica"),
	}
	if _, ok := c.(insider); !ok {
		p.limiter = redis_rate.NewLimiter(unprefixed{c})
	}
	return p
}

// unprefixed drops the prefix that the limiter puts before a key: all of ours begin with the installation's.
type unprefixed struct{ redis.UniversalClient }

// EvalSha implements the limiter's client.
func (u unprefixed) EvalSha(ctx context.Context, sha1 string, keys []string, args ...any) *redis.Cmd {
	return u.UniversalClient.EvalSha(ctx, sha1, bare(keys), args...)
}

// Eval implements the limiter's client.
func (u unprefixed) Eval(ctx context.Context, script string, keys []string, args ...any) *redis.Cmd {
	return u.UniversalClient.Eval(ctx, script, bare(keys), args...)
}

func bare(keys []string) []string {
	out := make([]string, len(keys))
	for i, k := range keys {
		out[i] = strings.TrimPrefix(k, "rate:")
	}
	return out
}

// Wait is how long who must wait before he may do what once more; 0 when he may now, which then counts. Redis sees a keyed hash of both.
func (p *Paces) Wait(ctx context.Context, what, who string, pace Pace) time.Duration {
	if pace.PerMinute <= 0 {
		return 0
	}
	key := string(p.keys.Index("session.pace."+what, "."+who))[:32]
	if wait, ok := p.remotely(ctx, key, pace); ok {
		return wait
	}
	return p.local.wait(key, pace)
}

// remotely asks Redis; false while it is away, and for a moment after.
func (p *Paces) remotely(ctx context.Context, key string, pace Pace) (wait time.Duration, ok bool) {
	if p.limiter == nil {
		return 0, false
	}
	err := p.breaker.ask(ctx, func(ctx context.Context) error {
		r, err := p.limiter.Allow(ctx, p.prefix+key, redis_rate.Limit{Rate: pace.PerMinute, Burst: max(pace.Burst, 1), Period: time.Minute})
		if err == nil {
			wait = max(r.RetryAfter, 0)
		}
		return err
	})
	return wait, err == nil
}
