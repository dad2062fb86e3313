package session

import (
	"context"
	"sync"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"
)

// insider is a client of the Redis inside this process, which sessions reach without it.
type insider struct {
	redis.UniversalClient
	server *miniredis.Miniredis
	mu     *sync.Mutex // makes one step of several calls; nobody else touches the keys of sessions
}

// inside is the Redis of this process without sockets and protocol, which would cost a message more than all the rest of its session. It never
// waits and never fails.
type inside struct {
	insider
	owedKey string
}

// backendOf is how sessions reach the Redis that c is a client of.
func backendOf(c redis.UniversalClient, owedKey string) backend {
	if i, ok := c.(insider); ok {
		return inside{i, owedKey}
	}
	return remote{c, owedKey}
}

func (i inside) begin(_ context.Context, person, field string, mark []byte) ([]byte, []byte, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	stored := i.get(person, field)
	if stored == nil {
		stored = mark
		i.server.HSet(person, field, string(mark))
	}
	i.server.SetTTL(person, KeepConversation)
	return stored, i.get(person, stateField), nil
}

func (i inside) finish(_ context.Context, person, field string, value, state []byte, drop []string) ([]byte, []byte, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	stored, before := i.get(person, field), i.get(person, stateField)
	i.server.HSet(person, field, string(value), stateField, string(state))
	for _, d := range drop {
		i.server.HDel(person, d)
	}
	i.server.SetTTL(person, KeepConversation)
	return stored, before, nil
}

func (i inside) swap(_ context.Context, person, field string, old, value []byte) (bool, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.server.HGet(person, field) != string(old) {
		return false, nil
	}
	if value == nil {
		i.server.HDel(person, field)
	} else {
		i.server.HSet(person, field, string(value))
	}
	return true, nil
}

func (i inside) remove(_ context.Context, person string) error {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.server.Del(person)
	return nil
}

func (i inside) owe(_ context.Context, id string, value []byte) error {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.server.HSet(i.owedKey, id, string(value))
	i.server.SetTTL(i.owedKey, KeepOwed)
	return nil
}

func (i inside) owed(_ context.Context, limit int) (map[string][]byte, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	ids, err := i.server.HKeys(i.owedKey)
	if err != nil { // there is no such key: nothing is owed
		return map[string][]byte{}, nil //nolint:nilerr // see above
	}
	some := make(map[string][]byte, min(len(ids), limit))
	for _, id := range ids[:min(len(ids), limit)] {
		some[id] = i.get(i.owedKey, id)
	}
	return some, nil
}

func (i inside) settle(_ context.Context, id string) error {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.server.HDel(i.owedKey, id)
	return nil
}

// get is the field's value, nil when it is not there; none is empty.
func (i inside) get(key, field string) []byte {
	if v := i.server.HGet(key, field); v != "" {
		return []byte(v)
	}
	return nil
}
