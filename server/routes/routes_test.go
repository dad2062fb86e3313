package routes_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"

	"shuangyong/models/clock"
	"shuangyong/server/middleware"
	"shuangyong/server/routes"
)

// doorOf opens paths that answer with the address they think they were called from.
type doorOf []routes.Route

func (d doorOf) Register(r gin.IRoutes) {
	for _, one := range d {
		r.Handle(one.Method, one.Path, func(c *gin.Context) { c.String(http.StatusOK, c.ClientIP()) })
	}
}

func open(t *testing.T, doors routes.Doors, proxies ...string) *gin.Engine {
	t.Helper()
	e, err := routes.New(routes.Options{
		Log: slog.New(slog.DiscardHandler), Clock: clock.System(), Took: middleware.Took(prometheus.NewRegistry()), TrustedProxies: proxies,
		MaxBody: 100, Deadline: time.Second,
	}, doors)
	require.NoError(t, err)
	return e
}

func call(e http.Handler, method, path string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	r := httptest.NewRequest(method, path, nil)
	r.Header.Set("X-Forwarded-For", "203.0.113.9")
	e.ServeHTTP(w, r)
	return w
}

func TestARouteThatNoListNamesIsSeen(t *testing.T) {
	e := open(t, routes.Doors{WeChat: doorOf{{"GET", "/wechat"}, {"GET", "/wechat/debug"}}})
	require.Equal(t, []routes.Route{{"GET", "/wechat/debug"}}, routes.Unlisted(e.Routes(), routes.Public()))
}

func TestNothingElseIsThere(t *testing.T) {
	e := open(t, routes.Doors{WeChat: doorOf(routes.Public())})
	for _, r := range routes.DemoOnly() {
		require.Equal(t, 404, call(e, r.Method, r.Path).Code, r)
	}
	require.Equal(t, 404, call(e, "GET", "/wechat/").Code)
	for _, method := range []string{"HEAD", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "MADE-UP"} {
		w := call(e, method, "/wechat")
		require.Equal(t, 403, w.Code, method)
		require.Equal(t, "forbidden", w.Body.String(), method)
	}
	for _, r := range slices.Concat(routes.Mini(), routes.Desk()) {
		require.Equal(t, 404, call(e, r.Method, r.Path).Code, r)
	}
	e = open(t, routes.Doors{WeChat: doorOf(routes.Public()), Push: doorOf(routes.Mini())})
	require.Equal(t, 403, call(e, "DELETE", "/wechat/mini").Code)
	require.Equal(t, 405, call(e, "GET", "/api/v1/login").Code)
	e = open(t, routes.Doors{WeChat: doorOf{{"GET", "/elsewhere"}}})
	w := call(e, "DELETE", "/elsewhere")
	require.Equal(t, 405, w.Code)
	require.Contains(t, w.Body.String(), "urn:shuangyong:http.wrong_method")
	require.Equal(t, "nosniff", w.Header().Get("X-Content-Type-Options"))
}

func TestProxiesAreBelievedOnlyWhenConfigured(t *testing.T) {
	doors := routes.Doors{WeChat: doorOf(routes.Public())}
	require.Equal(t, "192.0.2.1", call(open(t, doors), "GET", "/wechat").Body.String())
	require.Equal(t, "203.0.113.9", call(open(t, doors, "192.0.2.0/24"), "GET", "/wechat").Body.String())
}
