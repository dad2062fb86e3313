package middleware_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/stretchr/testify/require"

	"shuangyong/server/middleware"
)

// counted is what was asked of the limiter.
type counted struct{ what, who string }

// pace sends one request through the middleware, on an engine that trusts those proxies, and tells who it was counted for.
func pace(t *testing.T, method, path, peer string, proxies []string, forwarded ...string) (counted, *httptest.ResponseRecorder) {
	t.Helper()
	gin.SetMode(gin.TestMode)
	var seen counted
	engine := gin.New()
	require.NoError(t, engine.SetTrustedProxies(proxies))
	engine.RemoteIPHeaders = []string{"X-Forwarded-For"}
	engine.Use(middleware.Pace(func(_ context.Context, what, who string) time.Duration {
		seen = counted{what, who}
		return 1500 * time.Millisecond
	}))
	for _, p := range []string{"/api/v1/me", "/api/v1/login", "/api/desk/v1/login/totp", "/api/desk/v1/invitation", "/api/demo/v1/clock", "/wechat"} {
		engine.Handle(method, p, func(c *gin.Context) { c.Status(204) })
	}
	r := httptest.NewRequest(method, path, nil)
	r.RemoteAddr = peer
	r.Header["X-Forwarded-For"] = forwarded
	r.Header.Set("X-Real-IP", "6.6.6.6")
	r.Header.Set("Forwarded", "for=6.6.6.6")
	w := httptest.NewRecorder()
	engine.ServeHTTP(w, r)
	return seen, w
}

func TestWhoComesTooOftenIsToldWhenToComeBack(t *testing.T) {
	seen, w := pace(t, http.MethodGet, "/api/v1/me", "203.0.113.7:4711", nil)
	require.Equal(t, counted{middleware.AddressCall, "203.0.113.7"}, seen)
	require.Equal(t, 429, w.Code)
	require.Equal(t, "2", w.Header().Get("Retry-After"))
	require.Contains(t, w.Body.String(), "2秒")
	require.NotContains(t, w.Body.String(), "203.0.113.7")
	for path, what := range map[string]string{
		"/api/v1/login": middleware.AddressLogin, "/api/desk/v1/login/totp": middleware.AddressLogin, "/api/desk/v1/invitation": middleware.AddressLogin,
	} {
		seen, _ := pace(t, http.MethodPost, path, "203.0.113.7:4711", nil)
		require.Equal(t, what, seen.what, path)
	}
	for _, path := range []string{"/wechat", "/api/demo/v1/clock"} {
		seen, w := pace(t, http.MethodPost, path, "203.0.113.7:4711", nil)
		require.Empty(t, seen.what, path)
		require.Equal(t, 204, w.Code)
	}
}

// Nobody chooses whom he is counted for, nor whom he locks out.
func TestNobodyChoosesHisAddress(t *testing.T) {
	proxy := []string{"10.0.0.5", "10.1.0.0/16"}
	for name, c := range map[string]struct {
		peer      string
		proxies   []string
		forwarded []string
		want      string
	}{
		"a client says it came from elsewhere":      {"203.0.113.7:1", nil, []string{"6.6.6.6"}, "203.0.113.7"},
		"the same where there is a proxy":           {"203.0.113.7:1", proxy, []string{"6.6.6.6"}, "203.0.113.7"},
		"the proxy says who it is":                  {"10.0.0.5:1", proxy, []string{"203.0.113.7"}, "203.0.113.7"},
		"the client's own words stand before":       {"10.0.0.5:1", proxy, []string{"6.6.6.6, 203.0.113.7"}, "203.0.113.7"},
		"in a line of their own":                    {"10.0.0.5:1", proxy, []string{"6.6.6.6", "203.0.113.7"}, "203.0.113.7"},
		"many lines":                                {"10.0.0.5:1", proxy, []string{"6.6.6.6, 10.1.0.1", "7.7.7.7", "203.0.113.7, 10.1.2.3"}, "203.0.113.7"},
		"it names a trusted proxy itself":           {"10.0.0.5:1", proxy, []string{"10.0.0.5, 203.0.113.7, 10.1.9.9"}, "203.0.113.7"},
		"garbage before":                            {"10.0.0.5:1", proxy, []string{"unknown, <script>, 203.0.113.7"}, "203.0.113.7"},
		"garbage alone":                             {"10.0.0.5:1", proxy, []string{"<script>"}, "10.0.0.5"},
		"nothing":                                   {"10.0.0.5:1", proxy, nil, "10.0.0.5"},
		"a mapped address is the address":           {"10.0.0.5:1", proxy, []string{"::ffff:203.0.113.7"}, "203.0.113.7"},
		"one subscriber has a whole network":        {"[2001:db8:1:2:3::9]:1", nil, nil, "2001:db8:1:2::/64"},
		"another address of his":                    {"[2001:db8:1:2:ffff::1]:1", nil, nil, "2001:db8:1:2::/64"},
		"a neighbour's network":                     {"[2001:db8:1:3::1]:1", nil, nil, "2001:db8:1:3::/64"},
		"very many":                                 {"10.0.0.5:1", proxy, append(make([]string, 500), "203.0.113.7"), "203.0.113.7"},
		"a proxy of ours as the only word":          {"10.0.0.5:1", proxy, []string{"10.1.2.3"}, "10.1.2.3"},
		"the loopback is trusted by nobody's leave": {"127.0.0.1:1", nil, []string{"6.6.6.6"}, "127.0.0.1"},
	} {
		t.Run(name, func(t *testing.T) {
			seen, _ := pace(t, http.MethodGet, "/api/v1/me", c.peer, c.proxies, c.forwarded...)
			require.Equal(t, c.want, seen.who)
		})
	}
}

// FuzzForwarded: whatever the header says, a client that is no proxy of ours is counted as itself, and one behind it as an address or an IPv6 network.
func FuzzForwarded(f *testing.F) {
	for _, words := range []string{"", "6.6.6.6", "6.6.6.6, 203.0.113.7", "::1", "fe80::1%eth0", "[::1]:80", ", ,", "\x00", "1.2.3.4.5, 10.0.0.5"} {
		f.Add(words, words)
	}
	f.Fuzz(func(t *testing.T, one, two string) {
		seen, _ := pace(t, http.MethodGet, "/api/v1/me", "203.0.113.7:1", []string{"10.0.0.5"}, one, two)
		if seen.who != "203.0.113.7" {
			t.Fatalf("counted as %q", seen.who)
		}
		seen, _ = pace(t, http.MethodGet, "/api/v1/me", "10.0.0.5:1", []string{"10.0.0.5"}, one, two)
		if _, err := netip.ParseAddr(seen.who); err != nil {
			if _, err := netip.ParsePrefix(seen.who); err != nil {
				t.Fatalf("counted as %q", seen.who)
			}
		}
	})
}
