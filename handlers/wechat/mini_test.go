package wechat_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/stretchr/testify/require"

	door "shuangyong/handlers/wechat"
	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/fault"
	"shuangyong/models/person"
	"shuangyong/models/seal"
	"shuangyong/session"
	gateway "shuangyong/wechat"
	"shuangyong/wechat/simulator"
)

const (
	miniApp    = "wxfedcba9876543210"
	miniToken  = "miniToken4tests"
	miniAESKey = "ZYXWVUTSRQPONMLKJIHGFEDCBA9876543210zyxwvut"
)

var _ door.Logins = (*session.Logins)(nil)

// miniHouse is a house whose bureau has a mini-program too, with its messages in one of the two formats.
type miniHouse struct {
	*replica
	official *replica
	logins   *session.Logins
	phone    *simulator.Simulator
	engine   *engine
}

func (h *house) opensMini(asJSON bool, change ...func(*door.Options)) *miniHouse {
	h.t.Helper()
	m := &miniHouse{logins: session.NewLogins(h.redis, h.keys, h.clock, h.logger()), engine: echo()}
	var err error
	m.phone, err = simulator.New(simulator.Options{
		Official: simulator.App{ID: appID, Secret: secret, Token: token, AESKey: aesKey},
		Mini:     simulator.App{ID: miniApp, Secret: secret, Token: miniToken, AESKey: miniAESKey, JSON: asJSON}, Clock: h.clock,
	})
	require.NoError(h.t, err)
	g, err := gateway.New(gateway.Options{AppID: miniApp, Secret: secret, Token: miniToken, AESKey: miniAESKey, APIBase: h.api.URL, Clock: h.clock, Log: h.logger()})
	require.NoError(h.t, err)
	h.t.Cleanup(g.Close)
	withLogins := func(o *door.Options) { o.Logins = m.logins }
	m.official = h.opens(echo(), append(change, withLogins)...)
	m.replica = h.opens(m.engine, append(change, withLogins, func(o *door.Options) { o.Gateway, o.App = g, person.MiniProgram })...)
	e := gin.New() // both doors in one house
	m.official.door.Register(e)
	m.door.Register(e)
	m.http = e
	return m
}

// eachFormat runs a test with XML and with JSON.
func eachFormat(t *testing.T, fn func(t *testing.T, asJSON bool)) {
	t.Run("XML", func(t *testing.T) { fn(t, false) })
	t.Run("JSON", func(t *testing.T) { fn(t, true) })
}

func (m *miniHouse) pushMini(message simulator.Message) *httptest.ResponseRecorder {
	m.t.Helper()
	query, body, err := m.phone.Request(message)
	require.NoError(m.t, err)
	return m.postMini(query, body)
}

func (m *miniHouse) postMini(query url.Values, body []byte) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	m.http.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/wechat/mini?"+query.Encode(), bytes.NewReader(body)))
	return w
}

func (m *miniHouse) signIn() seal.Text {
	m.t.Helper()
	token, _, err := m.logins.SignIn(m.t.Context(), session.Login{OpenID: seal.Text(simulator.MiniOpenID(citizen)), UnionID: "u", SessionKey: "k"})
	require.NoError(m.t, err)
	return token
}

func (m *miniHouse) signedIn(token seal.Text) bool {
	_, err := m.logins.Find(m.t.Context(), token)
	return err == nil
}

// WeChat takes nothing but success from a mini-program, whatever was sent; and nobody there is held a conversation with.
func TestAMiniProgramAnswersSuccessAlone(t *testing.T) {
	eachFormat(t, func(t *testing.T, asJSON bool) {
		m := one(t).opensMini(asJSON)
		for _, message := range []simulator.Message{
			simulator.Text(citizen, "你好"), simulator.Image(citizen, "https://example.com/1.jpg"), simulator.Event(citizen, "user_enter_tempsession", ""),
			simulator.Event(citizen, gateway.EventSubscribe, ""), simulator.Event(citizen, gateway.EventClick, "benefit.mine"),
		} {
			message.To = simulator.Mini
			w := m.pushMini(message)
			require.Equal(t, 200, w.Code)
			require.Equal(t, "success", w.Body.String())
		}
		require.Zero(t, m.engine.turns.Load())
		require.Zero(t, m.entries())
		require.Equal(t, 1, m.count("text", "ignored"))
	})
}

func TestTheMiniProgramsAddressIsChecked(t *testing.T) {
	m := one(t).opensMini(false)
	message := simulator.Text(citizen, "你好")
	message.To = simulator.Mini
	q, body, err := m.phone.Request(message)
	require.NoError(t, err)
	q.Set("echostr", "4711")
	w := httptest.NewRecorder()
	m.http.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/wechat/mini?"+q.Encode(), nil))
	require.Equal(t, 200, w.Code)
	require.Equal(t, "4711", w.Body.String())
	w = httptest.NewRecorder()
	m.http.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/wechat?"+q.Encode(), nil))
	require.Equal(t, 403, w.Code, "the Official Account's token is another")

	plain := []byte(`{"ToUserName":"gh_x","FromUserName":"oForged","CreateTime":1795399200,"MsgType":"event","Event":"user_authorization_cancellation","OpenID":"` + simulator.MiniOpenID(citizen) + `"}`)
	require.Equal(t, 403, m.postMini(q, plain).Code, "safe mode is safe mode")
	official, officialBody, err := m.phone.Request(simulator.Text(citizen, "你好"))
	require.NoError(t, err)
	require.Equal(t, 403, m.postMini(official, officialBody).Code, "what is for the Official Account is not for the mini-program")
	require.Equal(t, 200, m.postMini(q, body).Code)
}

// Whoever takes his authorisation back is logged out everywhere, and what WeChat gave us of him is gone; his neighbour notices nothing.
func TestTakingTheAuthorisationBackEndsTheLogins(t *testing.T) {
	events := map[string]simulator.Message{"revoked": simulator.Revoke(simulator.Mini, citizen, "1"), "account closed": simulator.CloseAccount(simulator.Mini, citizen)}
	for name, event := range events {
		t.Run(name, func(t *testing.T) {
			eachFormat(t, func(t *testing.T, asJSON bool) {
				each(t, func(t *testing.T, h *house) {
					m := h.opensMini(asJSON)
					require.NoError(t, h.db.InTx(t.Context(), func(tx db.Tx) error {
						by := audit.Actor{Kind: audit.System, ID: "test"}
						_, err := h.people.Follow(tx, by, person.MiniProgram, seal.Text(simulator.MiniOpenID(citizen)), "", h.clock.Now())
						return err
					}))
					h.follow(m.official)
					phone, tablet := m.signIn(), m.signIn()
					neighbour, _, err := m.logins.SignIn(t.Context(), session.Login{OpenID: "oNeighbour", SessionKey: "k"})
					require.NoError(t, err)
					h.clock.Advance(time.Minute)
					require.Equal(t, "success", m.pushMini(event).Body.String())
					require.False(t, m.signedIn(phone) || m.signedIn(tablet))
					require.True(t, m.signedIn(neighbour))
					_, ok, err := h.people.AccountOf(t.Context(), person.MiniProgram, seal.Text(simulator.MiniOpenID(citizen)))
					require.NoError(t, err)
					require.False(t, ok)
					_, ok = h.account()
					require.True(t, ok, "the Official Account he still follows")
					require.Equal(t, "success", m.pushMini(event).Body.String(), "a retry")
					require.True(t, m.signedIn(m.signIn()), "he may come back")
					require.NotContains(t, h.log.String(), citizen)
				})
			})
		})
	}
}

// What is owed to somebody who left the mini-program is settled by the job, which is the Official Account's door's.
func TestLeavingTheMiniProgramWhileTheDatabaseIsAway(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		away := true
		m := h.opensMini(true, func(o *door.Options) {
			o.Erasers = append(o.Erasers, func(db.Tx, person.Account) error {
				if away {
					return fault.New(fault.Unavailable, "db.unavailable", "")
				}
				return nil
			})
		})
		require.NoError(t, h.db.InTx(t.Context(), func(tx db.Tx) error {
			by := audit.Actor{Kind: audit.System, ID: "test"}
			_, err := h.people.Follow(tx, by, person.MiniProgram, seal.Text(simulator.MiniOpenID(citizen)), "", h.clock.Now())
			return err
		}))
		token := m.signIn()
		require.Equal(t, 500, m.pushMini(simulator.Revoke(simulator.Mini, citizen, "1")).Code, "so that WeChat delivers it again")
		away = false
		n, err := m.official.door.Settle(t.Context())
		require.NoError(t, err)
		require.Equal(t, 1, n)
		require.False(t, m.signedIn(token))
		_, ok, err := h.people.AccountOf(t.Context(), person.MiniProgram, seal.Text(simulator.MiniOpenID(citizen)))
		require.NoError(t, err)
		require.False(t, ok)
	})
}
