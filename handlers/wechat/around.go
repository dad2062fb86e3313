package wechat

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"time"

	"shuangyong/models/db"
	"shuangyong/models/fault"
	"shuangyong/models/once"
	"shuangyong/models/person"
	"shuangyong/models/seal"
	gateway "shuangyong/wechat"
)

// pause is how long the database is not asked what it remembers after it failed.
const pause = time.Second

var errPanic = errors.New("panic")

// crisis is the intent of words that speak of danger to life.
const crisis = "crisis"

// recovered answers the citizen when a handler panics.
func (d *Door) recovered(next Handler) Handler {
	return func(ctx context.Context, m Message) (a Answer, err error) {
		defer func() {
			if v := recover(); v != nil {
				d.panicked(ctx, v)
				a, err = Answer{Reply: d.sorry(), State: m.State}, errPanic
			}
		}()
		return next(ctx, m)
	}
}

// panicked logs where it happened and never the value, which could hold somebody's words.
func (d *Door) panicked(ctx context.Context, v any) {
	d.o.Metrics.Panics.Inc()
	at := make([]uintptr, 16)
	frames := runtime.CallersFrames(at[:runtime.Callers(3, at)])
	var where []string
	for {
		f, more := frames.Next()
		where = append(where, fmt.Sprintf("%s:%d", f.Function, f.Line))
		if !more {
			break
		}
	}
	d.o.Log.LogAttrs(ctx, slog.LevelError, "panic", slog.String("type", fmt.Sprintf("%T", v)), slog.Any("at", where))
}

// departed drops what somebody sent before he left and WeChat delivers after: a conversation with him would only have to be deleted again.
// Whoever is in the midst of one has not left, and what he asks for is looked at again when it is committed.
func (d *Door) departed(ctx context.Context, m Message) bool {
	if !m.New || d.databaseAway() {
		return false
	}
	ctx, cancel := context.WithTimeout(ctx, d.o.Recall)
	defer cancel()
	at := m.In.CreatedAt
	if m.In.Event == gateway.EventSubscribe {
		at = at.Add(time.Second) // WeChat counts whole seconds, and within one nobody follows before he leaves
	}
	left, err := d.o.Accounts.LeftSince(ctx, d.o.App, m.In.From, at)
	return err == nil && left
}

// goneMessage is the answer to somebody who is no longer there.
func goneMessage() Answer { return Answer{Reply: gateway.Nothing(), departed: true} }

// remembered answers a message whose change was committed before: Redis may have lost it, or the process died before it could say so. Where
// the database does not answer, the message is taken as new, for a change could not be committed twice; and as the citizen waits, whatever
// else it needs of the database has to come quickly.
func (d *Door) remembered(next Handler) Handler {
	return func(ctx context.Context, m Message) (Answer, error) {
		if raw, ok := d.recall(ctx, m.In); ok && len(raw) > 0 {
			return decodeRecord(raw), nil
		} else if d.departed(ctx, m) {
			return goneMessage(), nil
		} else if ok {
			return decodeRecord(nil), nil
		}
		if d.databaseAway() {
			var cancel context.CancelFunc
			ctx, cancel = context.WithTimeout(ctx, d.o.Recall)
			defer cancel()
		}
		return next(ctx, m)
	}
}

// recall asks the database, unless it failed a moment ago: a hung one would hold up every message that it has no part in.
func (d *Door) recall(ctx context.Context, in gateway.Inbound) ([]byte, bool) {
	if d.databaseAway() {
		return nil, false
	}
	ctx, cancel := context.WithTimeout(ctx, d.o.Recall)
	defer cancel()
	raw, ok, err := once.Find(ctx, d.o.DB, messageKey(in))
	if err != nil {
		d.awaySince.Store(d.o.Clock.Now().UnixMicro())
		d.o.Log.LogAttrs(ctx, slog.LevelWarn, "database does not answer", slog.String("reason", reason(err)))
		return nil, false
	}
	d.awaySince.Store(0)
	return raw, ok
}

// databaseAway tells whether the database failed within the last moment.
func (d *Door) databaseAway() bool {
	since := d.awaySince.Load()
	now := d.o.Clock.Now().UnixMicro()
	return since != 0 && now >= since && now < since+pause.Microseconds()
}

// committed carries out what a handler wants changed: together with the message's key, the form's, and the reply, or not at all.
func (d *Door) committed(next Handler) Handler {
	return func(ctx context.Context, m Message) (Answer, error) {
		a, err := next(ctx, m)
		if a.Change == nil || err != nil {
			return a, err
		}
		keys := []once.Key{messageKey(m.In)}
		if a.FormID != "" {
			keys = append(keys, once.Key{Space: "form", Value: a.FormID})
		}
		commit := func(tx db.Tx) ([]byte, error) {
			if _, _, err := d.o.Accounts.Stay(tx, d.o.App, m.In.From, m.In.CreatedAt); err != nil {
				return nil, err
			}
			then, err := a.Change(tx)
			if err != nil {
				return nil, err
			}
			return encodeRecord(then)
		}
		raw, _, err := once.Run(ctx, d.o.DB, d.owner(m.In.From), keys, commit)
		if errors.Is(err, db.ErrUncertain) { // under the same keys it happens now, or it is found that it has
			if raw, _, err = once.Run(ctx, d.o.DB, d.owner(m.In.From), keys, commit); err != nil {
				return d.unsure(a, err)
			}
		}
		if errors.Is(err, person.ErrLeft) && m.In.Event == gateway.EventSubscribe { // in the second in which he left: greeted, and known from his next message on
			a.Change = nil
			return a, nil
		}
		if errors.Is(err, person.ErrLeft) {
			return goneMessage(), nil
		}
		if err == nil {
			d.awaySince.Store(0)
			done := decodeRecord(raw)
			done.Intent = a.Intent
			return done, nil
		}
		return d.notTaken(ctx, m, a, err)
	}
}

// notTaken says that nothing was changed, having made sure of it: a connection can break after the commit.
func (d *Door) notTaken(ctx context.Context, m Message, a Answer, err error) (Answer, error) {
	switch code := fault.CodeOf(err); code {
	case fault.Unavailable, fault.Internal:
		if raw, ok := d.recall(ctx, m.In); ok {
			return decodeRecord(raw), nil
		}
	default:
		a.Reply = gateway.TextReply(fault.Of(err).Detail)
	}
	a.Change = nil
	return a, err
}

// unsure says that nobody knows: the connection broke at the commit, and the database stays away. What is said to somebody in danger claims
// nothing, and whom to call is there already.
func (d *Door) unsure(a Answer, err error) (Answer, error) {
	a.Change = nil
	if a.Intent != crisis {
		a.Reply = gateway.TextReply("刚才线路断了一下，这件事不知道办成没有。\n先别再发一遍，过几分钟打" + d.o.Phone + "，请人帮您核实。")
	}
	return a, err
}

func messageKey(in gateway.Inbound) once.Key { return once.Key{Space: "wechat", Value: in.Key} }

// owner is by what a person's stored replies are found when he leaves.
func (d *Door) owner(openid gateway.OpenID) seal.Index { return Owner(d.keys, openid) }

// Owner is by what the stored replies of whoever speaks from an openid are found, for whoever deletes them otherwise than by his leaving.
func Owner(keys *seal.Keyring, openid gateway.OpenID) seal.Index {
	return keys.Index("wechat.owner", openid.Reveal())
}

// reason is what may be logged of an error.
func reason(err error) string { return fault.Of(err).Reason }

// sorry is said when something broke.
func (d *Door) sorry() gateway.Reply {
	return gateway.TextReply("对不起，系统出了点毛病，您这条没有处理。\n请过几分钟再发一次。\n急事打" + d.o.Phone + "。")
}

// busy is said when there was no room in time.
func (d *Door) busy() gateway.Reply {
	return gateway.TextReply("这会儿来问的人多，您这条还没来得及看。\n请过一两分钟再发一次。\n急事打" + d.o.Phone + "。")
}
