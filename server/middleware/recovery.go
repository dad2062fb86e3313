package middleware

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"

	"github.com/gin-gonic/gin"

	"shuangyong/models/fault"
)

// Recovery turns a panic into a refusal. The log gets the panic's type and the stack, not its value, which may hold what a citizen wrote.
func Recovery(log *slog.Logger, refuse Refuse) gin.HandlerFunc {
	return func(c *gin.Context) {
		defer func() {
			value := recover()
			if value == nil {
				return
			}
			if err, ok := value.(error); ok && errors.Is(err, http.ErrAbortHandler) {
				panic(value) // net/http's own way to drop a connection
			}
			log.ErrorContext(c.Request.Context(), "panic in a request", "route", c.FullPath(), "kind", fmt.Sprintf("%T", value), "stack", string(debug.Stack()))
			if !c.Writer.Written() {
				refuse(c, fault.New(fault.Internal, "internal", "系统出了点问题，没有办成。请稍后再试，或打电话问问。"))
			}
			c.Abort()
		}()
		c.Next()
	}
}
