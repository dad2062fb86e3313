package wechat_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shuangyong/dialog"
	door "shuangyong/handlers/wechat"
	gateway "shuangyong/wechat"
	"shuangyong/wechat/simulator"
)

func TestATextIsAnswered(t *testing.T) {
	h := one(t)
	r := h.opens(echo())
	got := r.push(h.says("附近的优惠店", "1"))
	require.Equal(t, 200, got.status)
	require.Equal(t, "您说：附近的优惠店", got.text)
	require.NotContains(t, got.raw, "优惠店", "the answer is encrypted")
	require.Equal(t, 1, r.count("text", "answered"))
}

func TestARetryGetsTheSameReplyOnAnyReplica(t *testing.T) {
	h := one(t)
	e := echo()
	here, there := h.opens(e), h.opens(e)
	m := h.says("你好", "1")
	first := here.push(m)
	again := there.push(m)
	require.Equal(t, first.text, again.text)
	require.EqualValues(t, 1, e.turns.Load())
	require.Equal(t, 1, there.count("text", "repeated"))
	require.Equal(t, "您说：吗", there.push(h.says("吗", "2")).text)
	require.EqualValues(t, 2, e.turns.Load(), "another message is another turn")
}

// The heart of it: WeChat delivers a message three times at once to two replicas.
func TestThreeDeliveriesAtOnceAreOneEffectAndOneReply(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		e := h.promising()
		replicas := []*replica{h.opens(e), h.opens(e)}
		h.follow(replicas[0])
		before, turns := h.entries(), e.turns.Load()
		for round := range 5 {
			m := h.says("人工", "round"+string(rune('0'+round)))
			var got [3]answer
			var wg sync.WaitGroup
			for i := range got {
				wg.Go(func() { got[i] = replicas[i%2].push(m) })
			}
			wg.Wait()
			for _, a := range got {
				require.Equal(t, "已经在请工作人员了：人工", a.text)
			}
			require.Equal(t, round+1, h.waiting())
		}
		require.Equal(t, before+5, h.entries())
		require.Equal(t, turns+5, e.turns.Load(), "one delivery did the work, the others waited")
	})
}

func (h *house) follow(r *replica) {
	h.t.Helper()
	require.Equal(h.t, 200, r.push(h.event(gateway.EventSubscribe, "")).status)
	_, ok := h.account()
	require.True(h.t, ok)
	h.clock.Advance(time.Minute)
	for h.waiting() > 0 {
		h.t.Fatal("following promised something")
	}
}

func TestTwoMessagesAtOnceAreBothRemembered(t *testing.T) {
	h := one(t)
	met := make(chan struct{}, 2)
	var both sync.WaitGroup
	both.Add(2)
	var first sync.Map
	e := &engine{}
	e.turn = func(_ context.Context, _ dialog.Speaker, st dialog.State, m dialog.Message) (dialog.Turn, error) {
		if _, again := first.LoadOrStore(m.Text, true); !again && (m.Text == "甲" || m.Text == "乙") { // both have read the conversation before either is done
			met <- struct{}{}
			both.Done()
			both.Wait()
		}
		st.Last += m.Text
		return say(st.Last, st), nil
	}
	r := h.opens(e)
	r.push(h.says("零", "0"))
	var wg sync.WaitGroup
	for _, words := range []string{"甲", "乙"} {
		wg.Go(func() { r.push(h.says(words, words)) })
	}
	wg.Wait()
	require.Len(t, met, 2)
	require.Contains(t, []string{"零甲乙丙", "零乙甲丙"}, r.push(h.says("丙", "3")).text)
}

// The process that held a message was killed: WeChat's retry at 5 s is answered, though nobody released the mark.
func TestAKilledProcessesMarkIsTakenOverByTheRetry(t *testing.T) {
	h := one(t)
	stuck := make(chan struct{})
	killed := h.opens(&engine{turn: func(ctx context.Context, _ dialog.Speaker, st dialog.State, _ dialog.Message) (dialog.Turn, error) {
		<-stuck
		return say("太迟了", st), nil
	}})
	alive := h.opens(echo())
	m := h.says("在吗", "1")
	var wg sync.WaitGroup
	wg.Go(func() { killed.push(m) })
	require.Eventually(t, func() bool { return len(h.redisFields()) > 0 }, 5*time.Second, time.Millisecond)
	h.clock.Advance(4400 * time.Millisecond)
	done := make(chan answer, 1)
	wg.Go(func() { done <- alive.push(m) })
	select {
	case <-done:
		t.Fatal("the holder still had a tenth of a second")
	case <-time.After(150 * time.Millisecond):
	}
	h.clock.Advance(600 * time.Millisecond) // WeChat's retry comes at 5 s
	select {
	case a := <-done:
		require.Equal(t, "您说：在吗", a.text)
	case <-time.After(5 * time.Second):
		t.Fatal("the dead holder's mark was not taken over")
	}
	close(stuck)
	wg.Wait()
}

// A balancer gave the message to another replica when the first one died in the midst of it. Success would be the end of it, for WeChat would not come
// again: the other one holds out until the dead one's time is over, and answers.
func TestADeliveryThatWaitsForADeadOneAnswersItself(t *testing.T) {
	h := one(t)
	ring, stuck := make(bell), make(chan struct{})
	killed := h.opens(&engine{turn: func(ctx context.Context, _ dialog.Speaker, st dialog.State, _ dialog.Message) (dialog.Turn, error) {
		<-stuck
		return say("太迟了", st), nil
	}})
	alive := h.opens(echo(), ring.after)
	m := h.says("在吗", "1")
	var wg sync.WaitGroup
	wg.Go(func() { killed.push(m) })
	require.Eventually(t, func() bool { return len(h.redisFields()) > 0 }, 5*time.Second, time.Millisecond)
	done := make(chan answer, 1)
	wg.Go(func() { done <- alive.push(m) })
	h.clock.Advance(4 * time.Second)
	ring.ring()
	select {
	case a := <-done:
		t.Fatalf("given up with %s, though the holder did not say that he needs longer", a.raw)
	case <-time.After(150 * time.Millisecond):
	}
	h.clock.Advance(500 * time.Millisecond)
	select {
	case a := <-done:
		require.Equal(t, "您说：在吗", a.text)
	case <-time.After(5 * time.Second):
		t.Fatal("the dead one's message was not taken over")
	}
	close(stuck)
	wg.Wait()
}

func (h *house) redisFields() []string {
	keys, err := h.redis.Keys(context.Background(), "sy:"+string(h.keys.Index("session.prefix", "1"))[:8]+":p:*").Result()
	require.NoError(h.t, err)
	return keys
}

func TestALateAnswerIsSentOnceAndRetriesGetSuccess(t *testing.T) {
	h := one(t)
	ring, release := make(bell), make(chan struct{})
	free := sync.OnceFunc(func() { close(release) })
	defer free()
	e := &engine{turn: func(_ context.Context, _ dialog.Speaker, st dialog.State, m dialog.Message) (dialog.Turn, error) {
		<-release
		return say("查到了："+m.Text, st), nil
	}}
	r := h.opens(e, ring.after)
	there := h.opens(e, ring.after)
	m := h.says("慢的", "1")

	got := make(chan answer, 1)
	var wg sync.WaitGroup
	wg.Go(func() { got <- r.push(m) })
	ring.ring()
	require.Equal(t, "success", (<-got).raw)
	require.Empty(t, h.wechat.Sent(""))

	// A retry that comes although we said success waits, in vain, and does not begin the work again.
	h.clock.Advance(6 * time.Second)
	wg.Go(func() { got <- there.push(m) })
	ring.ring()
	require.Equal(t, "success", (<-got).raw)
	require.Never(t, func() bool { return e.turns.Load() > 1 }, 100*time.Millisecond, 10*time.Millisecond)

	free()
	require.Eventually(t, func() bool { return len(h.wechat.Sent(citizen)) == 1 }, 5*time.Second, time.Millisecond)
	require.Equal(t, "查到了：慢的", h.wechat.Sent(citizen)[0].Text)
	require.Equal(t, "success", there.push(m).raw)
	require.Equal(t, "success", r.push(m).raw)
	wg.Wait()
	require.Len(t, h.wechat.Sent(""), 1)
	require.EqualValues(t, 1, e.turns.Load())
	require.Eventually(t, func() bool { return r.count("text", "late") == 1 }, 5*time.Second, time.Millisecond)
}

func TestALateAnswerThatCannotBeSentIsCounted(t *testing.T) {
	h := one(t)
	h.wechat.Fail("/cgi-bin/message/custom/send", 45015, 9)
	ring, release := make(bell), make(chan struct{})
	free := sync.OnceFunc(func() { close(release) })
	defer free()
	r := h.opens(&engine{turn: func(_ context.Context, _ dialog.Speaker, st dialog.State, m dialog.Message) (dialog.Turn, error) {
		<-release
		return say(m.Text, st), nil
	}}, ring.after)
	got := make(chan answer, 1)
	go func() { got <- r.push(h.says("慢的", "1")) }()
	ring.ring()
	require.Equal(t, "success", (<-got).raw)
	free()
	require.Eventually(t, func() bool { return r.count("text", "late_lost") == 1 }, 5*time.Second, time.Millisecond)
}

func TestWhenThePoolIsFullThePersonIsToldAndMaySendAgain(t *testing.T) {
	h := one(t)
	bells, release := make(chan bell, 2), make(chan struct{})
	free := sync.OnceFunc(func() { close(release) })
	defer free()
	e := &engine{turn: func(_ context.Context, _ dialog.Speaker, st dialog.State, m dialog.Message) (dialog.Turn, error) {
		if m.Text == "慢的" {
			<-release
		}
		return say("好了："+m.Text, st), nil
	}}
	r := h.opens(e, func(o *door.Options) {
		o.Workers = 1
		o.After = func(time.Duration) (<-chan time.Time, func()) {
			b := make(bell)
			bells <- b
			return b, func() {}
		}
	})
	slow, next := h.says("慢的", "1"), h.says("快的", "2")
	first, second := make(chan answer, 1), make(chan answer, 1)
	go func() { first <- r.push(slow) }()
	<-bells
	require.Eventually(t, func() bool { return e.turns.Load() == 1 }, 5*time.Second, time.Millisecond)
	go func() { second <- r.push(next) }()
	(<-bells).ring()
	told := (<-second).text
	require.Contains(t, told, "过一两分钟再发一次")
	require.Contains(t, told, phone)
	free()
	require.Equal(t, "好了：慢的", (<-first).text)
	require.Equal(t, "好了：快的", r.push(next).text, "it had not been taken, so the same delivery is handled now")
	require.Equal(t, 1, r.count("text", "busy"))
}

func TestAPanicIsAnsweredDecently(t *testing.T) {
	h := one(t)
	e := &engine{turn: func(context.Context, dialog.Speaker, dialog.State, dialog.Message) (dialog.Turn, error) {
		panic("canary words in a panic")
	}}
	r := h.opens(e)
	m := h.says("什么", "1")
	got := r.push(m)
	require.Contains(t, got.text, "对不起")
	require.Contains(t, got.text, phone)
	require.Equal(t, got.text, r.push(m).text)
	require.EqualValues(t, 1, e.turns.Load())
	require.NotContains(t, h.log.String(), "canary")
	require.Contains(t, h.log.String(), "TestAPanicIsAnsweredDecently", "where it happened is logged")
	require.Equal(t, 1, r.count("text", "panic"))
}

func TestWhatNobodyAnswersIsAcceptedWithoutATrace(t *testing.T) {
	h := one(t)
	e := echo()
	r := h.opens(e)
	for _, name := range []string{gateway.EventLocation, gateway.EventView, gateway.EventTemplateSent, gateway.EventSubscribePopup, "an_event_of_next_year"} {
		require.Equal(t, "success", r.push(h.event(name, "x")).raw, name)
	}
	require.Zero(t, e.turns.Load())
	require.Empty(t, h.redisFields())
	require.NotContains(t, h.log.String(), "an_event_of_next_year")
}

func TestEveryKindReachesTheConversationAsItself(t *testing.T) {
	h := one(t)
	var heard []dialog.Message
	e := &engine{turn: func(_ context.Context, _ dialog.Speaker, st dialog.State, m dialog.Message) (dialog.Turn, error) {
		heard = append(heard, m)
		return say("好", st), nil
	}}
	r := h.opens(e)
	for _, c := range []struct {
		m    simulator.Message
		want dialog.Message
	}{
		{simulator.Text(citizen, "你好"), dialog.Message{Kind: dialog.Text, Text: "你好"}},
		{simulator.Voice(citizen, "五路车"), dialog.Message{Kind: dialog.Voice, Text: "五路车"}},
		{simulator.Voice(citizen, ""), dialog.Message{Kind: dialog.Voice}},
		{simulator.Image(citizen, "http://x/p"), dialog.Message{Kind: dialog.Picture}},
		{simulator.Click(citizen, "shop.nearby"), dialog.Message{Kind: dialog.Choice, Choice: "shop.nearby"}},
		{simulator.Scan(citizen, "3"), dialog.Message{Kind: dialog.Scan}},
		{simulator.Follow(citizen, "3"), dialog.Message{Kind: dialog.Follow}},
	} {
		heard = nil
		require.Equal(t, "好", r.push(c.m).text)
		require.Equal(t, []dialog.Message{c.want}, heard)
	}
	heard = nil
	r.push(simulator.Location(citizen, 31.5, 117.25, "东街"))
	require.Len(t, heard, 1)
	require.Equal(t, dialog.Place, heard[0].Kind)
	require.InDelta(t, 31.5, heard[0].Place.Lat, 1e-9)
	require.InDelta(t, 117.25, heard[0].Place.Lng, 1e-9)
	require.Equal(t, "东街", heard[0].PlaceLabel)
	r.push(simulator.Location(citizen, 95, 117.25, "北极以北"))
	for _, m := range heard[1:] {
		require.NotEqual(t, dialog.Place, m.Kind, "no point on the globe")
	}
}
