// Package routes is the map of the main listener: every path, and who may call it.
package routes

import (
	"log/slog"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"

	"shuangyong/handlers/reply"
	"shuangyong/models/clock"
	"shuangyong/models/fault"
	"shuangyong/server/middleware"
)

// Door is a package of handlers that puts its paths on a router.
type Door interface {
	Register(r gin.IRoutes)
}

// API is a Door whose paths are generated from the description of the API.
type API interface {
	Register(r gin.IRouter)
}

// Doors are what the program opens. Demo is nil outside the demo, Push and Mini are where there is no mini-program, so that their paths do not exist there.
type Doors struct {
	WeChat   Door
	Push     Door // what WeChat pushes to the mini-program
	Mini     API
	Desk     API
	Document Door // the description of the API
	Demo     Door
}

// Options are what every request passes through.
type Options struct {
	Log            *slog.Logger
	Clock          clock.Clock
	Took           *prometheus.HistogramVec
	TrustedProxies []string // believed in X-Forwarded-For; nobody when empty
	MaxBody        int64    // bytes, of any request but those to Roomy
	Deadline       time.Duration
	Wait           middleware.Wait // how long an address must wait; nil holds nobody up
}

// New makes the main listener's handler.
func New(o Options, doors Doors) (*gin.Engine, error) {
	gin.SetMode(gin.ReleaseMode)
	e := gin.New()
	if err := e.SetTrustedProxies(o.TrustedProxies); err != nil {
		return nil, err
	}
	e.RemoteIPHeaders = []string{"X-Forwarded-For"} // the one that trusted_proxies is about
	e.RedirectTrailingSlash = false
	e.HandleMethodNotAllowed = true
	e.ContextWithFallback = true
	e.Use(
		middleware.RequestID(),
		middleware.Access(o.Log, o.Clock, o.Took),
		middleware.Recovery(o.Log, reply.Refuse),
		middleware.Headers(),
		middleware.SizeCap(o.MaxBody, Roomy(), reply.Refuse),
		middleware.Deadline(o.Deadline),
	)
	if o.Wait != nil {
		e.Use(middleware.Pace(o.Wait))
	}
	e.NoRoute(func(c *gin.Context) {
		reply.Refuse(c, fault.New(fault.NotFound, "http.no_such_path", "没有这个地址。"))
	})
	e.NoMethod(func(c *gin.Context) {
		if path := c.Request.URL.Path; path == "/wechat" || path == "/wechat/mini" { // whatever is not WeChat's reads the same there
			c.String(http.StatusForbidden, "forbidden")
			return
		}
		p := reply.ProblemOf(fault.New(fault.Invalid, "http.wrong_method", "这个地址不能这样用。"))
		p.Status = http.StatusMethodNotAllowed
		c.Header("Content-Type", "application/problem+json; charset=utf-8")
		c.JSON(p.Status, p)
	})
	doors.open(e)
	return e, nil
}

// open puts the paths of the doors that there are in place.
func (d Doors) open(e *gin.Engine) {
	for _, door := range []Door{d.WeChat, d.Push, d.Document} {
		if door != nil {
			door.Register(e)
		}
	}
	for _, api := range []API{d.Mini, d.Desk} {
		if api != nil {
			api.Register(e)
		}
	}
	if d.Demo != nil {
		d.Demo.Register(e.Group("", middleware.SameOrigin(reply.Refuse)))
	}
}
