package demo_test

import (
	"context"
	"encoding/json"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/stretchr/testify/require"

	"shuangyong/handlers/demo"
	"shuangyong/models/db/dbtest"
	"shuangyong/wechat/simulator"
)

// record is a phone whose chat the test writes.
type record struct {
	demo.Phone
	mu      sync.Mutex
	entries []simulator.Entry
	changed chan struct{}
	asked   chan struct{} // one for each look
}

func newRecord() *record {
	return &record{changed: make(chan struct{}), asked: make(chan struct{}, 100)}
}

func (r *record) add(e simulator.Entry) {
	r.mu.Lock()
	defer r.mu.Unlock()
	e.Seq = int64(len(r.entries) + 1)
	r.entries = append(r.entries, e)
	close(r.changed)
	r.changed = make(chan struct{})
}

func (r *record) Entries(after int64) ([]simulator.Entry, <-chan struct{}) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.asked <- struct{}{}
	return r.entries[min(int(after), len(r.entries)):], r.changed
}

type news struct {
	Boot  string
	Items []map[string]any
	Next  int64
}

// ask puts a question for news and gives its answer when there is one.
func ask(t *testing.T, ctx context.Context, o demo.Options, path string) <-chan news {
	t.Helper()
	gin.SetMode(gin.TestMode)
	e := gin.New()
	demo.New(o).Register(e)
	answered := make(chan news, 1)
	go func() {
		w := httptest.NewRecorder()
		e.ServeHTTP(w, httptest.NewRequestWithContext(ctx, "GET", path, nil))
		var n news
		if w.Code == 200 && json.Unmarshal(w.Body.Bytes(), &n) == nil {
			answered <- n
		}
		close(answered)
	}()
	return answered
}

func answerOf(t *testing.T, c <-chan news) news {
	t.Helper()
	select {
	case n, ok := <-c:
		require.True(t, ok, "no answer")
		return n
	case <-time.After(10 * time.Second):
		t.Fatal("the question was never answered")
		return news{}
	}
}

func TestNewsIsToldWhenItComes(t *testing.T) {
	r := newRecord()
	waiting := ask(t, t.Context(), demo.Options{Phone: r, Hold: time.Hour}, "/simulator/api/timeline")
	<-r.asked
	r.add(simulator.Entry{OpenID: "me", At: dbtest.Start(), By: simulator.ByAccount, Kind: "text", Text: "<img src=x onerror=alert(1)>", Ref: 7})
	got := answerOf(t, waiting)
	require.NotEmpty(t, got.Boot)
	require.Equal(t, int64(1), got.Next)
	require.Equal(t, map[string]any{
		"seq": 1.0, "openid": "me", "at": "2026-11-23T10:00:00+08:00", "by": "account", "side": "official", "kind": "text", "text": "<img src=x onerror=alert(1)>", "ref": 7.0,
	}, got.Items[0])
	r.add(simulator.Entry{OpenID: "me", Side: simulator.Mini, Kind: "image", Picture: "http://127.0.0.1:1/mmbiz/ABC.jpg"})
	r.add(simulator.Entry{OpenID: "me", Kind: "image", Picture: "https://example.com/1.jpg"})
	got = answerOf(t, ask(t, t.Context(), demo.Options{Phone: r}, "/simulator/api/timeline?after=1"))
	require.Equal(t, "mini", got.Items[0]["side"])
	require.Equal(t, "/simulator/api/picture/ABC.jpg", got.Items[0]["picture"])
	require.NotContains(t, got.Items[1], "picture", "the page loads nothing from strangers")
	require.Equal(t, int64(3), got.Next)
}

// A portion is bounded, and the rest is there at the next question.
func TestOldNewsComesInPortions(t *testing.T) {
	r := newRecord()
	for range 501 {
		r.entries = append(r.entries, simulator.Entry{Seq: int64(len(r.entries) + 1), OpenID: "me"})
	}
	first := answerOf(t, ask(t, t.Context(), demo.Options{Phone: r}, "/simulator/api/timeline"))
	require.Len(t, first.Items, 500)
	require.Equal(t, int64(500), first.Next)
	require.Len(t, answerOf(t, ask(t, t.Context(), demo.Options{Phone: r}, "/simulator/api/timeline?after=500")).Items, 1)
}

// Whoever waits gets an empty answer after a while, at once when the program stops, and holds nothing when he goes away.
func TestWaitingForNewsEnds(t *testing.T) {
	for name, end := range map[string]func(o *demo.Options) (context.Context, func()){
		"after a while": func(o *demo.Options) (context.Context, func()) {
			o.Hold = time.Millisecond
			return t.Context(), func() {}
		},
		"at a stop": func(o *demo.Options) (context.Context, func()) {
			life, stop := context.WithCancel(t.Context())
			o.Life = life
			return t.Context(), stop
		},
		"with its reader": func(*demo.Options) (context.Context, func()) { return context.WithCancel(t.Context()) },
	} {
		t.Run(name, func(t *testing.T) {
			r := newRecord()
			o := demo.Options{Phone: r, Hold: time.Hour}
			ctx, stop := end(&o)
			waiting := ask(t, ctx, o, "/simulator/api/timeline?after=5")
			<-r.asked
			stop()
			got := answerOf(t, waiting)
			require.Empty(t, got.Items)
			require.NotNil(t, got.Items, "a list, not null")
			require.Equal(t, int64(5), got.Next)
		})
	}
}

func TestNewsIsAskedForByNumber(t *testing.T) {
	for _, bad := range []string{"-1", "x", "1.5", "9223372036854775808"} {
		for _, path := range []string{"timeline", "exchanges"} {
			status, body := call(t, demo.Options{Phone: newRecord()}, "GET", "/simulator/api/"+path+"?after="+bad, "")
			require.Equal(t, 400, status, body)
		}
	}
}

// lines is a phone with requests to look at.
type lines struct {
	demo.Phone
	list []simulator.Exchange
}

func (l lines) Exchanges(int64) []simulator.Exchange { return l.list }

func TestDevelopersSeeTheNewestRequests(t *testing.T) {
	var l lines
	for i := range 51 {
		l.list = append(l.list, simulator.Exchange{Seq: int64(i + 1), Path: "/wechat", Took: 3 * time.Millisecond, Request: strings.Repeat("x", i)})
	}
	status, body := call(t, demo.Options{Phone: l}, "GET", "/simulator/api/exchanges", "")
	require.Equal(t, 200, status)
	var got news
	require.NoError(t, json.Unmarshal([]byte(body), &got))
	require.Len(t, got.Items, 50)
	require.Equal(t, 2.0, got.Items[0]["seq"], "the oldest one is left out")
	require.Equal(t, int64(51), got.Next)
	require.Equal(t, 3.0, got.Items[0]["took_ms"])
}
