package wechat

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/models/fault"
	"shuangyong/wechat/simulator"
)

// newMiniRig is a gateway of the mini-program.
func newMiniRig(t *testing.T, base string) (*Gateway, *simulator.Simulator) {
	t.Helper()
	r := newRig(t)
	s, err := simulator.New(simulator.Options{
		Official: simulator.App{ID: testApp, Secret: testSecret, Token: testToken, AESKey: testKey},
		Mini:     simulator.App{ID: "wxmini0123456789ab", Secret: testSecret, Token: "BBBBB", AESKey: testKey2}, Clock: r.clock,
	})
	require.NoError(t, err)
	api := httptest.NewServer(s.Handler())
	t.Cleanup(api.Close)
	o := r.options
	o.AppID, o.Token, o.AESKey, o.APIBase = "wxmini0123456789ab", "BBBBB", testKey2, api.URL
	if base != "" {
		o.APIBase = base
	}
	g, err := New(o)
	require.NoError(t, err)
	t.Cleanup(g.Close)
	return g, s
}

func TestAPhoneNumberIsToldOnceForACode(t *testing.T) {
	g, s := newMiniRig(t, "")
	s.SetPhone(alice, "13812345678")
	code := s.PhoneCode(alice)
	got, err := g.Phone(t.Context(), code)
	require.NoError(t, err)
	require.Equal(t, Phone{Country: "86", Number: "13812345678"}, got)
	_, err = g.Phone(t.Context(), code)
	refused, ok := err.(*APIError) //nolint:errorlint // the gateway's own
	require.True(t, ok)
	require.Equal(t, 40029, refused.Code, "a code is good once")
	_, err = g.Phone(t.Context(), s.Code(alice))
	require.Error(t, err, "a code for logging in tells no number")
	s.InvalidateTokens()
	got, err = g.Phone(t.Context(), s.PhoneCode(alice))
	require.NoError(t, err, "a token that ended is renewed, and the code is still good")
	require.Equal(t, "13812345678", got.Number.Reveal())
}

func TestWhatIsNoPhoneCodeIsNotAsked(t *testing.T) {
	calls := 0
	api := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { calls++ }))
	defer api.Close()
	g, _ := newMiniRig(t, api.URL)
	for _, wrong := range []string{"", "a b", "密码", `x","access_token":"`, strings.Repeat("a", 129), "a&b"} {
		_, err := g.Phone(t.Context(), wrong)
		require.Equal(t, fault.Invalid, fault.CodeOf(err), wrong)
	}
	require.Zero(t, calls)
}

func TestAnAnswerThatHoldsNoNumberOfOurs(t *testing.T) {
	for name, info := range map[string]string{
		"another app": `{"purePhoneNumber":"13812345678","countryCode":"86","watermark":{"appid":"wxother"}}`,
		"no number":   `{"purePhoneNumber":"","countryCode":"86","watermark":{"appid":"wxmini0123456789ab"}}`,
		"a script":    `{"purePhoneNumber":"<b>1</b>","countryCode":"86","watermark":{"appid":"wxmini0123456789ab"}}`,
		"no country":  `{"purePhoneNumber":"13812345678","watermark":{"appid":"wxmini0123456789ab"}}`,
	} {
		t.Run(name, func(t *testing.T) {
			api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if strings.HasSuffix(r.URL.Path, "stable_token") {
					_, _ = w.Write([]byte(`{"access_token":"t","expires_in":7200}`))
					return
				}
				_, _ = w.Write([]byte(`{"errcode":0,"errmsg":"ok","phone_info":` + info + `}`))
			}))
			defer api.Close()
			g, _ := newMiniRig(t, api.URL)
			_, err := g.Phone(t.Context(), "abc")
			require.Equal(t, fault.Unavailable, fault.CodeOf(err))
			require.NotContains(t, err.Error(), "13812345678")
		})
	}
}

func TestAUnionIDIsToldOfFollowersOnceTheAccountIsBound(t *testing.T) {
	r := newRig(t)
	r.sim.SetBound(simulator.Official, false)
	got, err := r.gateway.UnionID(t.Context(), alice)
	require.NoError(t, err)
	require.Empty(t, got)
	r.sim.SetBound(simulator.Official, true)
	got, err = r.gateway.UnionID(t.Context(), alice)
	require.NoError(t, err)
	require.Equal(t, simulator.UnionID(alice), got.Reveal())
	_, err = r.gateway.UnionID(t.Context(), "o x&appid=evil")
	require.Equal(t, fault.Invalid, fault.CodeOf(err))
	r.sim.Fail("/cgi-bin/user/info", 45009, 1)
	_, err = r.gateway.UnionID(t.Context(), alice)
	require.Equal(t, ClassQuota, Classify(err))
}
