package middleware

import (
	"log/slog"
	"strconv"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"

	"shuangyong/models/clock"
)

// Access logs each request and measures it, by the route's pattern: the path and the query themselves may name a person.
func Access(log *slog.Logger, clk clock.Clock, took *prometheus.HistogramVec) gin.HandlerFunc {
	return func(c *gin.Context) {
		start := clk.Now()
		c.Next()
		route, elapsed := c.FullPath(), clk.Now().Sub(start)
		if route == "" {
			route = "none"
		}
		took.WithLabelValues(route, strconv.Itoa(c.Writer.Status())).Observe(elapsed.Seconds())
		level := slog.LevelDebug
		if c.Writer.Status() >= 500 {
			level = slog.LevelWarn
		}
		log.LogAttrs(c.Request.Context(), level, "request", slog.String("method", method(c.Request.Method)), slog.String("route", route),
			slog.Int("status", c.Writer.Status()), slog.Duration("took", elapsed), slog.Int("bytes", c.Writer.Size()))
	}
}

// Took is the histogram that Access fills, in seconds.
func Took(registry prometheus.Registerer) *prometheus.HistogramVec {
	h := prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "shuangyong_http_request_seconds", Help: "Time to answer a request, by route and status.",
		Buckets: []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 4, 5},
	}, []string{"route", "status"})
	registry.MustRegister(h)
	return h
}

// method is the request's, unless somebody made one up.
func method(m string) string {
	switch m {
	case "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS":
		return m
	}
	return "other"
}
