// Package session keeps what may be lost, in Redis: conversations, messages being handled, and the replies given to them. It stores sealed
// bytes under keyed hashes and knows no domain. When Redis fails it goes on with the memory of this process.
package session

import (
	"context"
	"crypto/rand"
	"log/slog"
	"time"

	"github.com/redis/go-redis/v9"

	"shuangyong/models/clock"
	"shuangyong/models/seal"
)

// Lifetimes. Behaviour compares the clock with what is written in a value; Redis's own expiry only collects garbage.
const (
	KeepReply        = 10 * time.Minute // a signature is fresh for 5 minutes either way, so a replay always finds its reply
	KeepConversation = 24 * time.Hour   // old people answer slowly
	KeepOwed         = 30 * 24 * time.Hour

	recentMax = 32     // replies kept a conversation
	memoryMax = 10_000 // people kept in memory while Redis fails
)

// Sealer is the part of the keyring that sessions need.
type Sealer interface {
	Seal(plain []byte, label string) ([]byte, error)
	Open(sealed []byte, label string) ([]byte, error)
	Index(label, value string) seal.Index
}

// Store keeps sessions. All that belongs to one person stands under one key, so that deleting him deletes all of it.
type Store struct {
	redis   backend
	client  redis.UniversalClient
	memory  *memory
	keys    Sealer
	prefix  string // of every key, so that two installations may share a server
	clock   clock.Clock
	log     *slog.Logger
	breaker *breaker
}

// New keeps sessions in c.
func New(c redis.UniversalClient, keys Sealer, clk clock.Clock, log *slog.Logger) *Store {
	prefix := Prefix(keys)
	s := &Store{
		redis: backendOf(c, prefix+"owed"), client: c, memory: newMemory(clk, memoryMax), keys: keys, prefix: prefix, clock: clk, log: log,
		breaker: newBreaker(clk, log, "sessions are kept in memory"),
	}
	s.breaker.back = s.recovered
	return s
}

// Prefix is what the name of every key in Redis begins with. Another secret has another one.
func Prefix(keys Sealer) string { return "sy:" + string(keys.Index("session.prefix", "1"))[:8] + ":" }

// Ping tells whether Redis answers, for readiness.
func (s *Store) Ping(ctx context.Context) error { return s.client.Ping(ctx).Err() }

// Degraded tells whether the store is working from this process's memory, because Redis failed a moment ago.
func (s *Store) Degraded() bool { return s.breaker.open() }

// do runs fn against Redis, or, while Redis fails, against this process's memory.
func (s *Store) do(ctx context.Context, fn func(context.Context, backend) error) error {
	if s.remotely(ctx, fn) == nil {
		return nil
	}
	return fn(ctx, s.memory)
}

func (s *Store) remotely(ctx context.Context, fn func(context.Context, backend) error) error {
	if _, ok := s.redis.(inside); ok { // there is no trip to bound
		return s.breaker.try(func() error { return fn(ctx, s.redis) })
	}
	return s.breaker.ask(ctx, func(ctx context.Context) error { return fn(ctx, s.redis) })
}

// recovered is what follows when Redis answers again: the conversations in memory would be stale at the next failure.
func (s *Store) recovered() {
	s.memory.dropConversations()
	s.log.Info("redis answers again")
}

// token is 16 random bytes: who holds a mark, or which version of a conversation this is.
func token() []byte {
	b := make([]byte, 16)
	_, _ = rand.Read(b) // never fails since Go 1.24
	return b
}
