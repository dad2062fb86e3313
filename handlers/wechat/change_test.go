package wechat_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shuangyong/dialog"
	door "shuangyong/handlers/wechat"
	"shuangyong/models/db"
	"shuangyong/models/fault"
	"shuangyong/models/once"
	"shuangyong/session"
	gateway "shuangyong/wechat"
)

// The process dies after the change was committed and before anybody was told. WeChat's retry gets the words that were committed with it.
func TestACrashBetweenCommitAndReplyLosesAndDoublesNothing(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		e := h.promising()
		alive := h.opens(e)
		h.follow(alive)
		// What a process does until its death, with the door's own parts: it takes the mark …
		m := h.says("人工", "1")
		query, body, err := h.wechat.Request(m)
		require.NoError(t, err)
		g, err := gateway.New(gateway.Options{AppID: appID, Token: token, AESKey: aesKey, Clock: h.clock})
		require.NoError(t, err)
		in, _, err := g.Open(query, body)
		require.NoError(t, err)
		turn, err := alive.sessions.Begin(t.Context(), session.Key{Message: in.Key, Conversation: citizen}, 4500*time.Millisecond)
		require.NoError(t, err)
		require.Equal(t, session.Mine, turn.Phase)
		// … and commits, and dies.
		require.NoError(t, alive.door.CommitOnly(t.Context(), in))
		require.Equal(t, 1, h.waiting())

		h.clock.Advance(5 * time.Second)
		turns := e.turns.Load()
		require.Equal(t, "已经在请工作人员了：人工", alive.push(m).text)
		require.Equal(t, 1, h.waiting())
		require.Equal(t, turns, e.turns.Load(), "the words were kept, not made again")
		next, err := alive.sessions.Begin(t.Context(), session.Key{Message: "next", Conversation: citizen}, time.Second)
		require.NoError(t, err)
		require.Equal(t, "promised", dialog.DecodeState(next.Conversation).Last, "the conversation too")
	})
}

func TestAfterAFlushedRedisAChangeIsStillDoneOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		r := h.opens(h.promising())
		h.follow(r)
		m := h.says("人工", "1")
		first := r.push(m)
		require.NoError(t, r.sessions.Forget(t.Context(), citizen)) // all that Redis knew of him
		require.Equal(t, first.text, r.push(m).text)
		require.Equal(t, 1, h.waiting())
	})
}

func TestAFormConfirmedTwiceActsOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		e := &engine{turn: func(ctx context.Context, s dialog.Speaker, st dialog.State, m dialog.Message) (dialog.Turn, error) {
			turn, err := h.promise(ctx, s, st, "表单，由"+m.Text)
			turn.FormID = "form-1"
			return turn, err
		}}
		r := h.opens(e)
		first := r.push(h.says("确认", "1"))
		require.Equal(t, "已经在请工作人员了：表单，由确认", first.text)
		require.Equal(t, first.text, r.push(h.says("好的", "2")).text, "another message, the same form: what was said then")
		require.Equal(t, 1, h.waiting())
	})
}

func TestARefusedChangeSaysWhy(t *testing.T) {
	h := one(t)
	e := &engine{turn: func(ctx context.Context, s dialog.Speaker, st dialog.State, m dialog.Message) (dialog.Turn, error) {
		turn := say("没有办成，请打电话。", st)
		turn.Change = change(func(tx db.Tx) (dialog.Outcome, error) {
			if m.Text == "满" {
				return dialog.Outcome{}, fault.New(fault.Full, "slot.full", "这个时间刚被约走了，换一个吧。")
			}
			if m.Text == "崩" {
				panic("canary")
			}
			return dialog.Outcome{}, errors.New("canary of the inside")
		})
		return turn, nil
	}}
	r := h.opens(e)
	require.Equal(t, "这个时间刚被约走了，换一个吧。", r.push(h.says("满", "1")).text)
	require.Equal(t, "没有办成，请打电话。", r.push(h.says("坏", "2")).text)
	require.Contains(t, r.push(h.says("崩", "3")).text, "对不起")
	_, found, err := once.Find(t.Context(), h.db, once.Key{Space: "wechat", Value: "1"})
	require.NoError(t, err)
	require.False(t, found)
	require.NotContains(t, h.log.String(), "canary")
	require.Equal(t, 2, r.count("text", "degraded"))
}

// The connection breaks at the commit. If the database answers again, it is found out what happened; else nothing is claimed either way.
func TestACommitThatNobodyKnowsOf(t *testing.T) {
	for name, c := range map[string]struct {
		breaks  int // how often the commit is in doubt
		intent  string
		want    string
		waiting int
	}{
		"once":          {1, "human", "已经在请工作人员了：人工", 1},
		"and stays so":  {9, "human", "刚才线路断了一下，这件事不知道办成没有。\n先别再发一遍，过几分钟打" + phone + "，请人帮您核实。", 0},
		"with a crisis": {9, "crisis", "没有办成，请打电话。", 0}, // what the dialog says there claims nothing
	} {
		t.Run(name, func(t *testing.T) {
			h, tries := one(t), 0
			r := h.opens(&engine{turn: func(ctx context.Context, s dialog.Speaker, st dialog.State, m dialog.Message) (dialog.Turn, error) {
				turn, err := h.promise(ctx, s, st, m.Text)
				turn.Intent = c.intent
				inner := turn.Change
				turn.Change = change(func(tx db.Tx) (dialog.Outcome, error) {
					if tries++; tries <= c.breaks {
						return dialog.Outcome{}, db.ErrUncertain
					}
					return inner.Commit(tx)
				})
				return turn, err
			}})
			require.Equal(t, c.want, r.push(h.says("人工", "1")).text)
			require.Equal(t, c.waiting, h.waiting())
		})
	}
}

// Somebody who followed before the program was there has no account until something is promised to him.
func TestAPromiseToAStrangerOpensHisAccount(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		var asked []bool
		e := &engine{turn: func(ctx context.Context, s dialog.Speaker, st dialog.State, m dialog.Message) (dialog.Turn, error) {
			_, known, err := s.Person(ctx)
			require.NoError(t, err)
			asked = append(asked, known)
			if m.Text == "查" {
				return say("查到了", st), nil
			}
			return h.promise(ctx, s, st, m.Text)
		}}
		r := h.opens(e)
		require.Equal(t, "查到了", r.push(h.says("查", "1")).text)
		_, ok := h.account()
		require.False(t, ok, "a look-up writes nothing")
		require.Zero(t, h.entries())
		require.Equal(t, "已经在请工作人员了：人工", r.push(h.says("人工", "2")).text)
		_, ok = h.account()
		require.True(t, ok)
		require.Equal(t, []bool{false, false, true}, asked)
	})
}

func TestMuxTakesOneHandlerAKind(t *testing.T) {
	m := door.NewMux()
	var order []string
	around := func(name string) door.Middleware {
		return func(next door.Handler) door.Handler {
			return func(ctx context.Context, msg door.Message) (door.Answer, error) {
				order = append(order, name)
				return next(ctx, msg)
			}
		}
	}
	m.Use(around("outer"), around("inner"))
	m.On(gateway.KindText, "", func(context.Context, door.Message) (door.Answer, error) { return door.Answer{}, nil })
	h, ok := m.Find(gateway.Inbound{Kind: gateway.KindText})
	require.True(t, ok)
	_, _ = h(t.Context(), door.Message{})
	require.Equal(t, []string{"outer", "inner"}, order)
	_, ok = m.Find(gateway.Inbound{Kind: gateway.KindEvent, Event: "CLICK"})
	require.False(t, ok)
	require.Panics(t, func() { m.On(gateway.KindText, "", h) })
}
