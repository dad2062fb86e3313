package wechat

import (
	"context"
	"sync/atomic"
	"time"

	"shuangyong/dialog"
	"shuangyong/session"
	gateway "shuangyong/wechat"
)

const (
	// poll is how often a delivery looks whether the one that was first is done.
	poll = 50 * time.Millisecond
	// rest is how long it has for the work when the first one died and its hold is over: WeChat hangs up a moment later.
	rest = 300 * time.Millisecond
)

// deliver answers one delivery of a message before fired, or a moment later where whoever was first has died. Of all deliveries of it, on all replicas,
// one does the work; the others wait for its reply. An error means that WeChat should deliver it again.
func (d *Door) deliver(ctx context.Context, in gateway.Inbound, fired <-chan time.Time) (gateway.Reply, error) {
	e := d.begin(ctx, in)
	if leaves(in) {
		return gateway.Nothing(), e.end(d.left(ctx, in))
	}
	handler, ok := d.mux.Find(in)
	if !ok {
		e.done(ignored)
		return gateway.Nothing(), nil
	}
	key := session.Key{Message: in.Key, Conversation: in.From.Reveal()}
	for last := false; ; {
		turn, err := d.o.Sessions.Begin(ctx, key, d.o.Hold)
		switch {
		case err != nil:
			e.failed(err)
			return d.sorry(), nil
		case turn.Phase == session.Finished:
			e.done(repeated)
			return decodeReply(turn.Reply), nil
		case turn.Phase == session.Mine:
			return d.work(ctx, &delivery{in: in, handler: handler, turn: turn, event: e, done: make(chan gateway.Reply, 1)}, fired), nil
		}
		if last && turn.Until.Sub(d.o.Clock.Now()) >= d.o.Hold { // whoever is at work lives, and sends the answer on its own
			e.done(waited)
			return gateway.Nothing(), nil
		}
		select {
		case <-time.After(poll):
		case <-fired:
			if last {
				e.done(waited)
				return gateway.Nothing(), nil
			}
			// Whoever lives says at this moment that he needs longer. Who does not may be dead, and success would leave the citizen without an answer: his time
			// ends in a moment, and then the message is ours, before WeChat hangs up.
			last = true
			var stop func()
			fired, stop = d.o.After(d.o.Hold - d.o.Deadline + rest)
			defer stop()
		case <-ctx.Done():
			e.done(gone)
			return gateway.Nothing(), nil
		}
	}
}

// delivery is the one that does the work. The handler of the request and the worker agree through phase on who speaks: the worker passively
// while the request waits, or, once it no longer does, as a message of its own.
type delivery struct {
	in      gateway.Inbound
	handler Handler
	turn    *session.Turn
	event   *event
	phase   atomic.Int32
	done    chan gateway.Reply
}

const (
	waiting int32 = iota
	answered
	tooLate
)

// work hands the message to the pool and waits for its answer until fired.
func (d *Door) work(ctx context.Context, v *delivery, fired <-chan time.Time) gateway.Reply {
	if !d.pool.run(context.WithoutCancel(ctx), d.o.Late, fired, func(ctx context.Context) { d.answer(ctx, v) }) {
		_ = d.o.Sessions.Release(ctx, v.turn) // nothing was done: sent again, it is handled
		v.event.done(busy)
		return d.busy()
	}
	select {
	case reply := <-v.done:
		return reply
	case <-fired:
	}
	if !v.phase.CompareAndSwap(waiting, tooLate) {
		return <-v.done // it came this instant
	}
	// The work goes on; a retry of WeChat's must not begin it a second time.
	_ = d.o.Sessions.Hold(ctx, v.turn, d.o.Clock.Now().Add(d.o.Late+d.o.Hold))
	return gateway.Nothing()
}

// answer does the work in the pool.
func (d *Door) answer(ctx context.Context, v *delivery) {
	defer func() {
		if broken := recover(); broken != nil { // outside the handlers, which answer for themselves
			d.panicked(ctx, broken)
			if v.phase.CompareAndSwap(waiting, answered) {
				v.done <- d.sorry()
			}
		}
	}()
	a := d.take(ctx, v)
	if v.phase.CompareAndSwap(waiting, answered) {
		defer func() { v.done <- a.Reply }() // once it is counted: whoever has the answer finds it in the figures
		v.event.done(v.event.how)
		return
	}
	d.sendLate(ctx, v, a)
}

// take takes the citizen's turn and stores what came of it. Where another message of his was answered meanwhile, the turn is taken again on
// top of what that one left; a change is not, for it has happened.
func (d *Door) take(ctx context.Context, v *delivery) Answer {
	m := Message{In: v.in, Now: d.o.Clock.Now(), State: dialog.DecodeState(v.turn.Conversation), New: len(v.turn.Conversation) == 0}
	for try := 0; ; try++ {
		a, err := v.handler(ctx, m)
		v.event.answered(a, err)
		if a.departed {
			v.event.failed(d.o.Sessions.Forget(ctx, v.in.From.Reveal()))
			return a
		}
		kept := a.Reply
		if v.phase.Load() == tooLate {
			kept = gateway.Nothing() // it will be sent on its own, so retries get success
		}
		moved, err := d.o.Sessions.Finish(ctx, v.turn, encodeReply(kept), a.State.Encode())
		v.event.failed(err)
		if !moved || a.settled || try == 2 {
			return a
		}
		m.State = dialog.DecodeState(v.turn.Conversation)
	}
}

// sendLate sends an answer that missed WeChat's deadline as a customer-service message. One message of the citizen's causes at most one, which
// keeps within what WeChat allows (5 in the 48 hours after his last message, 3 in the minute after a tap or a scan).
func (d *Door) sendLate(ctx context.Context, v *delivery, a Answer) {
	ctx = context.WithoutCancel(ctx)
	if !a.departed {
		_, err := d.o.Sessions.Finish(ctx, v.turn, encodeReply(gateway.Nothing()), a.State.Encode())
		v.event.failed(err)
	}
	if a.Reply.Empty() {
		v.event.done(v.event.how)
		return
	}
	ctx, cancel := context.WithTimeout(ctx, d.o.Late)
	defer cancel()
	v.event.sent(d.o.Gateway.SendText(ctx, v.in.From, a.Reply.Text))
}
