package simulator

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func (d *desk) login(code string) heard {
	d.t.Helper()
	q := url.Values{"grant_type": {"authorization_code"}, "appid": {testMini}, "secret": {testMiniSecret}, "js_code": {code}}
	return d.send(http.MethodGet, "/sns/jscode2session?"+q.Encode(), "", "")
}

func TestACodeIsGoodOnceAndForFiveMinutes(t *testing.T) {
	d := newDesk(t)
	code := d.Code(alice)
	h := d.login(code)
	require.Zero(t, h.code())
	require.Equal(t, MiniOpenID(alice), h.text("openid"))
	require.Equal(t, UnionID(alice), h.text("unionid"))
	require.Len(t, h.text("session_key"), 24)
	require.Equal(t, 40163, d.login(code).code())
	other := d.login(d.Code(alice))
	require.Equal(t, h.text("openid"), other.text("openid"))
	require.NotEqual(t, h.text("session_key"), other.text("session_key"))

	late := d.Code(alice)
	d.clock.Advance(codeLife - time.Second)
	early := d.Code(alice)
	d.clock.Advance(time.Second)
	require.Equal(t, 40029, d.login(late).code())
	require.Zero(t, d.login(early).code())
	require.Equal(t, 40029, d.login("made-up").code())
	require.Equal(t, 40029, d.login(d.PhoneCode(alice)).code(), "a code for the phone number does not log in")
	require.Equal(t, 41008, d.login("").code())
}

func TestWhoLogsInMustBeTheMiniProgram(t *testing.T) {
	d := newDesk(t)
	for _, c := range []struct {
		appID, secret, grant string
		code                 int
	}{
		{testMini, testMiniSecret, "client_credential", 40002},
		{testMini, "wrong", "authorization_code", 40125},
		{"wx1", testMiniSecret, "authorization_code", 40013},
		{testApp, "secret", "authorization_code", 40013}, // the Official Account has no login
	} {
		code := d.Code(alice)
		q := url.Values{"grant_type": {c.grant}, "appid": {c.appID}, "secret": {c.secret}, "js_code": {code}}
		require.Equal(t, c.code, d.send(http.MethodGet, "/sns/jscode2session?"+q.Encode(), "", "").code())
		require.Zero(t, d.login(code).code(), "and the code was not used up")
	}
}

func TestRiskyPeopleAreBlocked(t *testing.T) {
	d := newDesk(t)
	d.SetRisky(alice, true)
	code := d.Code(alice)
	require.Equal(t, 40226, d.login(code).code())
	d.SetRisky(alice, false)
	require.Zero(t, d.login(code).code())
}

func TestAHundredLoginsAMinuteAndPerson(t *testing.T) {
	d := newDesk(t)
	for range loginsAMinute {
		require.Zero(t, d.login(d.Code(alice)).code())
	}
	code := d.Code(alice)
	require.Equal(t, 45011, d.login(code).code())
	require.Zero(t, d.login(d.Code("somebody-else")).code())
	d.clock.Advance(time.Minute)
	require.Zero(t, d.login(code).code())
}

func TestAPhoneNumberIsToldOnce(t *testing.T) {
	d := newDesk(t)
	ask := func(code string) heard {
		return d.call(Mini, "/wxa/business/getuserphonenumber", write(map[string]string{"code": code}))
	}
	code := d.PhoneCode(alice)
	h := ask(code)
	info, _ := h.json["phone_info"].(map[string]any)
	require.Regexp(t, `^1540\d{7}$`, info["phoneNumber"])
	require.Equal(t, info["phoneNumber"], info["purePhoneNumber"])
	require.Equal(t, "86", info["countryCode"])
	require.Equal(t, map[string]any{"appid": testMini, "timestamp": float64(d.clock.Now().Unix())}, info["watermark"])
	require.Equal(t, 40029, ask(code).code())
	require.Equal(t, 40029, ask(d.Code(alice)).code(), "a login code tells no number")
	late := d.PhoneCode(alice)
	d.clock.Advance(codeLife)
	require.Equal(t, 40029, ask(late).code())

	same, _ := ask(d.PhoneCode(alice)).json["phone_info"].(map[string]any)
	require.Equal(t, info["phoneNumber"], same["phoneNumber"])
	d.SetPhone(alice, "15400009537")
	given, _ := ask(d.PhoneCode(alice)).json["phone_info"].(map[string]any)
	require.Equal(t, "15400009537", given["phoneNumber"])
}

func TestAnAccountThatIsNotBoundTellsNoUnionID(t *testing.T) {
	d := newDesk(t)
	logsIn := func() heard {
		q := url.Values{"appid": {testMini}, "secret": {testMiniSecret}, "js_code": {d.Code(alice)}, "grant_type": {"authorization_code"}}
		return d.send(http.MethodGet, "/sns/jscode2session?"+q.Encode(), "", "")
	}
	d.SetBound(Mini, false)
	require.NotContains(t, logsIn().json, "unionid")
	require.Equal(t, UnionID(alice), d.call(Official, "/cgi-bin/user/info?openid="+alice, "").text("unionid"), "the other one is")
	d.SetBound(Mini, true)
	d.SetBound(Official, false)
	require.Equal(t, UnionID(alice), logsIn().text("unionid"))
	require.NotContains(t, d.call(Official, "/cgi-bin/user/info?openid="+alice, "").json, "unionid")
}
