package app

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"shuangyong/config"
	"shuangyong/server/routes"
)

var quiet = slog.New(slog.DiscardHandler)

// startOfTests is a Monday with open offices.
const startOfTests = "SY_NOW=2026-11-23T10:00:00+08:00"

// settings are those of a program that listens wherever there is room.
func settings(t *testing.T, more ...string) config.Config {
	t.Helper()
	c, err := config.Parse(nil, append([]string{
		"SY_DATA_DIR=" + filepath.Join(t.TempDir(), "data"), "SY_HTTP_ADDR=127.0.0.1:0", "SY_ADMIN_ADDR=127.0.0.1:0", startOfTests,
	}, more...))
	require.NoError(t, err)
	return c
}

var production = []string{
	"SY_NOW=", "SY_AUTO_MIGRATE=true", "SY_SECRET_KEY=3q2+7wABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhs=", "SY_WECHAT_APP_ID=wx0123456789abcdef",
	"SY_WECHAT_SECRET=9f8e7d6c5b4a39281706f5e4d3c2b1a0", "SY_WECHAT_TOKEN=Zk3mP9qT7wXv2LrN", "SY_WECHAT_AES_KEY=k9Qw2eRt6YuI8oP3aSdF5gHjK7lZxC1vBn4M0qWeRtY",
	"SY_BUREAU_NAME=某市退役军人事务局", "SY_BUREAU_PHONE=0640-5550100",
}

// withMini is a bureau that has a mini-program.
var withMini = append(slices.Clone(production), "SY_MINI_APP_ID=wx9876543210fedcba", "SY_MINI_SECRET=0f1e2d3c4b5a69788796a5b4c3d2e1f0",
	"SY_MINI_TOKEN=Wq8nR4sK2xYv7JpM", "SY_MINI_AES_KEY=b8Lw3nXe5TcV7uMqA2sRf9gHjK4lZpD6yBn1EoWiQtU")

// Every route is on a list, the demo's exist in the demo alone, and the mini-program's where there is one.
func TestEveryRouteIsOnAList(t *testing.T) {
	described, err := document()
	require.NoError(t, err)
	guarded := func(tag string) []routes.Route { return routes.SignedIn(described, tag) }
	desk := slices.Concat(routes.Public(), routes.Desk(), guarded("desk"))
	for name, c := range map[string]struct {
		config config.Config
		there  []routes.Route
	}{
		"production":                   {settings(t, production...), desk},
		"production with mini-program": {settings(t, withMini...), slices.Concat(desk, routes.Mini(), guarded("mini"))},
		"demo":                         {inhabited(t), slices.Concat(desk, routes.Mini(), guarded("mini"), routes.DemoOnly())},
	} {
		t.Run(name, func(t *testing.T) {
			a, err := New(t.Context(), c.config, quiet, io.Discard)
			require.NoError(t, err)
			defer a.release()
			require.Empty(t, routes.Unlisted(a.handler.Routes(), c.there))
			require.Len(t, a.handler.Routes(), len(c.there), "a list names a route that is not there")
			for _, r := range slices.Concat(desk, routes.Mini(), guarded("mini")) {
				want := asStranger(r, slices.Concat(guarded("desk"), guarded("mini")))
				if !slices.Contains(c.there, r) {
					want = http.StatusNotFound
				}
				w := httptest.NewRecorder()
				a.handler.ServeHTTP(w, httptest.NewRequest(r.Method, r.Path, strings.NewReader("<xml/>")))
				require.Equal(t, want, w.Code, r)
			}
		})
	}
}

// asStranger is what somebody whom nobody knows is answered.
func asStranger(r routes.Route, guarded []routes.Route) int {
	switch {
	case slices.Contains(guarded, r):
		return http.StatusUnauthorized
	case r.Path == "/openapi.yaml", r.Path == "/api/v1/privacy/notice":
		return http.StatusOK
	case strings.HasPrefix(r.Path, "/api/"):
		return http.StatusBadRequest
	}
	return http.StatusForbidden
}

// Started, asked to stop, and nothing is left behind: no goroutine, no listener; and its data is there at the next start.
func TestStartStopStart(t *testing.T) {
	c := inhabited(t)
	before := goleak.IgnoreCurrent()
	var first DemoAccount
	for range 2 {
		var out bytes.Buffer
		a, err := New(t.Context(), c, quiet, &out)
		require.NoError(t, err)
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- a.Run(ctx, &out) }()
		require.Eventually(t, func() bool {
			response, err := http.Get(a.adminAt.url() + "/readyz") //nolint:noctx // the test's own program
			if err != nil {
				return false
			}
			defer func() { _ = response.Body.Close() }()
			return response.StatusCode == http.StatusOK
		}, 30*time.Second, 10*time.Millisecond)
		cancel()
		require.NoError(t, <-done)
		require.Contains(t, out.String(), "演示")
		require.NotContains(t, out.String(), "演示城市：", "the city is there already")
		now, err := ReadDemoAccount(c.DataDir)
		require.NoError(t, err)
		if first.Token != "" {
			require.Equal(t, first.Token, now.Token)
		}
		first = now
	}
	http.DefaultClient.CloseIdleConnections()
	goleak.VerifyNone(t, before)
}

// Nearly every answer ends with whom to call; a bureau without a number is not put before citizens.
func TestProductionNeedsSomebodyToCall(t *testing.T) {
	_, err := New(t.Context(), settings(t, append(production, "SY_BUREAU_PHONE=")...), quiet, io.Discard)
	require.ErrorContains(t, err, "SY_BUREAU_PHONE")
}

func TestAnOldCitySaysSo(t *testing.T) {
	var out bytes.Buffer
	aged(&out, "2026-11-01", "2026-11-15")
	require.Empty(t, out.String())
	aged(&out, "2026-11-01", "2026-11-16")
	require.Contains(t, out.String(), "2026年11月1日")
}

func TestATakenPortIsSaidWithItsKey(t *testing.T) {
	l, err := listen(t.Context(), "x", "127.0.0.1:0")
	require.NoError(t, err)
	defer func() { _ = l.socket.Close() }()
	c := settings(t)
	c.HTTPAddr = l.socket.Addr().String()
	_, err = New(t.Context(), c, quiet, io.Discard)
	require.ErrorContains(t, err, "SY_HTTP_ADDR")
}

func TestTwoFirstStartsAgreeOnTheKey(t *testing.T) {
	path := filepath.Join(t.TempDir(), keyFile)
	keys := make(chan string, 20)
	for range cap(keys) {
		go func() {
			key, err := keptKey(path)
			if err != nil {
				key = err.Error()
			}
			keys <- key
		}()
	}
	first := <-keys
	require.Len(t, first, 44)
	for range cap(keys) - 1 {
		require.Equal(t, first, <-keys)
	}
	info, err := os.Stat(path)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	left, err := os.ReadDir(filepath.Dir(path))
	require.NoError(t, err)
	require.Len(t, left, 1, "no half-made file stays")
}

func TestTheDemosKeysAreWhatWeChatWouldMake(t *testing.T) {
	c := settings(t)
	require.NoError(t, os.MkdirAll(c.DataDir, 0o700))
	a, err := demoAccount(c)
	require.NoError(t, err)
	_, err = config.Parse(nil, []string{
		"SY_WECHAT_APP_ID=" + a.AppID, "SY_WECHAT_TOKEN=" + a.Token, "SY_WECHAT_AES_KEY=" + a.AESKey,
		"SY_WECHAT_SECRET=" + a.Secret, "SY_MINI_APP_ID=" + a.MiniAppID, "SY_MINI_SECRET=" + a.MiniSecret, "SY_MINI_TOKEN=" + a.MiniToken,
		"SY_MINI_AES_KEY=" + a.MiniAESKey, "SY_SECRET_KEY=3q2+7wABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhs=",
	})
	require.NoError(t, err, "they pass the checks of production")
	c.WeChat.Token, c.Mini.Token = "givenTokenGoesFirst", "givenMiniToken"
	b, err := demoAccount(c)
	require.NoError(t, err)
	require.Equal(t, []string{"givenTokenGoesFirst", "givenMiniToken"}, []string{b.Token, b.MiniToken})
	require.Equal(t, []string{a.AESKey, a.MiniAppID}, []string{b.AESKey, b.MiniAppID})
	require.NotEqual(t, a.AESKey, a.MiniAESKey)
}

// What was kept before there was a mini-program goes on: the same account, and a mini-program beside it.
func TestAnOlderDemoGetsAMiniProgram(t *testing.T) {
	c := settings(t)
	require.NoError(t, os.MkdirAll(c.DataDir, 0o700))
	const old = `{"url":"http://127.0.0.1:8080","api_base":"http://127.0.0.1:1","app_id":"wxold","secret":"s","token":"t","aes_key":"k"}`
	require.NoError(t, os.WriteFile(filepath.Join(c.DataDir, demoFile), []byte(old), 0o600))
	a, err := demoAccount(c)
	require.NoError(t, err)
	require.Equal(t, []string{"wxold", "s", "t", "k"}, []string{a.AppID, a.Secret, a.Token, a.AESKey})
	require.NotContains(t, []string{a.MiniAppID, a.MiniSecret, a.MiniToken, a.MiniAESKey}, "")
	again, err := demoAccount(c)
	require.NoError(t, err)
	require.Equal(t, a, again)
}

func TestDoctor(t *testing.T) {
	c := settings(t)
	findings := Examine(t.Context(), c, quiet)
	require.True(t, findings[1].Bad, "%+v", findings[1])
	require.Contains(t, findings[1].Cure, "migrate up")
	c = inhabited(t)
	for _, f := range Examine(t.Context(), c, quiet) {
		require.False(t, f.Bad, "%+v", f)
	}
	for day, mark := range map[string]string{"2026-06-01": "✓", "2026-11-23": "!", "2031-06-01": "✗"} {
		at, err := time.Parse(time.DateOnly, day)
		require.NoError(t, err)
		require.Equal(t, mark, examineCalendar(at).Mark(), day)
	}
	c.DatabaseURL = "postgres://nobody@127.0.0.1:1/none?connect_timeout=1"
	last := Examine(t.Context(), c, quiet)
	require.True(t, last[len(last)-1].Bad)
	require.Contains(t, last[len(last)-1].What, "SY_DATABASE_URL")
}
