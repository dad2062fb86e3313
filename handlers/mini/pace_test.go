package mini_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shuangyong/handlers/mini"
)

// An account has its own pace, whatever devices it calls from; others notice nothing, and one who is too fast is not logged out.
func TestAnAccountIsHeldToItsPace(t *testing.T) {
	h := build(t)
	h.pace = map[string]int{mini.AccountLogin: 3, mini.AccountCall: 4}
	h.opens(h.base, h.logins)
	phone, tablet := h.signIn(), h.signIn()
	h.wechatSays(`{"openid":"oNeighbour","session_key":"k"}`)
	neighbour := h.signIn()
	for range 2 {
		require.Equal(t, 200, h.call("GET", "/api/v1/session", phone, "").status)
		require.Equal(t, 200, h.call("GET", "/api/v1/me", tablet, "").status)
	}
	a := h.call("GET", "/api/v1/session", tablet, "")
	h.requireProblem(a, 429, "http.too_often", "15秒")
	require.Equal(t, "15", a.header.Get("Retry-After"))
	require.Equal(t, 200, h.call("GET", "/api/v1/session", neighbour, "").status)
	h.clock.Advance(15 * time.Second)
	require.Equal(t, 200, h.call("GET", "/api/v1/session", tablet, "").status)

	h.wechatSays(`{"openid":"` + openid + `","session_key":"k"}`)
	h.signIn()
	calls := h.calls.Load()
	h.requireProblem(h.call("POST", "/api/v1/login", "", `{"code":"`+code+`"}`), 429, "http.too_often")
	require.Equal(t, calls+1, h.calls.Load(), "who it is, only WeChat knows")
	require.Equal(t, 3, h.loginsLeft())
}
