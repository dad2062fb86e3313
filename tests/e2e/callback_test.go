package e2e

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/stretchr/testify/require"

	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/tests/house"
	"shuangyong/wechat/simulator"
)

// productionEnv is a real account's settings, with a fake WeChat in this process as its API.
func productionEnv(t *testing.T, a house.Account, url string) ([]string, *simulator.Simulator) {
	t.Helper()
	phone, err := a.Phone(url, clock.System())
	require.NoError(t, err)
	api := httptest.NewServer(phone.Handler())
	t.Cleanup(api.Close)
	env := append(a.Env(), "SY_DEMO=0", "SY_WECHAT_API_BASE="+api.URL, "SY_AUTO_MIGRATE=true", "SY_HTTP_ADDR="+strings.TrimPrefix(url, "http://"),
		"SY_BUREAU_NAME=某市退役军人事务局", "SY_BUREAU_PHONE=0640-5550100")
	return env, phone
}

func TestProductionAnswersAndHasNoDemo(t *testing.T) {
	onEach(t, func(t *testing.T, _ db.Dialect, env []string) {
		addr, err := house.FreeAddr()
		require.NoError(t, err)
		more, phone := productionEnv(t, house.NewAccount(), "http://"+addr)
		p := start(t, append(env, more...)...)
		require.NoError(t, phone.Challenge(t.Context(), simulator.Official))
		d, err := phone.Push(t.Context(), simulator.Follow("somebody", ""))
		require.NoError(t, err)
		require.Contains(t, d.Text(), "办事不收费")
		for _, path := range []string{"/simulator/api/sent?openid=somebody", "/api/demo/v1/clock", "/simulator", "/metrics", "/healthz"} {
			require.Equal(t, http.StatusNotFound, get(t, p.URL+path).StatusCode, path)
		}
		require.NotContains(t, p.Log(), "somebody")
	})
}

func TestWhatIsNotWeChatsIsRefusedAlike(t *testing.T) {
	p := start(t)
	bodies := map[string]bool{}
	for _, attempt := range []struct{ query, body string }{
		{"", ""},
		{"?signature=x&timestamp=1&nonce=2", "<xml></xml>"},
		{"?signature=x&timestamp=1&nonce=2&msg_signature=y&encrypt_type=aes", "<xml><Encrypt>AAAA</Encrypt></xml>"},
		{"?encrypt_type=raw", "<xml><FromUserName>me</FromUserName></xml>"},
		{"?timestamp=1&timestamp=2", "not XML at all"},
	} {
		response, err := http.Post(p.URL+"/wechat"+attempt.query, "text/xml", strings.NewReader(attempt.body))
		require.NoError(t, err)
		require.Equal(t, http.StatusForbidden, response.StatusCode)
		bodies[read(t, response)] = true
	}
	require.Len(t, bodies, 1)
	response, err := http.Post(p.URL+"/wechat", "text/xml", strings.NewReader(strings.Repeat("x", 70_000)))
	require.NoError(t, err)
	require.Equal(t, http.StatusRequestEntityTooLarge, response.StatusCode)
	_ = response.Body.Close()
}

func TestARetryGetsTheSameReplyOnAnyReplica(t *testing.T) {
	onEach(t, func(t *testing.T, kind db.Dialect, env []string) {
		account := house.NewAccount()
		env = append(append(env, account.Env()...), monday)
		replicas := 1
		if kind != db.SQLite {
			replicas, env = 2, append(env, redisEnv(t, account))
		}
		url, _ := startReplicas(t, replicas, env)
		phone, err := account.Phone(url, demoClock(t, url))
		require.NoError(t, err)
		for _, words := range []string{"附近有什么优惠店", "人工"} {
			m := simulator.Text("retried", words)
			m.MsgID, m.CreatedAt = map[string]string{"附近有什么优惠店": "7001", "人工": "7002"}[words], demoClock(t, url).Now()
			first, err := phone.Push(t.Context(), m)
			require.NoError(t, err)
			for range 3 {
				again, err := phone.Push(t.Context(), m)
				require.NoError(t, err)
				require.Equal(t, first.Text(), again.Text())
			}
		}
	})
}

func TestRedisAwayIsToldAndSurvived(t *testing.T) {
	redis := miniredis.RunT(t)
	account := house.NewAccount()
	p := start(t, append(account.Env(), monday, "SY_REDIS_URL=redis://"+redis.Addr())...)
	phone, err := account.Phone(p.URL, demoClock(t, p.URL))
	require.NoError(t, err)
	redis.Close()
	d, err := phone.Push(t.Context(), simulator.Text("patient", "坐公交要钱吗"))
	require.NoError(t, err)
	require.NotEmpty(t, d.Text())
	require.Less(t, d.Took, 4*time.Second)
	require.Equal(t, http.StatusServiceUnavailable, get(t, p.Admin+"/readyz").StatusCode)
	require.Equal(t, http.StatusOK, get(t, p.Admin+"/healthz").StatusCode)
	require.NoError(t, redis.Restart())
	require.Eventually(t, func() bool { return get(t, p.Admin+"/readyz").StatusCode == http.StatusOK }, 10*time.Second, 50*time.Millisecond)
}

func TestRefusesToStartWithAllReasonsAtOnce(t *testing.T) {
	out, err := command(t, t.TempDir(), []string{"SY_DEMO=0", "SY_WECHAT_AES_KEY=short", "SY_COLOUR=red"}, "serve")
	require.Error(t, err)
	for _, key := range []string{"SY_SECRET_KEY", "SY_WECHAT_APP_ID", "SY_WECHAT_TOKEN", "SY_WECHAT_SECRET", "SY_WECHAT_AES_KEY", "SY_COLOUR"} {
		require.Contains(t, out, key)
	}
}

func TestProductionWaitsForItsMigrations(t *testing.T) {
	onEach(t, func(t *testing.T, _ db.Dialect, env []string) {
		dir := t.TempDir()
		env = append(append(env, house.NewAccount().Env()...), "SY_DEMO=0", "SY_HTTP_ADDR=127.0.0.1:0", "SY_ADMIN_ADDR=127.0.0.1:0", "SY_WECHAT_API_BASE=http://127.0.0.1:1")
		out, err := command(t, dir, env, "serve")
		require.Error(t, err)
		require.Contains(t, out, "migrate up")
		out, err = command(t, dir, env, "check")
		require.Error(t, err)
		require.Contains(t, out, "migrate up")
		out, err = command(t, dir, env, "migrate", "up")
		require.NoError(t, err, out)
		out, err = command(t, dir, env, "migrate", "status")
		require.NoError(t, err, out)
		require.NotContains(t, out, "pending")
		out, err = command(t, dir, env, "migrate", "down")
		require.NoError(t, err, out)
		out, err = command(t, dir, env, "migrate", "status")
		require.NoError(t, err, out)
		require.Contains(t, out, "pending")
	})
}

func TestOperatorsCommandsInTheDemo(t *testing.T) {
	dir := t.TempDir()
	out, err := command(t, dir, nil, "talk")
	require.Error(t, err)
	require.Contains(t, out, "make run")
	out, err = command(t, dir, nil, "menu", "push", "--apply")
	require.Error(t, err)
	require.Contains(t, out, "not running")
	p := startIn(t, dir)
	out, err = command(t, dir, nil, "menu", "push")
	require.NoError(t, err, out)
	require.Contains(t, out, "Nothing was changed")
	out, err = command(t, dir, nil, "menu", "push", "--apply")
	require.NoError(t, err, out)
	require.Contains(t, out, "It is in place")
	out, err = command(t, dir, nil, "check")
	require.NoError(t, err, out)
	require.Contains(t, out, "up to date")
	for _, private := range []string{"data/demo.json", "data/secret.key"} {
		info, err := os.Stat(filepath.Join(dir, private))
		require.NoError(t, err)
		require.Equal(t, os.FileMode(0o600), info.Mode().Perm(), private)
	}
	demoClock(t, p.URL)
	require.Contains(t, read(t, get(t, p.Admin+"/metrics")), "shuangyong_http_request_seconds")
}

// command runs one of the program's commands to its end and returns what it said.
func command(t *testing.T, dir string, env []string, args ...string) (string, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	c := exec.CommandContext(ctx, binary, args...)
	c.Dir, c.Env = dir, env
	out, err := c.CombinedOutput()
	return string(out), err
}

func get(t *testing.T, url string) *http.Response {
	t.Helper()
	response, err := http.Get(url) //nolint:gosec,noctx // the test's own program
	require.NoError(t, err)
	t.Cleanup(func() { _ = response.Body.Close() })
	return response
}

func read(t *testing.T, r *http.Response) string {
	t.Helper()
	body, err := io.ReadAll(r.Body)
	require.NoError(t, err)
	require.NoError(t, r.Body.Close())
	return string(body)
}
