// Package wechat is the door for WeChat's messages: it answers each of them once, in time, and decently, whatever fails behind it.
package wechat

import (
	"context"
	"log/slog"
	"net/url"
	"sync/atomic"
	"time"

	"github.com/gin-gonic/gin"

	"shuangyong/dialog"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/person"
	"shuangyong/models/seal"
	"shuangyong/session"
	gateway "shuangyong/wechat"
)

// Gateway is the part of package wechat that the door needs.
type Gateway interface {
	Challenge(q url.Values) (echo string, err error)
	Open(q url.Values, body []byte) (gateway.Inbound, gateway.Envelope, error)
	SendText(ctx context.Context, to gateway.OpenID, text string) error
	UnionID(ctx context.Context, of gateway.OpenID) (seal.Text, error)
}

// Engine holds the conversation.
type Engine interface {
	Turn(ctx context.Context, now time.Time, s dialog.Speaker, st dialog.State, m dialog.Message) (dialog.Turn, error)
}

// Logins ends every login of a person and forgets what WeChat gave us for it; session.Logins does.
type Logins interface {
	Forget(ctx context.Context, openid seal.Text) error
}

// Eraser deletes what one domain keeps of an account whose owner left.
type Eraser func(tx db.Tx, account person.Account) error

// Options is what a door is made of. The durations have defaults that fit WeChat's five seconds.
type Options struct {
	Gateway  Gateway
	Sessions *session.Store
	DB       *db.DB
	Engine   Engine
	Accounts Accounts
	Merge    person.Merge // makes one person of two records in every domain
	Erasers  []Eraser
	Clock    clock.Clock
	Log      *slog.Logger
	Metrics  *Metrics
	Logins   Logins     // the mini-program's; nil where there is none
	App      person.App // whose callback this is; default the Official Account
	Phone    string     // the bureau's number, for what the door itself must say

	Workers  int           // messages worked on at once; default 64
	MaxBody  int64         // bytes; default 64 KiB
	Deadline time.Duration // after which WeChat gets success and the citizen a later message; default 4 s
	Hold     time.Duration // after which whoever holds a message counts as dead; default half a second more, below WeChat's retry at 5 s
	Late     time.Duration // after which work is given up; default 20 s
	Recall   time.Duration // the database's time to say whether a message was handled before; default 1 s

	// After starts a timer; tests bring their own.
	After func(time.Duration) (fired <-chan time.Time, stop func())
}

// Door answers WeChat's callback.
type Door struct {
	o    Options
	keys *seal.Keyring
	mux  *Mux
	pool *pool

	awaySince atomic.Int64 // when the database failed last, in microseconds; 0 = it answers
}

// New makes a door and registers what it answers.
func New(o Options) *Door {
	o = o.withDefaults()
	d := &Door{o: o, keys: o.DB.Keys(), mux: NewMux(), pool: newPool(o.Workers)}
	d.mux.Use(d.recovered, d.remembered, d.committed)
	d.routes()
	return d
}

func (o Options) withDefaults() Options {
	orElse(&o.App, person.OfficialAccount)
	orElse(&o.Workers, 64)
	orElse(&o.MaxBody, 64<<10)
	orElse(&o.Deadline, 4*time.Second)
	orElse(&o.Hold, o.Deadline+500*time.Millisecond)
	orElse(&o.Late, 20*time.Second)
	orElse(&o.Recall, time.Second)
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Metrics == nil {
		o.Metrics = NewMetrics()
	}
	if o.After == nil {
		o.After = func(d time.Duration) (<-chan time.Time, func()) {
			t := time.NewTimer(d)
			return t.C, func() { t.Stop() }
		}
	}
	return o
}

func orElse[T comparable](v *T, fallback T) {
	var zero T
	if *v == zero {
		*v = fallback
	}
}

// Path is where an app's callback is.
func Path(app person.App) string {
	if app == person.MiniProgram {
		return "/wechat/mini"
	}
	return "/wechat"
}

// Register puts the callback's two routes in place.
func (d *Door) Register(r gin.IRoutes) {
	r.GET(Path(d.o.App), d.challenge)
	r.POST(Path(d.o.App), d.receive)
}

// Drain waits until the work under way is done, late answers included. When ctx ends first, the work is told to stop and Drain returns once it
// has. The door takes no work afterwards.
func (d *Door) Drain(ctx context.Context) error { return d.pool.drain(ctx) }

// routes says what is done with which message. Whatever is not here is accepted in silence, without a trace: positions that phones report by
// themselves, pages opened from the menu, the fate of messages we sent. To a mini-program WeChat takes no answer but success, and nobody holds
// conversations there: of its pushes those count that oblige us to delete.
func (d *Door) routes() {
	if d.o.App == person.MiniProgram {
		return
	}
	d.mux.On(gateway.KindText, "", d.talk)
	d.mux.On(gateway.KindVoice, "", d.talk)
	d.mux.On(gateway.KindImage, "", d.talk)
	d.mux.On(gateway.KindVideo, "", d.talk)
	d.mux.On(gateway.KindShortVideo, "", d.talk)
	d.mux.On(gateway.KindLocation, "", d.talk)
	d.mux.On(gateway.KindLink, "", d.talk)
	d.mux.On(gateway.KindEvent, gateway.EventClick, d.talk)
	d.mux.On(gateway.KindEvent, gateway.EventScan, d.talk)
	d.mux.On(gateway.KindEvent, gateway.EventSubscribe, d.followed)
}

// leaves tells whether a message obliges us to delete the person's data.
func leaves(in gateway.Inbound) bool {
	switch in.Event {
	case gateway.EventUnsubscribe, gateway.EventAuthorizationRevoke, gateway.EventAuthorizationCancels:
		return in.Kind == gateway.KindEvent
	}
	return false
}
