package simulator

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/models/clock"
)

const (
	testMini       = "wx0000000000000mini"
	testMiniSecret = "fedcba9876543210fedcba9876543210"
)

// desk is a WeChat with both accounts, whose API a test calls as the program would.
type desk struct {
	*Simulator
	t     *testing.T
	clock *clock.Movable
	api   *httptest.Server
}

func newDesk(t *testing.T, change ...func(*Options)) *desk {
	t.Helper()
	both := func(o *Options) {
		o.Official.Callback = "http://127.0.0.1:1/never" // reports are queued, and no test of the API delivers them
		o.Mini = App{ID: testMini, Secret: testMiniSecret, Token: "BBBBB", Callback: o.Official.Callback}
	}
	s, now := newSimulator(t, nil, append([]func(*Options){both}, change...)...)
	d := &desk{Simulator: s, t: t, clock: now, api: httptest.NewServer(s.Handler())}
	t.Cleanup(d.api.Close)
	return d
}

// heard is an answer of the API.
type heard struct {
	status int
	header http.Header
	body   []byte
	json   map[string]any
}

func (h heard) code() int {
	n, _ := h.json["errcode"].(float64)
	return int(n)
}

func (h heard) text(name string) string {
	text, _ := h.json[name].(string)
	return text
}

// send makes a request; body is JSON, or nothing for a GET.
func (d *desk) send(method, path, kind, body string) heard {
	d.t.Helper()
	r, err := http.NewRequestWithContext(d.t.Context(), method, d.api.URL+path, strings.NewReader(body))
	require.NoError(d.t, err)
	r.Header.Set("Content-Type", kind)
	response, err := http.DefaultClient.Do(r)
	require.NoError(d.t, err)
	defer func() { _ = response.Body.Close() }()
	h := heard{status: response.StatusCode, header: response.Header}
	h.body, err = io.ReadAll(response.Body)
	require.NoError(d.t, err)
	_ = json.Unmarshal(h.body, &h.json)
	return h
}

// call uses an account's token; without a body it is a GET.
func (d *desk) call(which Side, path, body string) heard {
	d.t.Helper()
	join := "?"
	if strings.Contains(path, "?") {
		join = "&"
	}
	method := http.MethodPost
	if body == "" {
		method = http.MethodGet
	}
	return d.send(method, path+join+"access_token="+d.token(which), "application/json", body)
}

func (d *desk) token(which Side) string {
	d.t.Helper()
	return d.stable(which, false).text("access_token")
}

func (d *desk) stable(which Side, force bool) heard {
	d.t.Helper()
	a := d.sides[which]
	return d.send(http.MethodPost, "/cgi-bin/stable_token", "application/json", write(map[string]any{
		"grant_type": "client_credential", "appid": a.ID, "secret": a.Secret, "force_refresh": force,
	}))
}

func write(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(text)
}

// reports are what WeChat will tell the program by itself, as XML.
func (d *desk) reports() []string {
	d.t.Helper()
	d.mu.Lock()
	defer d.mu.Unlock()
	var list []string
	for _, m := range d.queue {
		list = append(list, string(toXML(d.sides[m.To].document(m), "")))
	}
	d.queue = nil
	return list
}

// sayTo is a text of customer service; its code.
func (d *desk) sayTo(which Side, openid string) int {
	d.t.Helper()
	return d.call(which, customPath, textTo(openid, "您好")).code()
}

// with changes one value of a JSON object, or takes it away.
func with(object map[string]any, name string, v any) string {
	changed := map[string]any{}
	for k, old := range object {
		changed[k] = old
	}
	if changed[name] = v; v == nil {
		delete(changed, name)
	}
	return write(changed)
}

func decoded(body []byte) map[string]any {
	var out map[string]any
	_ = json.Unmarshal(body, &out)
	return out
}
