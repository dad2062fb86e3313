package middleware

import (
	"context"
	"net/netip"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"shuangyong/handlers/reply"
)

// Wait tells how long who must wait before he may do what once more; 0 when he may now.
type Wait func(ctx context.Context, what, who string) time.Duration

// What is counted of an address.
const (
	AddressLogin = "address.login" // the paths that try a secret
	AddressCall  = "address.call"
)

// Pace holds each address to its pace at the API, however many accounts it speaks for. WeChat's messages, which are signed, do not count.
func Pace(wait Wait) gin.HandlerFunc {
	return func(c *gin.Context) {
		path := c.FullPath()
		if !strings.HasPrefix(path, "/api/") || strings.HasPrefix(path, "/api/demo/") {
			return
		}
		what := AddressCall
		if strings.Contains(path, "/login") || strings.Contains(path, "/invitation") {
			what = AddressLogin
		}
		if w := wait(c.Request.Context(), what, Address(c)); w > 0 {
			reply.TooOften(c, w)
		}
	}
}

// Address is where a request comes from, for whoever counts by it: the peer's, or what a trusted proxy says of it. A proxy may add a line of its own below one that the client
// made up; the framework would read the first alone, so they are joined. Of IPv6 the network counts, which one subscriber has.
func Address(c *gin.Context) string {
	if lines := c.Request.Header.Values("X-Forwarded-For"); len(lines) > 1 {
		c.Request.Header.Set("X-Forwarded-For", strings.Join(lines, ", "))
	}
	ip, err := netip.ParseAddr(c.ClientIP())
	if err != nil {
		return "unknown"
	}
	if ip = ip.Unmap().WithZone(""); ip.Is6() {
		return netip.PrefixFrom(ip, 64).Masked().String()
	}
	return ip.String()
}
