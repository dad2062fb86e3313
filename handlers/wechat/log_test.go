package wechat_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/alicebob/miniredis/v2"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"shuangyong/dialog"
	"shuangyong/models/db"
	"shuangyong/session"
	gateway "shuangyong/wechat"
	"shuangyong/wechat/simulator"
)

// allowed is every field a log line of the door may have.
var allowed = map[string]bool{
	"time": true, "level": true, "msg": true, "kind": true, "intent": true, "outcome": true, "took": true, "code": true, "reason": true,
	"guard": true, "class": true, "type": true, "at": true, "error": true,
}

// Canaries are sent in everything that a person can send, on every way a message can end; none may be in the log, and no field that is not allowed.
func TestNothingOfAPersonReachesTheLog(t *testing.T) {
	h := one(t)
	e := &engine{}
	e.turn = func(ctx context.Context, s dialog.Speaker, st dialog.State, m dialog.Message) (dialog.Turn, error) {
		switch e.turns.Load() % 4 {
		case 0:
			panic(m.Text)
		case 1:
			return say("canary-reply", st), errors.New("canary-error " + m.Text)
		case 2:
			turn := say("canary-reply", st)
			turn.Change = change(func(db.Tx) (dialog.Outcome, error) { return dialog.Outcome{}, errors.New("canary-commit " + m.Text) })
			return turn, nil
		}
		return h.promise(ctx, s, st, m.Text)
	}
	r := h.opens(e)
	for range 4 {
		for _, m := range []simulator.Message{
			simulator.Text(citizen, "canary-words 13900001111"), simulator.Voice(citizen, "canary-voice"), simulator.Image(citizen, "http://canary-picture/"),
			simulator.Location(citizen, 31.123456, 117.654321, "canary-place"), simulator.Click(citizen, "canary-key"), simulator.Scan(citizen, "canary-scene"),
			simulator.Follow(citizen, "canary-scene"), simulator.Event(citizen, "canary-event", "canary"),
		} {
			r.push(m)
			h.clock.Advance(1e9)
		}
	}
	r.push(h.event(gateway.EventUnsubscribe, ""))
	require.NoError(t, h.db.Close())
	r.push(h.says("canary-words", "x"))
	r.push(h.event(gateway.EventUnsubscribe, ""))
	_, err := r.door.Settle(t.Context())
	require.Error(t, err)

	log := h.log.String()
	for _, secret := range []string{"canary", "Canary", citizen, "13900001111", "31.123", "117.654"} {
		require.NotContains(t, log, secret)
	}
	lines := 0
	for s := bufio.NewScanner(strings.NewReader(log)); s.Scan(); lines++ {
		var fields map[string]any
		require.NoError(t, json.Unmarshal(s.Bytes(), &fields))
		for name := range fields {
			require.True(t, allowed[name], "field %q in %s", name, s.Text())
		}
	}
	require.Greater(t, lines, 30)
}

func TestMetricsAreOneCollector(t *testing.T) {
	h := one(t)
	r := h.opens(echo())
	registry := prometheus.NewPedanticRegistry()
	require.NoError(t, registry.Register(r.metrics))
	r.push(h.says("你好", "1"))
	r.metrics.Intents.WithLabelValues("greet").Inc()
	r.post(nil, nil)
	families, err := registry.Gather()
	require.NoError(t, err)
	var names []string
	for _, f := range families {
		names = append(names, f.GetName())
	}
	require.Equal(t, []string{
		"shuangyong_wechat_intents_total", "shuangyong_wechat_message_seconds", "shuangyong_wechat_messages_total", "shuangyong_wechat_panics_total", "shuangyong_wechat_refused_total",
	}, names)
}

// trips counts what goes to Redis.
type trips struct{ n atomic.Int64 }

func (h *trips) DialHook(next redis.DialHook) redis.DialHook { return next }
func (h *trips) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error { h.n.Add(1); return next(ctx, cmd) }
}

func (h *trips) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error { h.n.Add(1); return next(ctx, cmds) }
}

func TestAMessageTakesTwoRoundTripsToRedis(t *testing.T) {
	h := one(t)
	client, closeRedis, err := session.OpenRedis("redis://" + miniredis.RunT(t).Addr()) // the one inside the process takes none
	require.NoError(t, err)
	defer func() { _ = closeRedis() }()
	h.redis = client
	r := h.opens(echo())
	r.push(h.says("连上", "0"))
	count := &trips{}
	h.redis.AddHook(count)
	r.push(h.says("你好", "1"))
	require.EqualValues(t, 2, count.n.Load())
	r.push(h.says("你好", "1"))
	require.EqualValues(t, 3, count.n.Load(), "a retry takes one")
}
