// Package middleware is what every request passes before its handler: a number, a size cap, a deadline, safe headers, a log line without
// content, and a net under panics.
package middleware

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"shuangyong/models/fault"
)

// Refuse answers a request with a refusal; handlers/reply has the one for HTTP.
type Refuse func(c *gin.Context, err error)

type requestIDKey struct{}

// RequestID gives each request a number of its own, says it in X-Request-Id and puts it into the context for the log. A number that the
// client sends is not taken over: it could be anything.
func RequestID() gin.HandlerFunc {
	return func(c *gin.Context) {
		var b [8]byte
		_, _ = rand.Read(b[:]) // never fails since Go 1.24
		id := hex.EncodeToString(b[:])
		c.Header("X-Request-Id", id)
		c.Request = c.Request.WithContext(context.WithValue(c.Request.Context(), requestIDKey{}, id))
		c.Next()
	}
}

// IDOf is the request's number, "" outside a request.
func IDOf(ctx context.Context) string {
	id, _ := ctx.Value(requestIDKey{}).(string)
	return id
}

// Headers are safe defaults; a page that needs more sets its own.
func Headers() gin.HandlerFunc {
	return func(c *gin.Context) {
		h := c.Writer.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		h.Set("Cache-Control", "no-store")
		c.Next()
	}
}

// SameOrigin refuses what another site's page makes a browser send. Servers and phones' programs name no origin and pass.
func SameOrigin(refuse Refuse) gin.HandlerFunc {
	protection := http.NewCrossOriginProtection()
	return func(c *gin.Context) {
		if protection.Check(c.Request) != nil {
			refuse(c, fault.New(fault.Forbidden, "http.cross_origin", "这个请求来自别的网站，没有执行。请从本系统的页面操作。"))
			c.Abort()
			return
		}
		c.Next()
	}
}

// SizeCap refuses a body over limit bytes when its length is declared, and cuts the reading off when it is not (the handler's read then
// fails with *http.MaxBytesError). The routes in roomy have a limit of their own.
func SizeCap(usual int64, roomy map[string]int64, refuse Refuse) gin.HandlerFunc {
	return func(c *gin.Context) {
		limit := usual
		if more, ok := roomy[c.FullPath()]; ok {
			limit = more
		}
		if c.Request.ContentLength > limit {
			c.Header("Connection", "close")
			refuse(c, fault.New(fault.TooLarge, "http.too_large", "内容太大了，没有收下。请删减后再试。"))
			c.Abort()
			return
		}
		c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, limit)
		c.Next()
	}
}

// Deadline bounds the work of a request; handlers and stores watch the context.
func Deadline(d time.Duration) gin.HandlerFunc {
	return func(c *gin.Context) {
		ctx, cancel := context.WithTimeout(c.Request.Context(), d)
		defer cancel()
		c.Request = c.Request.WithContext(ctx)
		c.Next()
	}
}
