package wechat

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"shuangyong/models/clock"
	"shuangyong/models/fault"
	"shuangyong/wechat/simulator"
)

const (
	testApp     = "wxb11529c136998cb6"
	testSecret  = "0123456789abcdef0123456789abcdef"
	testToken   = "AAAAA"
	testKey     = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
	testKey2    = "ZYXWVUTSRQPONMLKJIHGFEDCBA9876543210zyxwvut"
	testAccount = "gh_simulator"
	alice       = "oAAAA1234567890abcdefghijklm"
)

// rig is a gateway and the simulated WeChat that it talks with.
type rig struct {
	clock   *clock.Movable
	sim     *simulator.Simulator
	api     *httptest.Server
	options Options
	gateway *Gateway
	logs    *bytes.Buffer
}

func newRig(t *testing.T, change ...func(*Options)) *rig {
	t.Helper()
	r := &rig{clock: clock.Stopped(time.Date(2026, 11, 23, 10, 0, 0, 0, clock.Shanghai)), logs: &bytes.Buffer{}}
	r.options = Options{
		AppID: testApp, Secret: testSecret, Token: testToken, AESKey: testKey, Clock: r.clock, Backoff: time.Millisecond,
		Log: slog.New(slog.NewJSONHandler(r.logs, nil)),
	}
	for _, c := range change {
		c(&r.options)
	}
	r.sim = r.simulate(t, r.options.AESKey)
	r.api = httptest.NewServer(r.sim.Handler())
	t.Cleanup(r.api.Close)
	if r.options.APIBase == "" {
		r.options.APIBase = r.api.URL
	}
	r.gateway = r.replica(t)
	return r
}

// simulate is a phone whose WeChat encrypts with that key, and on which alice wrote, so that she may be answered.
func (r *rig) simulate(t *testing.T, key string) *simulator.Simulator {
	t.Helper()
	s, err := simulator.New(simulator.Options{
		Official: simulator.App{ID: testApp, Secret: testSecret, Token: testToken, AESKey: key, Account: testAccount}, Clock: r.clock,
	})
	require.NoError(t, err)
	s.Touch(simulator.Text(alice, "你好"))
	return s
}

// replica is one more gateway with the same options.
func (r *rig) replica(t *testing.T) *Gateway {
	t.Helper()
	g, err := New(r.options)
	require.NoError(t, err)
	t.Cleanup(g.Close)
	return g
}

func plainMode(o *Options) { o.AESKey = "" }

// request is a message as it arrives.
func (r *rig) request(t *testing.T, m simulator.Message) (url.Values, []byte) {
	t.Helper()
	q, body, err := r.sim.Request(m)
	require.NoError(t, err)
	return q, body
}

func (r *rig) open(t *testing.T, m simulator.Message) (Inbound, Envelope) {
	t.Helper()
	in, e, err := r.gateway.Open(r.request(t, m))
	require.NoError(t, err)
	return in, e
}

// requireRefused checks that a stranger learns the same whatever was wrong, and which guard it was.
func requireRefused(t *testing.T, err error, guard string) {
	t.Helper()
	require.Error(t, err)
	f := fault.Of(err)
	require.Equal(t, fault.Forbidden, f.Code)
	require.Equal(t, ReasonRefused, f.Reason)
	require.Equal(t, "请求未被接受。", f.Detail)
	require.Equal(t, guard, Guard(err))
}

// newRedis is a Redis in this process, and a client of it.
func newRedis(t *testing.T) (*miniredis.Miniredis, redis.UniversalClient) {
	t.Helper()
	m := miniredis.RunT(t)
	c := redis.NewClient(&redis.Options{Addr: m.Addr(), ContextTimeoutEnabled: true, MaxRetries: -1, DialTimeout: 200 * time.Millisecond})
	t.Cleanup(func() { _ = c.Close() })
	return m, c
}

// apiServer is an API of one's own making.
func apiServer(t *testing.T, handle http.HandlerFunc) string {
	t.Helper()
	s := httptest.NewServer(handle)
	t.Cleanup(s.Close)
	return s.URL
}
