package wechat_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shuangyong/dialog"
	door "shuangyong/handlers/wechat"
	"shuangyong/models/db"
	"shuangyong/models/fault"
	"shuangyong/models/person"
	gateway "shuangyong/wechat"
	"shuangyong/wechat/simulator"
)

func TestFollowingOpensAnAccountAndGreets(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		r := h.opens(echo())
		m := simulator.Follow(citizen, "station-7")
		m.CreatedAt = h.clock.Now()
		got := r.push(m)
		require.NotEmpty(t, got.text)
		a, ok := h.account()
		require.True(t, ok)
		require.Equal(t, "station-7", a.Scene)
		require.Equal(t, got.text, r.push(m).text)
		require.Equal(t, 1, h.entries())
		require.Equal(t, 1, r.count("event.subscribe", "changed"))
	})
}

func TestLeavingDeletesWhatWeChatGaveUs(t *testing.T) {
	for _, event := range []string{gateway.EventUnsubscribe, gateway.EventAuthorizationCancels, gateway.EventAuthorizationRevoke} {
		t.Run(event, func(t *testing.T) {
			each(t, func(t *testing.T, h *house) {
				r := h.opens(h.promising())
				h.follow(r)
				asked := h.says("人工", "1")
				require.NotEmpty(t, r.push(asked).text)
				require.NotEmpty(t, h.redisFields())
				h.clock.Advance(time.Minute)

				leave := h.event(event, "")
				leave.Extra = "<OpenID>" + citizen + "</OpenID>"
				require.Equal(t, "success", r.push(leave).raw)
				_, ok := h.account()
				require.False(t, ok)
				require.Empty(t, h.redisFields())
				require.Equal(t, 1, h.waiting(), "what a human promised still holds")
				require.Equal(t, "success", r.push(asked).raw, "the stored reply is gone, and the change is not done again")
				require.Equal(t, 1, h.waiting())
				require.Equal(t, "success", r.push(leave).raw, "a retry of leaving")
			})
		})
	}
}

// WeChat's retry of an unfollow may arrive after the person came back.
func TestAnOldGoodbyeDoesNotDeleteWhoCameBack(t *testing.T) {
	h := one(t)
	r := h.opens(echo())
	h.follow(r)
	leave := h.event(gateway.EventUnsubscribe, "")
	require.Equal(t, "success", r.push(leave).raw)
	h.clock.Advance(2 * time.Second)
	h.follow(r)
	require.Equal(t, "success", r.push(leave).raw)
	_, ok := h.account()
	require.True(t, ok)
}

func TestLeavingWhileTheDatabaseIsAwayIsOwedAndSettled(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		away := true
		r := h.opens(echo(), func(o *door.Options) {
			o.Erasers = append(o.Erasers, func(db.Tx, person.Account) error {
				if away {
					return fault.New(fault.Unavailable, "db.unavailable", "")
				}
				return nil
			})
		})
		h.follow(r)
		r.push(h.says("你好", "1"))
		require.Equal(t, 500, r.push(h.event(gateway.EventUnsubscribe, "")).status, "so that WeChat delivers it again")
		_, ok := h.account()
		require.True(t, ok)
		n, err := r.door.Settle(t.Context())
		require.Error(t, err)
		require.Zero(t, n)

		away = false
		n, err = h.opens(echo()).door.Settle(t.Context()) // any replica may
		require.NoError(t, err)
		require.Equal(t, 1, n)
		_, ok = h.account()
		require.False(t, ok)
		require.Empty(t, h.redisFields())
		n, err = r.door.Settle(t.Context())
		require.NoError(t, err)
		require.Zero(t, n)
		require.NotContains(t, h.log.String(), citizen)
	})
}

// He asks for something, and leaves while it is under way: nothing of it may be stored after the deletion, on no database and not in Redis.
func TestLeavingWhileSomethingIsUnderWayLeavesNothing(t *testing.T) {
	for name, follows := range map[string]bool{"known": true, "stranger": false} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, h *house) {
				asked, goOn, first := make(chan bool), make(chan bool), sync.Once{}
				e := &engine{turn: func(ctx context.Context, s dialog.Speaker, st dialog.State, m dialog.Message) (dialog.Turn, error) {
					turn, err := h.promise(ctx, s, st, m.Text)
					if m.Text == "人工" {
						first.Do(func() { asked <- true; <-goOn })
					}
					return turn, err
				}}
				r := h.opens(e)
				if follows {
					h.follow(r)
				}
				before, m := h.waiting(), h.says("人工", "1")
				got := make(chan answer, 1)
				go func() { got <- r.push(m) }()
				<-asked
				h.clock.Advance(time.Second)
				require.Equal(t, "success", r.push(h.event(gateway.EventUnsubscribe, "")).raw)
				goOn <- true
				require.Equal(t, "success", (<-got).raw)
				_, ok := h.account()
				require.False(t, ok)
				require.Equal(t, before, h.waiting())
				require.Empty(t, h.redisFields())
				require.Equal(t, 1, r.count("text", "absent"))

				require.Equal(t, "success", r.push(m).raw, "WeChat's retry of it")
				require.Equal(t, "success", r.push(m).raw)
				require.Empty(t, h.redisFields())
				turns := e.turns.Load()
				h.clock.Advance(time.Second)
				require.NotEmpty(t, r.push(h.says("回来了", "2")).text, "what he says after is answered")
				require.Greater(t, e.turns.Load(), turns)
			})
		})
	}
}

// WeChat's times are whole seconds: who leaves and comes back within one is greeted, and the bureau knows him again from his next message on.
func TestComingBackInTheSameSecondIsGreeted(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		r := h.opens(h.both())
		h.follow(r)
		h.clock.Advance(time.Minute)
		require.Equal(t, "success", r.push(h.event(gateway.EventUnsubscribe, "")).raw)
		require.NotEmpty(t, r.push(h.event(gateway.EventSubscribe, "")).text)
		_, ok := h.account()
		require.False(t, ok, "it could also be an older follow that came late")
		h.clock.Advance(time.Second)
		require.Equal(t, "已经在请工作人员了：人工", r.push(h.says("人工", "1")).text)
		_, ok = h.account()
		require.True(t, ok)
	})
}

// A look-up writes no SQL; what it would leave in Redis goes too.
func TestLeavingWhileALookUpIsUnderWayLeavesNothing(t *testing.T) {
	h := one(t)
	asked, goOn := make(chan bool), make(chan bool)
	r := h.opens(&engine{turn: func(_ context.Context, _ dialog.Speaker, st dialog.State, m dialog.Message) (dialog.Turn, error) {
		asked <- true
		<-goOn
		return say("查到了", st), nil
	}})
	got := make(chan answer, 1)
	go func() { got <- r.push(h.says("查", "1")) }()
	<-asked
	h.clock.Advance(time.Second)
	require.Equal(t, "success", r.push(h.event(gateway.EventUnsubscribe, "")).raw)
	goOn <- true
	<-got
	require.Empty(t, h.redisFields())
}
