package session

import (
	"context"

	"github.com/redis/go-redis/v9"
)

// backend is where people's sessions stand: one map of fields a person, "s" for the conversation and one per message.
type backend interface {
	// begin writes mark unless the field is there, and reads the field and the conversation.
	begin(ctx context.Context, person, field string, mark []byte) (stored, state []byte, err error)
	// finish writes the field and the conversation, drops fields, and gives the two that stood there before.
	finish(ctx context.Context, person, field string, value, state []byte, drop []string) (stored, before []byte, err error)
	// swap replaces the field if it still is old; a nil value deletes it.
	swap(ctx context.Context, person, field string, old, value []byte) (bool, error)
	// remove deletes the person.
	remove(ctx context.Context, person string) error

	owe(ctx context.Context, id string, value []byte) error
	owed(ctx context.Context, limit int) (map[string][]byte, error)
	settle(ctx context.Context, id string) error
}

const (
	stateField = "s"
	owedMax    = 100_000
)

// remote is Redis. What runs for every message are plain commands in one pipeline: the in-process Redis takes ten times as long for a script.
type remote struct {
	c       redis.UniversalClient
	owedKey string
}

func (r remote) begin(ctx context.Context, person, field string, mark []byte) ([]byte, []byte, error) {
	p := r.c.Pipeline()
	p.HSetNX(ctx, person, field, mark)
	read := p.HMGet(ctx, person, field, stateField)
	p.PExpire(ctx, person, KeepConversation)
	if _, err := p.Exec(ctx); err != nil {
		return nil, nil, err
	}
	v := read.Val()
	return bytesOf(v[0]), bytesOf(v[1]), nil
}

func (r remote) finish(ctx context.Context, person, field string, value, state []byte, drop []string) ([]byte, []byte, error) {
	p := r.c.TxPipeline()
	read := p.HMGet(ctx, person, field, stateField)
	p.HSet(ctx, person, field, value, stateField, state)
	if len(drop) > 0 {
		p.HDel(ctx, person, drop...)
	}
	p.PExpire(ctx, person, KeepConversation)
	if _, err := p.Exec(ctx); err != nil {
		return nil, nil, err
	}
	v := read.Val()
	return bytesOf(v[0]), bytesOf(v[1]), nil
}

var swapScript = redis.NewScript(`
if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then return 0 end
if ARGV[3] == '' then redis.call('HDEL', KEYS[1], ARGV[1]) else redis.call('HSET', KEYS[1], ARGV[1], ARGV[3]) end
return 1`)

func (r remote) swap(ctx context.Context, person, field string, old, value []byte) (bool, error) {
	n, err := swapScript.Run(ctx, r.c, []string{person}, field, old, value).Int()
	return n == 1, err
}

func (r remote) remove(ctx context.Context, person string) error { return r.c.Del(ctx, person).Err() }

func (r remote) owe(ctx context.Context, id string, value []byte) error {
	p := r.c.TxPipeline()
	p.HSet(ctx, r.owedKey, id, value)
	p.PExpire(ctx, r.owedKey, KeepOwed)
	_, err := p.Exec(ctx)
	return err
}

func (r remote) owed(ctx context.Context, limit int) (map[string][]byte, error) {
	list, _, err := r.c.HScan(ctx, r.owedKey, 0, "", int64(limit)).Result()
	all := make(map[string][]byte, len(list)/2)
	for i := 0; i+1 < len(list); i += 2 {
		all[list[i]] = []byte(list[i+1])
	}
	return all, err
}

func (r remote) settle(ctx context.Context, id string) error {
	return r.c.HDel(ctx, r.owedKey, id).Err()
}

func bytesOf(v any) []byte {
	if s, ok := v.(string); ok {
		return []byte(s)
	}
	return nil
}
