package routes

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"shuangyong/handlers/reply"
	"shuangyong/server/middleware"
)

// Simulator makes the handler of WeChat as a program of its own: the phone's door, and the API for whatever the door does not know.
func Simulator(o Options, phone Door, api http.Handler) *gin.Engine {
	gin.SetMode(gin.ReleaseMode)
	e := gin.New()
	e.RedirectTrailingSlash = false
	e.ContextWithFallback = true
	e.Use(middleware.RequestID(), middleware.Access(o.Log, o.Clock, o.Took), middleware.Recovery(o.Log, reply.Refuse))
	e.NoRoute(gin.WrapH(api)) // which bounds what it reads by itself
	phone.Register(e.Group("", middleware.Headers(), middleware.SizeCap(o.MaxBody, Roomy(), reply.Refuse), middleware.Deadline(o.Deadline), middleware.SameOrigin(reply.Refuse)))
	return e
}
