package mini_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shuangyong/models/seal"
	"shuangyong/session"
)

func TestLogInAskAndLogOut(t *testing.T) {
	h := build(t)
	a := h.call("POST", "/api/v1/login", "", `{"code":"`+code+`"}`)
	require.Equal(t, 200, a.status, a.raw)
	require.Len(t, a.body, 3, "nothing of WeChat's")
	require.Equal(t, []any{"2026-11-30T10:00:00+08:00", "2026-12-23T10:00:00+08:00"}, []any{a.body["expires_at"], a.body["ends_at"]})
	token := a.body["token"].(string)

	h.clock.Advance(24 * time.Hour)
	a = h.call("GET", "/api/v1/session", token, "")
	require.Equal(t, 200, a.status, a.raw)
	require.Equal(t, map[string]any{
		"signed_in_at": "2026-11-23T10:00:00+08:00", "expires_at": "2026-12-01T10:00:00+08:00", "ends_at": "2026-12-23T10:00:00+08:00",
	}, a.body)
	found, err := h.logins.Find(t.Context(), seal.Text(token))
	require.NoError(t, err)
	require.Equal(t, []string{openid, unionid, sessionKey}, []string{found.OpenID.Reveal(), found.UnionID.Reveal(), found.SessionKey.Reveal()}, "the server knows who it is")

	other := h.signIn()
	require.NotEqual(t, token, other)
	a = h.call("DELETE", "/api/v1/session", token, "")
	require.Equal(t, 204, a.status)
	require.Empty(t, a.raw)
	h.requireProblem(h.call("GET", "/api/v1/session", token, ""), 401, "login.expired", "重新登录")
	h.requireProblem(h.call("DELETE", "/api/v1/session", token, ""), 401, "login.expired")
	require.Equal(t, 200, h.call("GET", "/api/v1/session", other, "").status)
}

// What WeChat refuses is told to the person: why, what to do, whom to call.
func TestWhatWeChatRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		answer string
		status int
		reason string
		says   []string
	}{
		"expired":          {`{"errcode":40029,"errmsg":"invalid code"}`, 400, "login.code", []string{"再打开一次", phone}},
		"used":             {`{"errcode":40163,"errmsg":"code been used"}`, 400, "login.code", []string{"再打开一次", phone}},
		"too often":        {`{"errcode":45011,"errmsg":"api minute-quota reach limit"}`, 429, "login.too_often", []string{"一分钟"}},
		"risky":            {`{"errcode":40226,"errmsg":"code blocked"}`, 403, "login.risky", []string{"不能在这里登录", phone}},
		"busy":             {`{"errcode":-1,"errmsg":"system error"}`, 503, "login.wechat_away", []string{"再试", phone}},
		"our secret":       {`{"errcode":40125,"errmsg":"invalid appsecret"}`, 503, "login.wechat_away", []string{phone}},
		"something new":    {`{"errcode":99999,"errmsg":"what"}`, 503, "login.wechat_away", []string{phone}},
		"nobody":           {`{"session_key":"` + sessionKey + `"}`, 503, "login.wechat_away", nil},
		"no key":           {`{"openid":"` + openid + `"}`, 503, "login.wechat_away", nil},
		"garbage":          {`<html>502</html>`, 503, "login.wechat_away", nil},
		"an openid of odd": {`{"openid":"o x","session_key":"k"}`, 503, "login.wechat_away", nil},
	} {
		t.Run(name, func(t *testing.T) {
			h := build(t)
			h.wechatSays(c.answer)
			a := h.call("POST", "/api/v1/login", "", `{"code":"`+code+`"}`)
			h.requireProblem(a, c.status, c.reason, c.says...)
			require.EqualValues(t, 1, h.calls.Load(), "a code is good once: no second try")
			require.Equal(t, c.status == 429 || c.status == 503, a.header.Get("Retry-After") != "")
			h.requireSilent(a.raw)
		})
	}
}

func TestWeChatThatDoesNotAnswer(t *testing.T) {
	h := build(t)
	h.wechatDoes(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	a := h.call("POST", "/api/v1/login", "", `{"code":"`+code+`"}`)
	h.requireProblem(a, 503, "login.wechat_away", phone)
	h.requireSilent(a.raw)
}

// What cannot be a login never gets as far as WeChat.
func TestWhatIsNoLoginIsNotAskedOfWeChat(t *testing.T) {
	h := build(t)
	for _, body := range []string{
		`null`, `[]`, `{}`, `"` + code + `"`, `{"code":null}`, `{"code":5}`, `{"code":""}`, `{"code":"abc&appid=evil#"}`, `{"code":"a b"}`, `{"code":"密码"}`,
		`{"code":"` + strings.Repeat("a", 129) + `"}`, `{"code":"` + code + `","openid":"` + openid + `"}`, `{"code":"` + code + `"}{}`, `{"code":"` + code, `{"Code":"` + code + `"}`, ``,
	} {
		a := h.call("POST", "/api/v1/login", "", body)
		require.Equal(t, 400, a.status, body)
		require.Contains(t, []any{"urn:shuangyong:http.bad_json", "urn:shuangyong:http.bad_request"}, a.body["type"], body)
		h.requireSilent(a.raw)
	}
	require.Equal(t, 400, h.call("POST", "/api/v1/login?code="+code, "", "").status)
	require.Zero(t, h.calls.Load())
}

// A token counts in its header alone, once, as Bearer.
func TestWhoIsNotLoggedIn(t *testing.T) {
	h := build(t)
	token := h.signIn()
	for name, header := range map[string][]string{
		"nothing": nil, "no scheme": {token}, "basic": {"Basic " + token}, "no token": {"Bearer"}, "an empty one": {"Bearer  "}, "two": {"Bearer " + token, "Bearer " + token},
	} {
		t.Run(name, func(t *testing.T) {
			for _, method := range []string{"GET", "DELETE"} {
				r := httptest.NewRequest(method, "/api/v1/session?token="+token+"&access_token="+token, nil)
				r.Header["Authorization"] = header
				r.Header.Set("Cookie", "token="+token)
				a := h.do(r)
				h.requireProblem(a, 401, "login.needed", "请先登录")
				require.Equal(t, "Bearer", a.header.Get("WWW-Authenticate"))
			}
		})
	}
	for name, wrong := range map[string]string{
		"another's": strings.Repeat("A", 64), "cut": token[:63], "longer": token + "A", "changed": token[:63] + string(rune('A'+(token[63]-'A'+4)%26)), "two in one": token + " " + token,
	} {
		t.Run(name, func(t *testing.T) {
			a := h.call("GET", "/api/v1/session", wrong, "")
			h.requireProblem(a, 401, "login.expired", "重新登录")
			require.Contains(t, a.header.Get("WWW-Authenticate"), "invalid_token")
		})
	}
	r := httptest.NewRequest("GET", "/api/v1/session", nil)
	r.Header.Set("Authorization", "bearer "+token)
	require.Equal(t, 200, h.do(r).status, "the scheme's case does not matter")
}

func TestALoginEndsByTheClock(t *testing.T) {
	h := build(t)
	token := h.signIn()
	for range 4 {
		h.clock.Advance(session.LoginIdle - time.Minute)
		require.Equal(t, 200, h.call("GET", "/api/v1/session", token, "").status)
	}
	h.clock.Advance(session.LoginLife - 4*(session.LoginIdle-time.Minute))
	h.requireProblem(h.call("GET", "/api/v1/session", token, ""), 401, "login.expired")
	idle := h.signIn()
	h.clock.Advance(session.LoginIdle)
	h.requireProblem(h.call("GET", "/api/v1/session", idle, ""), 401, "login.expired")
}

// While Redis is away nobody is sent to log in again, which could not succeed either.
func TestRedisAway(t *testing.T) {
	h := build(t)
	token := h.signIn()
	gone, closeGone, err := session.OpenRedis("redis://127.0.0.1:1")
	require.NoError(t, err)
	defer func() { _ = closeGone() }()
	api := httptest.NewServer(*h.answer.Load())
	defer api.Close()
	h.opens(api.URL, session.NewLogins(gone, h.keys, h.clock, h.logger()))
	for _, a := range []answered{
		h.call("GET", "/api/v1/session", token, ""), h.call("DELETE", "/api/v1/session", token, ""), h.call("POST", "/api/v1/login", "", `{"code":"`+code+`"}`),
	} {
		h.requireProblem(a, 503, "login.store_away", "不用重新登录")
		require.Equal(t, "60", a.header.Get("Retry-After"))
		h.requireSilent(a.raw)
	}
}

// Neither a log line nor an answer holds who it was, what proved it, or our own secret.
func TestNothingPrivateIsLoggedOrAnswered(t *testing.T) {
	h := build(t)
	token := h.signIn()
	h.call("GET", "/api/v1/session", token, "")
	h.call("GET", "/api/v1/session", token+"x", "")
	h.wechatSays(fmt.Sprintf(`{"errcode":40013,"errmsg":"invalid appid %s %s %s"}`, openid, code, secret))
	h.call("POST", "/api/v1/login", "", `{"code":"`+code+`"}`)
	require.Contains(t, h.log.String(), "40013", "an operator learns why")
	h.requireSilent("")
	require.NotContains(t, h.log.String(), token[:32])
	require.NotContains(t, h.log.String(), token[32:])
}

// requireSilent looks for what must not be there, in what was answered and in the log.
func (h *house) requireSilent(raw string) {
	h.t.Helper()
	for _, private := range []string{code, openid, unionid, sessionKey, secret} {
		require.NotContains(h.t, raw, private)
		require.NotContains(h.t, h.log.String(), private)
	}
}
