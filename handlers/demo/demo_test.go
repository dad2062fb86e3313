package demo_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/stretchr/testify/require"

	"shuangyong/handlers/demo"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/person"
	"shuangyong/models/seal"
	"shuangyong/models/station"
	"shuangyong/wechat/simulator"
)

// phone is a telephone of functions; what a test does not give, the embedded nil refuses with a panic.
type phone struct {
	demo.Phone
	push func(simulator.Message) (simulator.Delivery, error)
	sent []simulator.Sent
}

func (p phone) Push(_ context.Context, m simulator.Message) (simulator.Delivery, error) {
	return p.push(m)
}
func (p phone) Sent(string) []simulator.Sent { return p.sent }

func call(t *testing.T, o demo.Options, method, path, body string) (int, string) {
	t.Helper()
	gin.SetMode(gin.TestMode)
	e := gin.New()
	demo.New(o).Register(e)
	w := httptest.NewRecorder()
	e.ServeHTTP(w, httptest.NewRequest(method, path, strings.NewReader(body)))
	return w.Code, w.Body.String()
}

func TestClockMovesForwardOnly(t *testing.T) {
	clk := clock.Stopped(dbtest.Start())
	status, body := call(t, demo.Options{Clock: clk}, "POST", "/api/demo/v1/clock", `{"advance":"48h"}`)
	require.Equal(t, 200, status)
	require.JSONEq(t, `{"now":"2026-11-25T10:00:00+08:00"}`, body)
	for _, bad := range []string{`{"advance":"-1h"}`, `{"advance":"0s"}`, `{"advance":"soon"}`, `{"advance":"100000h"}`, `{}`, `{"advance":"1h"}{}`, `[]`} {
		status, body = call(t, demo.Options{Clock: clk}, "POST", "/api/demo/v1/clock", bad)
		require.Equal(t, 400, status, "%s %s", bad, body)
	}
	_, body = call(t, demo.Options{Clock: clk}, "GET", "/api/demo/v1/clock", "")
	require.JSONEq(t, `{"now":"2026-11-25T10:00:00+08:00"}`, body)
}

func TestTheTelephoneShowsWhatAPhoneWould(t *testing.T) {
	answers := map[string]struct {
		delivery simulator.Delivery
		err      error
		shown    string
	}{
		"answered": {
			simulator.Delivery{Reply: &simulator.Reply{Kind: "text", Text: "您好"}, Took: 3 * time.Millisecond},
			nil,
			`{"state":"answered","type":"text","text":"您好","took_ms":3}`,
		},
		"silent":     {simulator.Delivery{}, nil, `{"state":"silent","took_ms":0}`},
		"no service": {simulator.Delivery{}, simulator.ErrNoService, `{"state":"no_service","took_ms":0}`},
	}
	for name, a := range answers {
		t.Run(name, func(t *testing.T) {
			o := demo.Options{Phone: phone{push: func(simulator.Message) (simulator.Delivery, error) { return a.delivery, a.err }}}
			status, body := call(t, o, "POST", "/simulator/api/message", `{"openid":"me","type":"text","content":"你好"}`)
			require.Equal(t, 200, status)
			require.JSONEq(t, a.shown, body)
		})
	}
	broken := demo.Options{Phone: phone{push: func(simulator.Message) (simulator.Delivery, error) { return simulator.Delivery{}, errors.New("broken") }}}
	status, body := call(t, broken, "POST", "/simulator/api/message", `{"openid":"me","content":"你好"}`)
	require.Equal(t, 500, status)
	require.NotContains(t, body, "broken")
}

func TestWhatPeopleDoOnTheTelephone(t *testing.T) {
	var got simulator.Message
	o := demo.Options{Phone: phone{push: func(m simulator.Message) (simulator.Delivery, error) { got = m; return simulator.Delivery{}, nil }}}
	for body, want := range map[string]simulator.Message{
		`{"openid":"me","content":"你好"}`:                                                simulator.Text("me", "你好"),
		`{"openid":"me","type":"voice","content":"你好"}`:                                 simulator.Voice("me", "你好"),
		`{"openid":"me","type":"location","lat":38.7,"lng":119.7,"content":"东街"}`:       simulator.Location("me", 38.7, 119.7, "东街"),
		`{"openid":"me","type":"click","content":"benefit.mine"}`:                       simulator.Click("me", "benefit.mine"),
		`{"openid":"me","type":"scan","content":"shop-1"}`:                              simulator.Scan("me", "shop-1"),
		`{"openid":"me","type":"follow","content":"shop-1"}`:                            simulator.Follow("me", "shop-1"),
		`{"openid":"me","type":"view","content":"https://example.com/"}`:                simulator.Event("me", "VIEW", "https://example.com/"),
		`{"openid":"me","type":"unfollow"}`:                                             simulator.Unfollow("me"),
		`{"openid":"me","type":"image","content":"https://example.com/1.jpg"}`:          simulator.Image("me", "https://example.com/1.jpg"),
		`{"openid":"me","type":"text","content":"again","msgid":"7","created":1795000}`: {From: "me", Kind: "text", Content: "again", MsgID: "7", CreatedAt: time.Unix(1795000, 0)},
	} {
		status, answer := call(t, o, "POST", "/simulator/api/message", body)
		require.Equal(t, 200, status, answer)
		require.Equal(t, want, got)
	}
	for _, bad := range []string{
		`{"openid":"","content":"x"}`, `{"openid":"me","type":"dance"}`, `{"openid":"me","type":"location","lat":91}`, `{"openid":"me","msgid":"<1>"}`, `{"openid":"me","media_id":"<1>"}`, `{"to":"me"}`, `null`,
	} {
		status, _ := call(t, o, "POST", "/simulator/api/message", bad)
		require.Equal(t, 400, status, bad)
	}
	status, _ := call(t, o, "GET", "/simulator/api/sent", "")
	require.Equal(t, 400, status)
	o.Phone = phone{sent: []simulator.Sent{{OpenID: "me", Kind: "text", Text: "晚了", At: dbtest.Start()}}}
	status, body := call(t, o, "GET", "/simulator/api/sent?openid=me", "")
	require.Equal(t, 200, status)
	require.JSONEq(t, `{"items":[{"type":"text","text":"晚了","at":"2026-11-23T10:00:00+08:00"}],"next":""}`, body)
}

// Every status of the contract is put behind an openid; that somebody serves is only ever what he says.
func TestIntroduce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		store := person.NewStore(d)
		root := station.Station{ID: db.NewID(), Code: "990100", Name: "市服务中心", Level: station.City, Path: "990100/"}
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error { return station.InsertStations(tx, []station.Station{root}) }))
		people := demo.People{DB: d, Store: store, Merge: store.Merge, Home: func() station.Station { return root }}
		o := demo.Options{Introduce: people.Introduce}
		for _, status := range person.Claims() {
			for range 2 { // a second one takes the first one's place
				code, body := call(t, o, "POST", "/api/demo/v1/person", `{"openid":"`+string(status)+`","name":"张三","status":"`+string(status)+`","verified":true}`)
				require.Equal(t, http.StatusNoContent, code, body)
			}
			a, found, err := store.AccountOf(t.Context(), person.OfficialAccount, seal.Text(status))
			require.NoError(t, err)
			require.True(t, found)
			require.True(t, a.Verified())
			held, err := store.StatusesOf(t.Context(), *a.PersonID, clock.DateOf(dbtest.Start()))
			require.NoError(t, err)
			if status == person.Active {
				require.Empty(t, held)
				require.Equal(t, person.Active, a.Claimed)
				continue
			}
			require.Len(t, held, 1)
			require.EqualValues(t, status, held[0].Status)
		}
	})
}
