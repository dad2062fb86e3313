package mini_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"
	"github.com/gin-gonic/gin/binding"
	"github.com/stretchr/testify/require"

	"shuangyong/docs"
	"shuangyong/handlers/mini"
	"shuangyong/handlers/openapi"
	"shuangyong/models/db"
	"shuangyong/models/person"
	"shuangyong/models/privacy"
	gateway "shuangyong/wechat"
)

// known is a WeChat that knows the canary at once: what it takes to ask the real one is not ours to measure.
type known struct{}

func (known) Login(context.Context, string) (gateway.Login, error) {
	return gateway.Login{OpenID: openid, UnionID: unionid, SessionKey: sessionKey}, nil
}

func (known) Phone(context.Context, string) (gateway.Phone, error) {
	return gateway.Phone{Country: "86", Number: ownPhone}, nil
}

var _ mini.Gateway = known{}

// loginBody is a login as a phone sends it.
const loginBody = `{"code":"` + code + `"}`

// measured is the API as the program serves it, without the checks of a test's answers, and a proved person's token.
func measured(b *testing.B) (http.Handler, string) {
	h := build(b)
	document, err := openapi.New(docs.OpenAPI)
	require.NoError(b, err)
	e := gin.New()
	mini.New(mini.Options{Document: document, Gateway: known{}, Logins: h.logins, DB: h.db, People: h.people, Privacy: privacy.NewStore(h.db), Merge: h.people.Merge, Homes: h.homes, Clock: h.clock, Phone: phone, Wait: h.wait(), Log: h.logger()}).Register(e)
	h.http = e
	token := h.signIn()
	p := h.registered()
	h.commit(func(tx db.Tx) error { return h.people.Attach(tx, clerk, h.account(), p.ID, person.Seen) })
	return e, token
}

// bare answers the same with nothing behind it.
func bare(answers map[string]any, login mini.LoginAnswer) http.Handler {
	e := gin.New()
	for path, answer := range answers {
		e.GET(path, func(c *gin.Context) { c.JSON(http.StatusOK, answer) })
	}
	e.POST("/api/v1/login", func(c *gin.Context) {
		var in mini.LoginRequest
		if c.ShouldBindWith(&in, binding.JSON) == nil {
			c.JSON(http.StatusOK, login)
		}
	})
	return e
}

// asks makes one call after the other, as many as the benchmark wants, on all processors.
func asks(b *testing.B, h http.Handler, method, path, token, body string) {
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			r := httptest.NewRequest(method, path, strings.NewReader(body))
			r.Header.Set("Content-Type", "application/json")
			r.Header.Set("Authorization", "Bearer "+token)
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if w.Code != http.StatusOK {
				b.Errorf("%s %s: %d %s", method, path, w.Code, w.Body)
				return
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "calls/s")
}

// BenchmarkCalls compares what the program does for a call with a handler that gives the same answer for nothing.
func BenchmarkCalls(b *testing.B) {
	gin.SetMode(gin.ReleaseMode)
	full, token := measured(b)
	answers := map[string]any{}
	for _, path := range []string{"/api/v1/session", "/api/v1/me"} {
		r := httptest.NewRequest(http.MethodGet, path, nil)
		r.Header.Set("Authorization", "Bearer "+token)
		w := httptest.NewRecorder()
		full.ServeHTTP(w, r)
		require.Equal(b, http.StatusOK, w.Code)
		answers[path] = rawJSON(w.Body.Bytes())
	}
	empty := bare(answers, mini.LoginAnswer{Token: token})
	for _, c := range []struct{ name, method, path, body string }{
		{"session", http.MethodGet, "/api/v1/session", ""}, {"me", http.MethodGet, "/api/v1/me", ""}, {"login", http.MethodPost, "/api/v1/login", loginBody},
	} {
		b.Run(c.name+"/bare", func(b *testing.B) { asks(b, empty, c.method, c.path, token, c.body) })
		b.Run(c.name+"/full", func(b *testing.B) { asks(b, full, c.method, c.path, token, c.body) })
	}
}

// rawJSON is an answer that is encoded as it stands.
type rawJSON []byte

// MarshalJSON implements json.Marshaler.
func (r rawJSON) MarshalJSON() ([]byte, error) { return r, nil }
