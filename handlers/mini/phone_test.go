package mini_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/models/db"
	"shuangyong/models/person"
)

const ownPhone = "13812345678"

// tellsPhone lets WeChat answer a code for a phone number.
func (h *house) tellsPhone(answer string) {
	f := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(answer)) })
	h.phones.Store(&f)
}

func phoneInfo(number, country string) string {
	return `{"errcode":0,"errmsg":"ok","phone_info":{"phoneNumber":"` + number + `","purePhoneNumber":"` + number + `","countryCode":"` + country + `","watermark":{"appid":"wx0123456789abcdef"}}}`
}

func TestAPhoneNumberByCode(t *testing.T) {
	h := build(t)
	token := h.signIn()
	require.Equal(t, 200, h.call("PATCH", "/api/v1/me", token, `{"name":"郑小禾"}`).status)
	h.tellsPhone(phoneInfo(ownPhone, "86"))
	a := h.call("POST", "/api/v1/phone", token, `{"code":"`+code+`"}`)
	require.Equal(t, 200, a.status, a.raw)
	require.Equal(t, map[string]any{"phone": "138****5678"}, a.body)
	require.Equal(t, "138****5678", h.call("GET", "/api/v1/me", token, "").body["phone"])
	p, err := h.people.ByID(t.Context(), *h.account().PersonID)
	require.NoError(t, err)
	require.Equal(t, ownPhone, p.Phone.Reveal())
	h.commit(func(tx db.Tx) error { return h.people.Forget(tx, clerk, person.MiniProgram, h.account().OpenIDIndex) })
	p, err = h.people.ByID(t.Context(), p.ID)
	require.NoError(t, err)
	require.Empty(t, p.Phone, "with the authorisation it goes")
	require.NotContains(t, h.log.String(), ownPhone)
	h.requireSilent(a.raw)
}

func TestWhatIsNoUsablePhoneNumber(t *testing.T) {
	for name, c := range map[string]struct {
		answer string
		status int
		reason string
		says   string
	}{
		"used":         {`{"errcode":40163,"errmsg":"code been used"}`, 400, "phone.code", "再点一次"},
		"expired":      {`{"errcode":40029,"errmsg":"invalid code"}`, 400, "phone.code", "再点一次"},
		"foreign":      {phoneInfo("5551234567", "1"), 400, "phone.foreign", phone},
		"hong kong":    {phoneInfo("51234567", "852"), 400, "phone.foreign", phone},
		"not a mobile": {phoneInfo("05551234567", "86"), 400, "phone.foreign", phone},
		"another app":  {strings.Replace(phoneInfo(ownPhone, "86"), "wx0123456789abcdef", "wxother", 1), 503, "phone.wechat_away", "再试"},
		"quota":        {`{"errcode":45009,"errmsg":"reach max api daily quota limit"}`, 503, "phone.wechat_away", "再试"},
		"garbage":      {`<html>`, 503, "phone.wechat_away", "再试"},
	} {
		t.Run(name, func(t *testing.T) {
			h := build(t)
			token := h.signIn()
			h.tellsPhone(c.answer)
			a := h.call("POST", "/api/v1/phone", token, `{"code":"`+code+`"}`)
			h.requireProblem(a, c.status, c.reason, c.says)
			require.Equal(t, c.status == 503, a.header.Get("Retry-After") != "")
			require.Empty(t, h.account().PhoneIndex)
			h.requireSilent(a.raw)
			require.NotContains(t, h.log.String(), ownPhone)
		})
	}
}

func TestWhatIsNoPhoneCodeIsNotAskedOfWeChat(t *testing.T) {
	h := build(t)
	token := h.signIn()
	calls := h.calls.Load()
	for _, body := range []string{`{}`, `{"code":""}`, `{"code":"a&b"}`, `{"code":"x","number":"13812345678"}`, `{"phone":"13812345678"}`, `null`, `{"code":"` + strings.Repeat("a", 129) + `"}`} {
		require.Equal(t, 400, h.call("POST", "/api/v1/phone", token, body).status, body)
	}
	require.Equal(t, calls, h.calls.Load())
	h.requireProblem(h.call("POST", "/api/v1/phone", "", `{"code":"`+code+`"}`), 401, "login.needed")
}
