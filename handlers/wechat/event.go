package wechat

import (
	"context"
	"log/slog"
	"time"

	"shuangyong/models/fault"
	gateway "shuangyong/wechat"
)

// How a message ended.
const (
	said     = "answered"
	repeated = "repeated" // answered before: the same reply again
	changed  = "changed"  // something was committed
	ignored  = "ignored"  // nobody answers this kind
	waited   = "waited"   // somebody else was still at work on it
	gone     = "gone"     // WeChat hung up
	busy     = "busy"
	degraded = "degraded" // something behind the door failed; the citizen was told so
	crashed  = "panic"
	late     = "late" // sent as a message of its own
	lost     = "late_lost"
	left     = "left"      // the person's data were deleted
	owed     = "left_owed" // or will be
	absent   = "absent"    // he left before his message was handled: nothing of it was kept
)

// event is the log line and the figures of one delivery: what kind it was and how it went, nothing of what was in it.
type event struct {
	d      *Door
	ctx    context.Context
	kind   string
	start  time.Time
	intent string
	how    string
}

func (d *Door) begin(ctx context.Context, in gateway.Inbound) *event {
	return &event{d: d, ctx: context.WithoutCancel(ctx), kind: kindOf(in), start: d.o.Clock.Now()}
}

// done writes the line.
func (e *event) done(outcome string) {
	took := e.d.o.Clock.Now().Sub(e.start)
	e.d.o.Metrics.Messages.WithLabelValues(e.kind, outcome).Inc()
	if e.intent != "" {
		e.d.o.Metrics.Intents.WithLabelValues(e.intent).Inc()
	}
	e.d.o.Metrics.Took.Observe(took.Seconds())
	e.d.o.Log.LogAttrs(e.ctx, slog.LevelInfo, "message", slog.String("kind", e.kind), slog.String("intent", e.intent),
		slog.String("outcome", outcome), slog.Duration("took", took))
}

// answered notes how the handler fared; the line is written when the answer is out.
func (e *event) answered(a Answer, err error) {
	e.intent = a.Intent
	switch {
	case err == errPanic: //nolint:errorlint // our own value, never wrapped
		e.how = crashed
	case err != nil:
		e.how = degraded
		e.failed(err)
	case a.departed:
		e.how = absent
	case a.settled:
		e.how = changed
	default:
		e.how = said
	}
}

// failed logs what broke, if anything did, by its stable reason.
func (e *event) failed(err error) {
	if err == nil {
		return
	}
	f := fault.Of(err)
	e.d.o.Log.LogAttrs(e.ctx, slog.LevelWarn, "message failed", slog.String("kind", e.kind), slog.String("code", string(f.Code)),
		slog.String("reason", f.Reason))
}

// sent ends a late answer.
func (e *event) sent(err error) {
	if err == nil {
		e.done(late)
		return
	}
	e.d.o.Log.LogAttrs(e.ctx, slog.LevelWarn, "late answer not sent", slog.String("class", string(gateway.Classify(err))))
	e.done(lost)
}

// end ends the deletion of somebody who left, and hands its error on.
func (e *event) end(err error) error {
	if err != nil {
		e.failed(err)
		e.done(owed)
		return err
	}
	e.done(left)
	return nil
}

// known are the events that have a name in the log; WeChat could send any word.
var known = map[string]bool{
	gateway.EventSubscribe: true, gateway.EventUnsubscribe: true, gateway.EventScan: true, gateway.EventLocation: true,
	gateway.EventClick: true, gateway.EventView: true, gateway.EventViewMiniProgram: true, gateway.EventScanPush: true,
	gateway.EventScanWait: true, gateway.EventPhoto: true, gateway.EventPhotoOrAlbum: true, gateway.EventAlbum: true,
	gateway.EventLocationSelect: true, gateway.EventTemplateSent: true, gateway.EventMassSent: true,
	gateway.EventSubscribePopup: true, gateway.EventSubscribeChange: true, gateway.EventSubscribeSent: true,
	gateway.EventMediaCheck: true, gateway.EventAuthorizationRevoke: true, gateway.EventAuthorizationCancels: true,
}

func kindOf(in gateway.Inbound) string {
	switch {
	case in.Kind != gateway.KindEvent:
		return string(in.Kind)
	case known[in.Event]:
		return "event." + in.Event
	}
	return "event.other"
}
