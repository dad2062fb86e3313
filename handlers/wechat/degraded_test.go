package wechat_test

import (
	"context"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"shuangyong/dialog"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/session"
	"shuangyong/tests/outage"
	gateway "shuangyong/wechat"
)

// within fails the test when somebody would wait behind fn longer than d.
func within(t *testing.T, d time.Duration, fn func()) {
	t.Helper()
	done := make(chan struct{})
	go func() { defer close(done); fn() }()
	select {
	case <-done:
	case <-time.After(d):
		t.Fatalf("took longer than %v", d)
	}
}

// outages are the two ways for a server to be away: connections refused, and accepted but never answered.
var outages = map[string]func(*outage.Proxy){"cut": (*outage.Proxy).Cut, "frozen": (*outage.Proxy).Freeze}

func TestRedisAwayHungAndBack(t *testing.T) {
	for state, fail := range outages {
		t.Run(state, func(t *testing.T) {
			h := one(t)
			p := outage.Before(t, h.redisAddr())
			client, closeRedis, err := session.OpenRedis("redis://" + p.Listen + "/15")
			require.NoError(t, err)
			defer closeRedis()
			h.redis = client
			r := h.opens(h.both())
			h.follow(r)
			require.Equal(t, "您说：一", r.push(h.says("一", "1")).text)

			fail(p)
			within(t, 3*time.Second, func() {
				m := h.says("二", "2")
				require.Equal(t, "您说：二", r.push(m).text)
				require.Equal(t, "您说：二", r.push(m).text)
				promise := h.says("人工", "3")
				require.Equal(t, "已经在请工作人员了：人工", r.push(promise).text)
				require.Equal(t, "已经在请工作人员了：人工", r.push(promise).text)
			})
			require.Equal(t, 1, h.waiting())
			require.True(t, r.sessions.Degraded())

			p.Mend()
			h.clock.Advance(2 * time.Second)
			require.Equal(t, "您说：三", r.push(h.says("三", "4")).text)
			require.False(t, r.sessions.Degraded())
			require.NotEmpty(t, h.redisFields())
		})
	}
}

// both answers 人工 with a promise and the rest with an echo.
func (h *house) both() *engine {
	return &engine{turn: func(ctx context.Context, s dialog.Speaker, st dialog.State, m dialog.Message) (dialog.Turn, error) {
		if m.Text == "人工" {
			return h.promise(ctx, s, st, m.Text)
		}
		return say("您说："+m.Text, st), nil
	}}
}

func TestWithoutADatabaseLookUpsAnswerAndChangesSayTheyWereNotTaken(t *testing.T) {
	h := one(t)
	r := h.opens(h.both())
	require.NoError(t, h.db.Close())
	within(t, 3*time.Second, func() {
		require.Equal(t, "您说：一", r.push(h.says("一", "1")).text)
		require.Equal(t, "没有办成，请打电话。", r.push(h.says("人工", "2")).text)
		require.NotEmpty(t, r.push(h.event(gateway.EventSubscribe, "")).text, "who follows is greeted")
		require.Equal(t, 500, r.push(h.event(gateway.EventUnsubscribe, "")).status)
	})
}

func TestADatabaseServerGoesAndComesBack(t *testing.T) {
	dbtest.EachPlace(t, func(t *testing.T, o db.Options) {
		if o.URL == "" {
			return // SQLite is no server; see the test above
		}
		var p *outage.Proxy
		p, o.URL = outage.BeforeURL(t, o.URL)
		h := build(t, o)
		r := h.opens(h.both())
		h.follow(r)
		for state, fail := range outages {
			fail(p)
			within(t, 10*time.Second, func() {
				require.Equal(t, "没有办成，请打电话。", r.push(h.says("人工", state+"1")).text)
				require.Equal(t, "您说：一", r.push(h.says("一", state+"2")).text)
			})
			within(t, time.Second, func() { // known to be away, it holds up nobody who does not need it
				for range 50 {
					require.Equal(t, "您说：一", r.push(h.says("一", db.NewID().String())).text)
				}
			})
			p.Mend()
			h.clock.Advance(time.Second)
			before := h.waiting()
			require.Eventually(t, func() bool {
				return r.push(h.says("人工", db.NewID().String())).text == "已经在请工作人员了：人工"
			}, 10*time.Second, 50*time.Millisecond)
			require.Equal(t, before+1, h.waiting())
		}
	})
}

// redisAddr is a Redis with a port: the server of SY_TEST_REDIS_URL, or one of the test's own.
func (h *house) redisAddr() string {
	if c, ok := h.redis.(*redis.Client); ok && c.Options().Addr != "in-process" {
		return c.Options().Addr
	}
	m := miniredis.NewMiniRedis()
	require.NoError(h.t, m.Start())
	h.t.Cleanup(m.Close)
	return m.Addr()
}
