package wechat_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shuangyong/dialog"
	door "shuangyong/handlers/wechat"
)

// slow answers when it is released, or says that it was stopped.
func slow(release <-chan struct{}) *engine {
	return &engine{turn: func(ctx context.Context, _ dialog.Speaker, st dialog.State, m dialog.Message) (dialog.Turn, error) {
		select {
		case <-release:
			return say("好了："+m.Text, st), nil
		case <-ctx.Done():
			return say("这会儿没查成", st), ctx.Err()
		}
	}}
}

func TestStoppingWaitsForLateAnswers(t *testing.T) {
	h := one(t)
	ring, release := make(bell), make(chan struct{})
	free := sync.OnceFunc(func() { close(release) })
	defer free()
	r := h.opens(slow(release), ring.after)
	got := make(chan answer, 1)
	go func() { got <- r.push(h.says("慢的", "1")) }()
	ring.ring()
	require.Equal(t, "success", (<-got).raw)

	drained := make(chan error, 1)
	go func() { drained <- r.door.Drain(t.Context()) }()
	select {
	case <-drained:
		t.Fatal("it did not wait")
	case <-time.After(50 * time.Millisecond):
	}
	free()
	require.NoError(t, <-drained)
	require.Len(t, h.wechat.Sent(citizen), 1)
	require.Contains(t, r.push(h.says("还有", "2")).text, "再发一次", "nothing is begun any more")
}

func TestStoppingTellsWorkToStopWhenItsTimeIsUp(t *testing.T) {
	h := one(t)
	ring := make(bell)
	r := h.opens(slow(nil), ring.after)
	got := make(chan answer, 1)
	go func() { got <- r.push(h.says("慢的", "1")) }()
	ring.ring()
	require.Equal(t, "success", (<-got).raw)
	over, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, r.door.Drain(over), context.Canceled)
	require.Len(t, h.wechat.Sent(citizen), 1)
	require.Equal(t, "这会儿没查成", h.wechat.Sent(citizen)[0].Text)
}

func TestWorkWithoutEndIsGivenUp(t *testing.T) {
	h := one(t)
	ring := make(bell)
	r := h.opens(slow(nil), ring.after, func(o *door.Options) { o.Late = 50 * time.Millisecond })
	got := make(chan answer, 1)
	go func() { got <- r.push(h.says("慢的", "1")) }()
	select {
	case ring <- time.Time{}:
		require.Equal(t, "success", (<-got).raw)
		require.Eventually(t, func() bool { return len(h.wechat.Sent(citizen)) == 1 }, 5*time.Second, time.Millisecond)
	case a := <-got:
		require.Equal(t, "这会儿没查成", a.text)
	}
	require.Eventually(t, func() bool { return r.count("text", "late")+r.count("text", "degraded") == 1 }, 5*time.Second, time.Millisecond)
}
