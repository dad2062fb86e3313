package wechat_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/wechat/simulator"
)

// Whatever is forged, the door says the same, nothing happens, and the log has nothing of it.
func TestNoForgeryHasAnEffect(t *testing.T) {
	h := one(t)
	e := echo()
	r := h.opens(e)
	h.follow(r)
	turns, changes := e.turns.Load(), h.entries()
	names, authentic := h.wechat.Forgeries(simulator.Official)
	require.NotEmpty(t, names)
	for _, m := range []simulator.Message{h.says("canary 转账", "1"), h.event("unsubscribe", "")} {
		for _, how := range names {
			query, body, err := h.wechat.Forge(m, how)
			require.NoError(t, err)
			want := answer{status: 403, raw: "forbidden"}
			if authentic[how] {
				want = answer{status: 200, raw: "success"}
			}
			require.Equal(t, want, r.post(query, body), how)
		}
	}
	require.Equal(t, turns, e.turns.Load())
	require.Equal(t, changes, h.entries())
	_, still := h.account()
	require.True(t, still, "nobody made him leave")
	require.NotContains(t, h.log.String(), "canary")
	require.Equal(t, "您说：canary 转账", r.push(h.says("canary 转账", "1")).text, "the genuine one is still new")
}
