package mini_test

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shuangyong/tests/leftovers"
)

// signInWith logs in from a device.
func (h *house) signInWith(agent string) string {
	h.t.Helper()
	r := httptest.NewRequest("POST", "/api/v1/login", strings.NewReader(`{"code":"`+code+`"}`))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", agent)
	a := h.do(r)
	require.Equal(h.t, 200, a.status, a.raw)
	return a.body["token"].(string)
}

func (h *house) sessions(token string) (list []map[string]any) {
	h.t.Helper()
	a := h.call("GET", "/api/v1/sessions", token, "")
	require.Equal(h.t, 200, a.status, a.raw)
	for _, one := range a.body["items"].([]any) {
		list = append(list, one.(map[string]any))
	}
	return list
}

func TestOneSeesWhereHeIsLoggedInAndEndsIt(t *testing.T) {
	h := build(t)
	phone := h.signInWith("Mozilla/5.0 (Linux; Android 13) MicroMessenger/8.0")
	h.clock.Advance(time.Hour)
	tablet := h.signInWith("Mozilla/5.0 (iPad; CPU OS 16_6) MicroMessenger/8.0")
	h.clock.Advance(time.Second)
	odd := h.signInWith("<script>alert(1)</script>")
	list := h.sessions(tablet)
	require.Equal(t, []any{"安卓手机上的微信", "iPad 上的微信", "未知设备"}, []any{list[0]["device"], list[1]["device"], list[2]["device"]})
	require.Equal(t, []any{false, true, false}, []any{list[0]["current"], list[1]["current"], list[2]["current"]})
	require.Equal(t, "2026-11-23T10:00:00+08:00", list[0]["signed_in_at"])
	raw := fmt.Sprint(list)
	for _, private := range []string{phone, tablet, openid, unionid, sessionKey, "script", "192.0.2.1"} {
		require.NotContains(t, raw, private)
	}

	require.Equal(t, 204, h.call("DELETE", "/api/v1/sessions/"+list[0]["id"].(string), tablet, "").status)
	h.requireProblem(h.call("GET", "/api/v1/session", phone, ""), 401, "login.expired")
	h.requireProblem(h.call("DELETE", "/api/v1/sessions/"+list[0]["id"].(string), tablet, ""), 404, "login.no_such_session")
	require.Equal(t, 204, h.call("DELETE", "/api/v1/sessions", tablet, "").status)
	h.requireProblem(h.call("GET", "/api/v1/session", odd, ""), 401, "login.expired")
	require.Len(t, h.sessions(tablet), 1)
	require.Equal(t, 204, h.call("DELETE", "/api/v1/sessions/"+list[1]["id"].(string), tablet, "").status, "this one too")
	h.requireProblem(h.call("GET", "/api/v1/sessions", tablet, ""), 401, "login.expired")
}

// Another citizen's login is not there for me: neither listed nor ended, with its id, its token or a guess.
func TestOtherPeoplesSessionsDoNotExist(t *testing.T) {
	h := build(t)
	mine := h.signIn()
	h.wechatSays(`{"openid":"oNeighbour","session_key":"k","unionid":"uNeighbour"}`)
	his := h.signIn()
	id := h.sessions(his)[0]["id"].(string)
	require.Len(t, h.sessions(mine), 1)
	h.requireProblem(h.call("DELETE", "/api/v1/sessions/"+id, mine, ""), 404, "login.no_such_session")
	require.Equal(t, 204, h.call("DELETE", "/api/v1/sessions", mine, "").status)
	require.Len(t, h.sessions(his), 1)
	for _, wrong := range []string{his, "x", strings.Repeat("0", 23), strings.Repeat("g", 24), "*", "%2e%2e"} {
		require.Contains(t, []int{400, 404}, h.call("DELETE", "/api/v1/sessions/"+wrong, mine, "").status, wrong)
	}
	require.Len(t, h.sessions(his), 1)
}

// A Redis that lost its memory in the middle costs everybody a login, and nothing else: who he is, what he said, whom he is joined with stand in SQL.
func TestALostRedisCostsALoginAndNothingElse(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		token := h.signIn()
		require.Equal(t, 200, h.call("PATCH", "/api/v1/me", token, `{"name":"郑小禾"}`).status)
		before := h.account()
		require.NoError(t, leftovers.Wipe(t.Context(), h.redis, h.keys))
		for _, path := range []string{"/api/v1/session", "/api/v1/me", "/api/v1/sessions"} {
			h.requireProblem(h.call("GET", path, token, ""), 401, "login.expired", "重新登录")
		}
		again := h.signIn()
		require.NotEqual(t, token, again)
		require.Equal(t, before, h.account())
		a := h.call("GET", "/api/v1/me", again, "")
		require.Equal(t, []any{"郑**", "stated"}, []any{a.body["name"], a.body["assurance"]})
		h.requireProblem(h.call("GET", "/api/v1/session", token, ""), 401, "login.expired")
	})
}
