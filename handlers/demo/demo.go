// Package demo is the door of the demo alone: it moves the clock, puts invented people behind openids, and lends a telephone to those who have none.
package demo

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"shuangyong/handlers/reply"
	"shuangyong/models/fault"
	"shuangyong/wechat/simulator"
)

// Clock is the demo's clock.
type Clock interface {
	Now() time.Time
	Advance(d time.Duration) time.Time
}

// Phone delivers messages as WeChat does and knows what WeChat was asked to deliver.
type Phone interface {
	Push(ctx context.Context, m simulator.Message) (simulator.Delivery, error)
	Sent(openID string) []simulator.Sent
}

// Introduce puts a synthetic person behind an openid.
type Introduce func(ctx context.Context, who Stranger) error

// Options are what the door works with.
type Options struct {
	Clock     Clock
	Phone     Phone
	Introduce Introduce
}

// Door is the demo's.
type Door struct{ o Options }

// New makes it.
func New(o Options) *Door { return &Door{o} }

// Register puts the demo's paths in place.
func (d *Door) Register(r gin.IRoutes) {
	r.GET("/api/demo/v1/clock", d.tellTime)
	r.POST("/api/demo/v1/clock", d.moveClock)
	r.POST("/api/demo/v1/person", d.introduce)
	r.POST("/simulator/api/message", d.message)
	r.GET("/simulator/api/sent", d.sent)
}

// read takes a strict JSON object; anything else is refused, and the reader sees why.
func read(c *gin.Context, into any) bool {
	body, err := io.ReadAll(c.Request.Body)
	if tooLarge, ok := errors.AsType[*http.MaxBytesError](err); ok {
		reply.Refuse(c, fault.Wrap(tooLarge, fault.TooLarge, "http.too_large", "内容太大了，没有收下。"))
		return false
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.DisallowUnknownFields()
	if err == nil {
		err = decoder.Decode(into)
	}
	if err == nil {
		_, err = decoder.Token()
		if errors.Is(err, io.EOF) && !bytes.Equal(bytes.TrimSpace(body), []byte("null")) {
			return true
		}
	}
	reply.Refuse(c, fault.Wrap(err, fault.Invalid, "http.bad_json", "请求的内容不是约定的 JSON。"))
	return false
}
