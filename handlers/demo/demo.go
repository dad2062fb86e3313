// Package demo is the door of the demo alone: it moves the clock, puts invented people behind openids, and lends a telephone to those who have none.
package demo

import (
	"bytes"
	"context"
	"crypto/rand"
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

// Phone delivers messages as WeChat does, remembers what phones show, and lets things go wrong on purpose.
type Phone interface {
	Push(ctx context.Context, m simulator.Message) (simulator.Delivery, error)
	Sent(openID string) []simulator.Sent
	Entries(after int64) ([]simulator.Entry, <-chan struct{})
	Exchanges(after int64) []simulator.Exchange
	Make(t simulator.Trouble) int64
	Mend(id int64)
	Troubles() []simulator.Trouble
	InvalidateTokens()
	Menu() []byte
	Code(openID string) string
	PhoneCode(openID string) string
	Templates() []simulator.Template
	Popup(openID string, choices map[string]bool)
	SetRisky(openID string, risky bool)
	QRCodes() []simulator.QRCode
	Scan(ctx context.Context, openID, ticket string) (simulator.Delivery, error)
	Store(kind string, content []byte) (mediaID, url string)
	File(name string) (content []byte, kind string, found bool)
	Try(ctx context.Context, which simulator.Trial, openID string) simulator.Outcome
}

// Introduce puts a synthetic person behind an openid.
type Introduce func(ctx context.Context, who Stranger) error

// Options are what the door works with. What is nil beside Phone is not there: its path does not exist, and the page does not show it.
type Options struct {
	Phone     Phone
	Clock     Clock     // of the program, which can be moved
	Introduce Introduce // nil without a database
	Staff     func(ctx context.Context, login string) (token string, err error)

	Account Account
	Menu    []Button // the account's default, until one is pushed
	Mini    bool     // whether the mini-program's API answers beside this door
	People  func(ctx context.Context) ([]Person, error)
	Map     func(ctx context.Context) (Map, error)

	Hold time.Duration   // how long a question for news waits; default 8 s
	Life context.Context //nolint:containedctx // ends when the program stops, so that nobody waits for news or for WeChat's next try then; default never
}

// Door is the demo's.
type Door struct {
	o      Options
	boot   string // of this start; a page that sees another one begins anew
	guests guests
}

// New makes it.
func New(o Options) *Door {
	if o.Hold <= 0 {
		o.Hold = 8 * time.Second
	}
	if o.Life == nil {
		o.Life = context.Background()
	}
	return &Door{o: o, boot: rand.Text()}
}

// Register puts the demo's paths in place.
func (d *Door) Register(r gin.IRoutes) {
	pages(r)
	r.POST("/simulator/api/message", d.message)
	r.GET("/simulator/api/sent", d.sent)
	r.GET("/simulator/api/state", d.state)
	r.GET("/simulator/api/timeline", d.timeline)
	r.GET("/simulator/api/exchanges", d.exchanges)
	r.POST("/simulator/api/trouble", d.makeTrouble)
	r.DELETE("/simulator/api/trouble/:id", d.mendTrouble)
	r.POST("/simulator/api/tokens/expire", d.expireTokens)
	r.POST("/simulator/api/scan", d.scan)
	r.POST(MediaPath, d.media)
	r.GET("/simulator/api/picture/:name", d.picture)
	r.POST("/simulator/api/code", d.code)
	r.POST("/simulator/api/phone-code", d.phoneCode)
	r.POST("/simulator/api/popup", d.popup)
	r.POST("/simulator/api/risky", d.risky)
	r.POST("/simulator/api/trial", d.trial)
	if d.o.Clock != nil {
		r.GET("/api/demo/v1/clock", d.tellTime)
		r.POST("/api/demo/v1/clock", d.moveClock)
	}
	if d.o.Introduce != nil {
		r.POST("/api/demo/v1/person", d.introduce)
	}
	if d.o.Staff != nil {
		r.POST("/api/demo/v1/staff", d.staff)
	}
	if d.o.Map != nil {
		r.GET("/simulator/api/map", d.cityMap)
	}
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

// bad refuses a request whose field is wrong.
func bad(c *gin.Context, field, why string) {
	reply.Refuse(c, fault.New(fault.Invalid, "demo.bad_request", "请求里有写得不对的地方。").WithField(field, why))
}
