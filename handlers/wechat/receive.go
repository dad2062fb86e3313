package wechat

import (
	"errors"
	"io"
	"log/slog"
	"net/http"

	"github.com/gin-gonic/gin"

	"shuangyong/models/fault"
	gateway "shuangyong/wechat"
)

// What is said without words. Whoever is not WeChat reads the same, whatever was wrong.
const (
	accepted  = "success"
	forbidden = "forbidden"
	tooLarge  = "too large"
)

// challenge answers WeChat's check of the address.
func (d *Door) challenge(c *gin.Context) {
	echo, err := d.o.Gateway.Challenge(c.Request.URL.Query())
	if err != nil {
		d.refuse(c, err)
		return
	}
	c.String(http.StatusOK, "%s", echo)
}

// receive answers one message.
func (d *Door) receive(c *gin.Context) {
	fired, stop := d.o.After(d.o.Deadline)
	defer stop()
	defer d.catch(c)
	body, err := io.ReadAll(http.MaxBytesReader(c.Writer, c.Request.Body, d.o.MaxBody))
	if err != nil {
		d.refuseBody(c, err)
		return
	}
	in, envelope, err := d.o.Gateway.Open(c.Request.URL.Query(), body)
	if err != nil {
		d.refuse(c, err)
		return
	}
	reply, err := d.deliver(c.Request.Context(), in, fired)
	if err != nil {
		c.Status(http.StatusInternalServerError) // WeChat delivers it again
		return
	}
	contentType, sealed, err := envelope.Seal(reply)
	if err != nil {
		d.o.Log.LogAttrs(c.Request.Context(), slog.LevelError, "reply not sealed", slog.String("reason", reason(err)))
		contentType, sealed = "text/plain; charset=utf-8", []byte(accepted)
	}
	c.Data(http.StatusOK, contentType, sealed)
}

// refuse answers what the gateway would not open: 403 for what is not proven to be WeChat's, success for what is and cannot be read (WeChat
// would only send it again).
func (d *Door) refuse(c *gin.Context, err error) {
	guard := gateway.Guard(err)
	d.o.Metrics.Refused.WithLabelValues(guard).Inc()
	switch fault.CodeOf(err) {
	case fault.Forbidden:
		d.o.Log.LogAttrs(c.Request.Context(), slog.LevelWarn, "refused", slog.String("guard", guard))
		c.String(http.StatusForbidden, forbidden)
	case fault.TooLarge:
		c.String(http.StatusRequestEntityTooLarge, tooLarge)
	default:
		d.o.Log.LogAttrs(c.Request.Context(), slog.LevelWarn, "unreadable", slog.String("guard", guard), slog.String("reason", reason(err)))
		c.String(http.StatusOK, accepted)
	}
}

func (d *Door) refuseBody(c *gin.Context, err error) {
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		d.o.Metrics.Refused.WithLabelValues("size").Inc()
		c.String(http.StatusRequestEntityTooLarge, tooLarge)
		return
	}
	c.Status(http.StatusBadRequest) // the sender went away in the middle
}

// catch turns a panic outside the handlers (the SDK's crypto, a broken reply) into silence; those inside are answered.
func (d *Door) catch(c *gin.Context) {
	v := recover()
	if v == nil {
		return
	}
	if v == http.ErrAbortHandler { //nolint:errorlint // net/http panics with this very value
		panic(v)
	}
	d.panicked(c.Request.Context(), v)
	if !c.Writer.Written() {
		c.String(http.StatusOK, accepted)
	}
}
