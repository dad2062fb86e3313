package middleware_test

import (
	"bytes"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"

	"shuangyong/models/clock"
	"shuangyong/models/fault"
	"shuangyong/server/middleware"
)

func refuse(c *gin.Context, err error) {
	status := map[fault.Code]int{fault.TooLarge: 413, fault.Forbidden: 403, fault.Internal: 500}[fault.CodeOf(err)]
	c.String(status, fault.Of(err).Reason)
}

// serve sends one request through the middleware to a handler.
func serve(t *testing.T, r *http.Request, handler gin.HandlerFunc, chain ...gin.HandlerFunc) *httptest.ResponseRecorder {
	t.Helper()
	gin.SetMode(gin.TestMode)
	engine := gin.New()
	engine.Use(chain...)
	engine.Any("/x/:who", handler)
	w := httptest.NewRecorder()
	engine.ServeHTTP(w, r)
	return w
}

func request(body string) *http.Request {
	return httptest.NewRequest(http.MethodPost, "/x/zhangsan?phone=13900000000", strings.NewReader(body))
}

func TestEveryRequestHasItsOwnNumber(t *testing.T) {
	seen := ""
	r := request("")
	r.Header.Set("X-Request-Id", "made up by the client")
	w := serve(t, r, func(c *gin.Context) { seen = middleware.IDOf(c.Request.Context()) }, middleware.RequestID())
	require.Len(t, seen, 16)
	require.Equal(t, seen, w.Header().Get("X-Request-Id"))
	require.Empty(t, middleware.IDOf(t.Context()))
}

func TestSizeCap(t *testing.T) {
	echo := func(c *gin.Context) {
		_, err := io.Copy(c.Writer, c.Request.Body)
		var tooLarge *http.MaxBytesError
		if errors.As(err, &tooLarge) {
			refuse(c, fault.New(fault.TooLarge, "cut", ""))
		}
	}
	require.Equal(t, "12345", serve(t, request("12345"), echo, middleware.SizeCap(5, nil, refuse)).Body.String())
	w := serve(t, request("123456"), func(*gin.Context) { t.Error("the handler ran") }, middleware.SizeCap(5, nil, refuse))
	require.Equal(t, 413, w.Code)
	undeclared := request("123456")
	undeclared.ContentLength = -1
	require.Equal(t, "12345cut", serve(t, undeclared, echo, middleware.SizeCap(5, nil, refuse)).Body.String())
	roomy := middleware.SizeCap(5, map[string]int64{"/x/:who": 6}, refuse)
	require.Equal(t, "123456", serve(t, request("123456"), echo, roomy).Body.String())
	require.Equal(t, 413, serve(t, request("1234567"), echo, roomy).Code)
	elsewhere := middleware.SizeCap(5, map[string]int64{"/y": 6}, refuse)
	require.Equal(t, 413, serve(t, request("123456"), echo, elsewhere).Code)
}

func TestPanicIsARefusalAndItsValueIsNotLogged(t *testing.T) {
	var log bytes.Buffer
	w := serve(t, request(""), func(*gin.Context) { panic("张三 13900000000") },
		middleware.RequestID(), middleware.Recovery(middleware.Logger(&log, slog.LevelInfo), refuse))
	require.Equal(t, 500, w.Code)
	require.Contains(t, log.String(), w.Header().Get("X-Request-Id"))
	require.Contains(t, log.String(), "middleware_test.go")
	require.NotContains(t, log.String(), "张三")
	require.NotContains(t, log.String(), "13900000000")
	require.Panics(t, func() {
		serve(t, request(""), func(*gin.Context) { panic(http.ErrAbortHandler) }, middleware.Recovery(slog.Default(), refuse))
	})
}

func TestOtherSitesAreRefused(t *testing.T) {
	r := request("")
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	w := serve(t, r, func(*gin.Context) { t.Error("the handler ran") }, middleware.SameOrigin(refuse))
	require.Equal(t, 403, w.Code)
	require.Equal(t, 200, serve(t, request(""), func(*gin.Context) {}, middleware.SameOrigin(refuse)).Code)
}

func TestAccessNamesTheRouteOnly(t *testing.T) {
	var log bytes.Buffer
	registry, clk := prometheus.NewRegistry(), clock.Stopped(clock.NewDate(2026, 11, 23).At(10, 0))
	chain := middleware.Access(middleware.Logger(&log, slog.LevelDebug), clk, middleware.Took(registry))
	serve(t, request(""), func(c *gin.Context) { clk.Advance(30 * time.Millisecond); c.Status(204) }, chain)
	require.Contains(t, log.String(), `"route":"/x/:who"`)
	require.NotContains(t, log.String(), "zhangsan")
	require.NotContains(t, log.String(), "139")
	families, err := registry.Gather()
	require.NoError(t, err)
	require.Len(t, families, 1)
	require.InDelta(t, 0.03, families[0].GetMetric()[0].GetHistogram().GetSampleSum(), 1e-9)
}

func TestHeadersAndDeadline(t *testing.T) {
	w := serve(t, request(""), func(c *gin.Context) {
		_, bounded := c.Request.Context().Deadline()
		require.True(t, bounded)
	}, middleware.Headers(), middleware.Deadline(time.Second))
	for name, value := range map[string]string{
		"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer", "Cache-Control": "no-store",
		"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
	} {
		require.Equal(t, value, w.Header().Get(name))
	}
}
