// Package session keeps what may be lost, in Redis: conversations, messages being handled, and the replies given to them. It stores sealed
// bytes under keyed hashes and knows no domain. When Redis fails it goes on with the memory of this process.
package session

import (
	"context"
	"crypto/rand"
	"log/slog"
	"sync/atomic"
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

	recentMax = 32                     // replies kept a conversation
	memoryMax = 10_000                 // people kept in memory while Redis fails
	pause     = time.Second            // how long Redis is left alone after a failure
	patience  = 400 * time.Millisecond // for one round trip
)

// Sealer is the part of the keyring that sessions need.
type Sealer interface {
	Seal(plain []byte, label string) ([]byte, error)
	Open(sealed []byte, label string) ([]byte, error)
	Index(label, value string) seal.Index
}

// Store keeps sessions. All that belongs to one person stands under one key, so that deleting him deletes all of it.
type Store struct {
	redis    backend
	client   redis.UniversalClient
	memory   *memory
	keys     Sealer
	prefix   string // of every key, so that two installations may share a server
	clock    clock.Clock
	log      *slog.Logger
	pausedAt atomic.Int64 // microseconds; 0 = Redis answers
}

// New keeps sessions in c.
func New(c redis.UniversalClient, keys Sealer, clk clock.Clock, log *slog.Logger) *Store {
	prefix := Prefix(keys)
	return &Store{redis: backendOf(c, prefix+"owed"), client: c, memory: newMemory(clk, memoryMax), keys: keys, prefix: prefix, clock: clk, log: log}
}

// Prefix is what the name of every key in Redis begins with. Another secret has another one.
func Prefix(keys Sealer) string { return "sy:" + string(keys.Index("session.prefix", "1"))[:8] + ":" }

// Ping tells whether Redis answers, for readiness.
func (s *Store) Ping(ctx context.Context) error { return s.client.Ping(ctx).Err() }

// Degraded tells whether the store is working from this process's memory, because Redis failed a moment ago.
func (s *Store) Degraded() bool { return s.pausedAt.Load() != 0 }

// do runs fn against Redis, or, while Redis fails, against this process's memory. After a failure Redis is left alone for a moment, so that
// a hung one does not hold up every message; then one caller tries it again.
func (s *Store) do(ctx context.Context, fn func(context.Context, backend) error) error {
	now := s.clock.Now().UnixMicro()
	at := s.pausedAt.Load()
	paused := at != 0 && now >= at && now < at+pause.Microseconds()
	if !paused && (at == 0 || s.pausedAt.CompareAndSwap(at, max(now, 1))) {
		err := s.remotely(ctx, fn)
		if err == nil {
			if at != 0 && s.pausedAt.Swap(0) != 0 {
				s.memory.dropConversations() // they would be stale at the next failure
				s.log.Info("redis answers again")
			}
			return nil
		}
		if s.pausedAt.Swap(max(now, 1)) == 0 {
			s.log.Warn("redis does not answer, sessions are kept in memory", "error", err.Error())
		}
	}
	return fn(ctx, s.memory)
}

// remotely bounds the round trip by patience alone: whoever asked may be gone, and what he left half done would hold up the next one.
func (s *Store) remotely(ctx context.Context, fn func(context.Context, backend) error) error {
	if _, ok := s.redis.(inside); ok {
		return fn(ctx, s.redis)
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	return fn(ctx, s.redis)
}

// token is 16 random bytes: who holds a mark, or which version of a conversation this is.
func token() []byte {
	b := make([]byte, 16)
	_, _ = rand.Read(b) // never fails since Go 1.24
	return b
}
