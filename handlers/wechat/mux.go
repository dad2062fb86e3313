package wechat

import (
	"context"
	"time"

	"shuangyong/dialog"
	"shuangyong/models/db"
	gateway "shuangyong/wechat"
)

// Message is one delivery on its way through the handlers.
type Message struct {
	In    gateway.Inbound
	Now   time.Time
	State dialog.State
	New   bool // no conversation with the sender is remembered
}

// Answer is what a handler makes of a message: what to say and to remember, and, if something is to change, the change whose own answer then
// counts instead.
type Answer struct {
	Reply  gateway.Reply
	State  dialog.State
	Intent string // for the log
	Change func(tx db.Tx) (Answer, error)
	FormID string // second key of the change

	settled  bool // a change was committed, now or before: the answer stands, whatever the conversation did meanwhile
	departed bool // the sender has left since: nothing of it is kept
}

// Handler answers a kind of message. Also with an error the Answer holds something decent to say.
type Handler func(ctx context.Context, m Message) (Answer, error)

// Middleware wraps a handler.
type Middleware func(Handler) Handler

type route struct {
	kind  gateway.Kind
	event string
}

// Mux finds the handler of a message by its type, and of an event by its name.
type Mux struct {
	handlers map[route]Handler
	around   []Middleware
}

// NewMux makes an empty one.
func NewMux() *Mux { return &Mux{handlers: map[route]Handler{}} }

// On registers a handler, once for a kind and event. event is empty for what is no event.
func (m *Mux) On(kind gateway.Kind, event string, h Handler) {
	r := route{kind, event}
	if _, taken := m.handlers[r]; taken {
		panic("wechat: two handlers for " + string(kind) + " " + event)
	}
	for i := len(m.around) - 1; i >= 0; i-- {
		h = m.around[i](h)
	}
	m.handlers[r] = h
}

// Use puts middleware around the handlers registered after it, the first outermost.
func (m *Mux) Use(around ...Middleware) { m.around = append(m.around, around...) }

// Find is the handler of a message, if it has one.
func (m *Mux) Find(in gateway.Inbound) (Handler, bool) {
	h, ok := m.handlers[route{in.Kind, in.Event}]
	return h, ok
}
