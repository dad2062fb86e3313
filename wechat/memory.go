package wechat

import (
	"context"
	"encoding/hex"
	"log/slog"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"

	"shuangyong/models/clock"
)

// Bounds of the memory of signatures.
const (
	memorySize  = 1 << 16
	redisBudget = 300 * time.Millisecond
)

// memory remembers, in plain mode, which body each signature came with for as long as it is fresh: the very same request again is WeChat's retry,
// another body is a forgery. Safe mode needs none, as msg_signature covers the body.
type memory struct {
	clock   clock.Clock
	redis   redis.UniversalClient
	log     *slog.Logger
	prefix  string
	keep    time.Duration
	mu      sync.Mutex
	entries map[string]seenBody
	order   []string // oldest first
}

type seenBody struct {
	body  [32]byte
	until time.Time
}

func newMemory(o Options) *memory {
	return &memory{
		clock: o.Clock, redis: o.Redis, log: o.Log, prefix: "wechat:seen:" + o.AppID + ":",
		keep: 2*o.Freshness + time.Second, entries: map[string]seenBody{},
	}
}

// admit tells whether the signature may come with this body, and remembers it: here, and in Redis for the other replicas. When Redis does not answer
// each replica guards for itself.
func (m *memory) admit(signature string, body [32]byte) bool {
	if !m.admitHere(signature, body) {
		return false
	}
	if m.redis == nil {
		return true
	}
	ctx, cancel := context.WithTimeout(context.Background(), redisBudget)
	defer cancel()
	want := hex.EncodeToString(body[:])
	fresh, err := m.redis.SetNX(ctx, m.prefix+signature, want, m.keep).Result()
	if err == nil && !fresh {
		var first string
		if first, err = m.redis.Get(ctx, m.prefix+signature).Result(); err == nil {
			return first == want
		}
	}
	if err != nil {
		m.log.Warn("wechat: seen signatures are not shared", "error", "redis does not answer")
	}
	return true
}

func (m *memory) admitHere(signature string, body [32]byte) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	now := m.clock.Now()
	if first, ok := m.entries[signature]; ok && now.Before(first.until) {
		return first.body == body
	}
	for len(m.order) > 0 && (len(m.order) >= memorySize || !now.Before(m.entries[m.order[0]].until)) {
		delete(m.entries, m.order[0])
		m.order = m.order[1:]
	}
	m.entries[signature] = seenBody{body: body, until: now.Add(m.keep)}
	m.order = append(m.order, signature)
	return true
}
