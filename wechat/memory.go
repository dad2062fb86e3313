package wechat

import (
	"context"
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

// admit tells whether the signature may come with this body, and remembers who was first: here, and in Redis for the other replicas. When Redis does not
// answer each replica guards for itself.
func (m *memory) admit(signature string, body [32]byte) bool {
	if first, ok := m.recall(signature); ok {
		return first == body
	}
	return m.remember(signature, m.share(signature, body)) == body
}

// share is the body that Redis knows the signature by, which is ours if it knows none or does not answer.
func (m *memory) share(signature string, body [32]byte) [32]byte {
	if m.redis == nil {
		return body
	}
	ctx, cancel := context.WithTimeout(context.Background(), redisBudget)
	defer cancel()
	fresh, err := m.redis.SetNX(ctx, m.prefix+signature, body[:], m.keep).Result()
	if err == nil && !fresh {
		var first []byte
		if first, err = m.redis.Get(ctx, m.prefix+signature).Bytes(); err == nil && len(first) == len(body) {
			return [32]byte(first)
		}
	}
	if err != nil {
		m.log.Warn("wechat: seen signatures are not shared", "error", "redis does not answer")
	}
	return body
}

func (m *memory) recall(signature string) ([32]byte, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	first, ok := m.entries[signature]
	return first.body, ok && m.clock.Now().Before(first.until)
}

// remember keeps the body unless another came first, and returns the first.
func (m *memory) remember(signature string, body [32]byte) [32]byte {
	m.mu.Lock()
	defer m.mu.Unlock()
	now := m.clock.Now()
	if first, ok := m.entries[signature]; ok && now.Before(first.until) {
		return first.body
	}
	for len(m.order) > 0 && (len(m.order) >= memorySize || !now.Before(m.entries[m.order[0]].until)) {
		delete(m.entries, m.order[0])
		m.order = m.order[1:]
	}
	m.entries[signature] = seenBody{body: body, until: now.Add(m.keep)}
	m.order = append(m.order, signature)
	return body
}
