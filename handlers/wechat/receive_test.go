package wechat_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/dialog"
	"shuangyong/wechat/simulator"
)

// Whoever is not WeChat gets the same 403, whatever was wrong.
func TestStrangersLearnNothing(t *testing.T) {
	h := one(t)
	e := echo()
	r := h.opens(e)
	query, body, err := h.wechat.Request(h.says("你好", "1"))
	require.NoError(t, err)
	with := func(name, value string) url.Values {
		q := url.Values{}
		for k, v := range query {
			q[k] = v
		}
		q.Set(name, value)
		return q
	}
	twice := func(name string) url.Values {
		q := with(name, query.Get(name))
		q[name] = append(q[name], query.Get(name))
		return q
	}
	forged, err := simulator.New(simulator.Options{Official: simulator.App{ID: appID, Token: "anothertoken", AESKey: aesKey}, Clock: h.clock})
	require.NoError(t, err)
	forgedQuery, forgedBody, err := forged.Request(h.says("你好", "1"))
	require.NoError(t, err)
	plain, err := simulator.New(simulator.Options{Official: simulator.App{ID: appID, Token: token}, Clock: h.clock})
	require.NoError(t, err)
	plainQuery, plainBody, err := plain.Request(h.says("你好", "1"))
	require.NoError(t, err)
	for name, c := range map[string]struct {
		query url.Values
		body  string
	}{
		"nothing":               {url.Values{}, ""},
		"no body":               {query, ""},
		"wrong signature":       {with("signature", strings.Repeat("0", 40)), string(body)},
		"wrong msg_signature":   {with("msg_signature", strings.Repeat("0", 40)), string(body)},
		"old timestamp":         {with("timestamp", "1500000000"), string(body)},
		"forged token":          {forgedQuery, string(forgedBody)},
		"plain in safe mode":    {plainQuery, string(plainBody)},
		"tampered cipher text":  {query, strings.Replace(string(body), "A", "B", 1)},
		"not XML":               {query, "{}"},
		"somebody else's words": {query, string(forgedBody)},
		"two signatures":        {twice("signature"), string(body)},
		"two msg_signatures":    {twice("msg_signature"), string(body)},
		"two timestamps":        {twice("timestamp"), string(body)},
		"two nonces":            {twice("nonce"), string(body)},
		"compressed":            {query, zipped(t, body)},
	} {
		got := r.post(c.query, []byte(c.body))
		require.Equal(t, answer{status: 403, raw: "forbidden"}, got, name)
	}
	require.Zero(t, e.turns.Load())
	require.Equal(t, 200, r.post(query, body).status, "the genuine one is still good")
}

// zipped is a body that only somebody who trusts Content-Encoding would unpack.
func zipped(t *testing.T, body []byte) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, err := w.Write(body)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return b.String()
}

// A sender that declares no length is cut off where the limit is, not where he ends.
func TestAnEndlessBodyIsCutOff(t *testing.T) {
	r := one(t).opens(echo())
	server := httptest.NewServer(r.http)
	defer server.Close()
	endless := &zeros{}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL+"/wechat", endless)
	require.NoError(t, err)
	if response, err := http.DefaultTransport.RoundTrip(request); err == nil { // or the connection was closed on him
		require.Equal(t, 413, response.StatusCode)
		require.NoError(t, response.Body.Close())
	}
	http.DefaultTransport.(*http.Transport).CloseIdleConnections()
	require.Less(t, endless.read.Load(), int64(64<<20))
}

// zeros never ends.
type zeros struct{ read atomic.Int64 }

func (z *zeros) Read(p []byte) (int, error) {
	z.read.Add(int64(len(p)))
	return len(p), nil
}

func TestTooLargeIsCutOff(t *testing.T) {
	r := one(t).opens(echo())
	got := r.post(url.Values{}, []byte(strings.Repeat("x", 64<<10+1)))
	require.Equal(t, 413, got.status)
}

func TestAuthenticButBrokenIsAccepted(t *testing.T) {
	h := one(t)
	e := echo()
	r := h.opens(e)
	for _, kind := range []string{"hologram", "text]]><Content>canary"} {
		m := h.says("canary", "1")
		m.Kind = kind
		got := r.push(m)
		require.Equal(t, "success", got.raw, kind)
	}
	m := h.says("x", "2")
	m.Extra = "<Content>canary twice</Content>"
	require.Equal(t, "success", r.push(m).raw)
	require.Zero(t, e.turns.Load())
	require.Contains(t, h.log.String(), "unreadable")
	require.NotContains(t, h.log.String(), "canary")
}

func TestChallenge(t *testing.T) {
	h := one(t)
	r := h.opens(echo())
	server := httptest.NewServer(r.http)
	defer server.Close()
	s, err := simulator.New(simulator.Options{Official: simulator.App{ID: appID, Token: token, AESKey: aesKey, Callback: server.URL + "/wechat"}, Clock: h.clock})
	require.NoError(t, err)
	require.NoError(t, s.Challenge(t.Context(), simulator.Official))
	w := httptest.NewRecorder()
	r.http.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/wechat?echostr=1", nil))
	require.Equal(t, 403, w.Code)
	require.Equal(t, "forbidden", w.Body.String())
}

// broken is a body whose sender goes away.
type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errors.New("connection reset") }

func TestASenderThatGoesAwayHarmsNobody(t *testing.T) {
	h := one(t)
	e := &engine{turn: func(ctx context.Context, _ dialog.Speaker, st dialog.State, m dialog.Message) (dialog.Turn, error) {
		return say(m.Text, st), ctx.Err()
	}}
	r := h.opens(e)
	w := httptest.NewRecorder()
	r.http.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/wechat", io.NopCloser(broken{})))
	require.Equal(t, 400, w.Code)

	// It hung up after sending: the work is done all the same, for the retry.
	m := h.says("你好", "1")
	query, body, err := h.wechat.Request(m)
	require.NoError(t, err)
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	r.http.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(gone, http.MethodPost, "/wechat?"+query.Encode(), strings.NewReader(string(body))))
	require.Equal(t, "你好", r.push(m).text)
	require.EqualValues(t, 1, e.turns.Load())
}
