package openapi

import (
	"github.com/gin-gonic/gin"
	"github.com/gin-gonic/gin/binding"

	"shuangyong/handlers/reply"
	"shuangyong/models/fault"
)

var errBadRequest = fault.New(fault.Invalid, "http.bad_request", "请求里有写得不对的地方。")

// Bind reads a body into what the description says it is; it refuses by itself, and tells whether it could.
func Bind(c *gin.Context, into any) bool {
	err := c.ShouldBindWith(into, binding.JSON)
	if err != nil {
		Misread(c, err, 0)
	}
	return err == nil
}

// Misread refuses what generated code could not read; it is the ErrorHandler of every door. Validation stands before it, so that hardly anything gets here.
func Misread(c *gin.Context, err error, _ int) { reply.Refuse(c, errBadRequest.Because(err)) }
