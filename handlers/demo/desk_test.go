package demo_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http/httptest"
	"path"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/stretchr/testify/require"

	"shuangyong/handlers/demo"
	"shuangyong/models/clock"
	"shuangyong/models/db/dbtest"
	"shuangyong/wechat/simulator"
)

// wechat is a phone with WeChat's own desk behind it; it notes what it was asked to do.
type wechat struct {
	demo.Phone
	did      []any
	menu     string
	codes    []simulator.QRCode
	troubles []simulator.Trouble
	files    map[string]string
	scanned  error
}

func (w *wechat) Make(t simulator.Trouble) int64           { w.did = append(w.did, t); return 7 }
func (w *wechat) Mend(id int64)                            { w.did = append(w.did, id) }
func (w *wechat) Troubles() []simulator.Trouble            { return w.troubles }
func (w *wechat) InvalidateTokens()                        { w.did = append(w.did, "tokens") }
func (w *wechat) Menu() []byte                             { return []byte(w.menu) }
func (w *wechat) Code(openID string) string                { return "code-of-" + openID }
func (w *wechat) PhoneCode(openID string) string           { return "phone-code-of-" + openID }
func (w *wechat) QRCodes() []simulator.QRCode              { return w.codes }
func (w *wechat) Popup(openID string, yes map[string]bool) { w.did = append(w.did, openID, yes) }
func (w *wechat) Try(_ context.Context, which simulator.Trial, openID string) simulator.Outcome {
	w.did = append(w.did, openID, which)
	return simulator.Outcome{Answered: true, Code: 43101, Message: "user refuse to accept the msg"}
}
func (w *wechat) SetRisky(openID string, risky bool) { w.did = append(w.did, openID, risky) }

func (w *wechat) Templates() []simulator.Template {
	return []simulator.Template{{ID: "a", Title: "预约提醒"}, {ID: "b", Side: simulator.Mini, Title: "叫号提醒", LongTerm: true}}
}

func (w *wechat) Scan(_ context.Context, openID, ticket string) (simulator.Delivery, error) {
	w.did = append(w.did, openID, ticket)
	return simulator.Delivery{}, w.scanned
}

func (w *wechat) Store(kind string, content []byte) (mediaID, url string) {
	w.did = append(w.did, kind, len(content))
	return "media", "http://127.0.0.1:1/mmbiz/A.jpg"
}

func (w *wechat) File(name string) (content []byte, kind string, found bool) {
	kind, found = w.files[name]
	return []byte("content"), kind, found
}

func TestWhatIsDoneAtWeChatsDesk(t *testing.T) {
	for request, want := range map[string]struct {
		status int
		answer string
		did    []any
	}{
		`POST code {"openid":"me"}`:                        {200, `{"code":"code-of-me"}`, nil},
		`POST phone-code {"openid":"me"}`:                  {200, `{"code":"phone-code-of-me"}`, nil},
		`POST scan {"openid":"me","ticket":"gQH+/=_-"}`:    {204, ``, []any{"me", "gQH+/=_-"}},
		`POST popup {"openid":"me","accept":{"b":true}}`:   {204, ``, []any{"me", map[string]bool{"b": true}}},
		`POST risky {"openid":"me","risky":true}`:          {204, ``, []any{"me", true}},
		`POST trial {"openid":"me","kind":"subscribe"}`:    {200, `{"answered":true,"errcode":43101,"errmsg":"user refuse to accept the msg"}`, []any{"me", simulator.TrialSubscribe}},
		`POST tokens/expire {}`:                            {204, ``, []any{"tokens"}},
		`DELETE trouble/7 `:                                {204, ``, []any{int64(7)}},
		`DELETE trouble/0 `:                                {204, ``, []any{int64(0)}},
		`POST trouble {"path":"push","kind":"twice"}`:      {201, `{"id":7}`, []any{simulator.Trouble{Path: "push", Kind: simulator.TroubleTwice}}},
		`POST trouble {"path":"push-mini","kind":"stale"}`: {201, `{"id":7}`, []any{simulator.Trouble{Path: "push-mini", Kind: simulator.TroubleStale}}},
		`POST trouble {"path":"*","kind":"delay","delay_ms":3000,"times":2}`: {
			201, `{"id":7}`, []any{simulator.Trouble{Path: "*", Kind: simulator.TroubleDelay, Delay: 3 * time.Second, Times: 2}},
		},
		`POST trouble {"path":"/cgi-bin/stable_token","kind":"error","code":-1}`: {
			201, `{"id":7}`, []any{simulator.Trouble{Path: "/cgi-bin/stable_token", Kind: simulator.TroubleError, Code: -1}},
		},
	} {
		method, path, _ := strings.Cut(request, " ")
		path, body, _ := strings.Cut(path, " ")
		w := &wechat{}
		status, answer := call(t, demo.Options{Phone: w}, method, "/simulator/api/"+path, body)
		require.Equal(t, want.status, status, "%s: %s", request, answer)
		if want.answer != "" {
			require.JSONEq(t, want.answer, answer)
		}
		require.Equal(t, want.did, w.did, request)
	}
	w := &wechat{scanned: simulator.ErrNoService}
	status, _ := call(t, demo.Options{Phone: w}, "POST", "/simulator/api/scan", `{"openid":"me","ticket":"t"}`)
	require.Equal(t, 204, status, "the chat says that there was no service")
}

func TestNonsenseReachesNobody(t *testing.T) {
	full := make([]simulator.Trouble, 50)
	for _, request := range []string{
		`POST code {"openid":"<b>"}`, `POST code {}`, `POST code null`, `POST code {"openid":"me","x":1}`,
		`POST scan {"openid":"me","ticket":""}`, `POST scan {"openid":"me","ticket":"a b"}`, `POST scan {"openid":"","ticket":"a"}`,
		`POST popup {"openid":"me","accept":{}}`, `POST popup {"openid":"me","accept":{"<b>":true}}`, `POST popup {"openid":"me","accept":{"a":1}}`,
		`POST popup {"openid":"me","accept":{"a":true,"b":true,"c":true,"d":true,"e":true,"f":true}}`, `POST popup {"openid":"?","accept":{"a":true}}`,
		`POST risky {"openid":"me","risky":"yes"}`, `POST risky {"risky":true}`, `POST trial {"openid":"me","kind":"bomb"}`, `POST trial {"kind":"custom"}`, `POST tokens/expire {"now":true}`, `POST tokens/expire []`,
		`DELETE trouble/x `, `DELETE trouble/-1 `,
		`POST trouble {}`, `POST trouble {"path":"push","kind":"garbage"}`, `POST trouble {"path":"*","kind":"twice"}`, `POST trouble {"path":"elsewhere","kind":"error"}`,
		`POST trouble {"path":"/CGI","kind":"error"}`, `POST trouble {"path":"*","kind":"status","code":200}`, `POST trouble {"path":"*","kind":"error","code":1000000}`,
		`POST trouble {"path":"*","kind":"delay","delay_ms":-1}`, `POST trouble {"path":"*","kind":"delay","delay_ms":86400001}`,
		`POST trouble {"path":"*","kind":"error","times":-1}`, `POST trouble {"path":"*","kind":"error","times":1001}`, `POST trouble {"path":"*","kind":"error","id":3}`,
	} {
		method, path, _ := strings.Cut(request, " ")
		path, body, _ := strings.Cut(path, " ")
		w := &wechat{}
		status, answer := call(t, demo.Options{Phone: w}, method, "/simulator/api/"+path, body)
		require.Equal(t, 400, status, "%s: %s", request, answer)
		require.Empty(t, w.did, request)
	}
	w := &wechat{troubles: full}
	status, _ := call(t, demo.Options{Phone: w}, "POST", "/simulator/api/trouble", `{"path":"*","kind":"error"}`)
	require.Equal(t, 400, status, "there are enough")
}

var jpeg = []byte("\xff\xd8\xff\xe0 and so on")

func TestPicturesAreWhatTheyAre(t *testing.T) {
	for name, c := range map[string]struct {
		body   []byte
		status int
		did    []any
	}{
		"a JPEG":               {jpeg, 201, []any{"image", len(jpeg)}},
		"a PNG":                {[]byte("\x89PNG\x0D\x0A\x1A\x0A"), 201, []any{"image", 8}},
		"a voice":              {[]byte("#!AMR\n"), 201, []any{"voice", 6}},
		"a page":               {[]byte("<html><script>alert(1)</script>"), 400, nil},
		"a drawing":            {[]byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`), 400, nil},
		"nothing":              {nil, 400, nil},
		"as large as may be":   {append(bytes.Clone(jpeg), make([]byte, demo.MediaLimit-len(jpeg))...), 201, []any{"image", demo.MediaLimit}},
		"one byte larger":      {append(bytes.Clone(jpeg), make([]byte, demo.MediaLimit-len(jpeg)+1)...), 413, nil},
		"too large by far":     {make([]byte, 3*demo.MediaLimit), 413, nil},
		"a voice of no format": {[]byte("#!SILK"), 400, nil},
	} {
		t.Run(name, func(t *testing.T) {
			w := &wechat{}
			status, answer := call(t, demo.Options{Phone: w}, "POST", demo.MediaPath, string(c.body))
			require.Equal(t, c.status, status, answer)
			require.Equal(t, c.did, w.did)
			if c.status == 201 {
				require.JSONEq(t, `{"media_id":"media","url":"http://127.0.0.1:1/mmbiz/A.jpg"}`, answer)
			}
		})
	}
}

// Only pictures are shown from what WeChat keeps, and they cannot act as pages.
func TestOnlyPicturesAreShown(t *testing.T) {
	w := &wechat{files: map[string]string{"A.jpg": "image/jpeg", "B.amr": "audio/amr", "C.html": "text/html"}}
	e := gin.New()
	demo.New(demo.Options{Phone: w}).Register(e)
	for name, want := range map[string]int{"A.jpg": 200, "B.amr": 404, "C.html": 404, "D.jpg": 404, "..%2FA.jpg": 404} {
		answer := httptest.NewRecorder()
		e.ServeHTTP(answer, httptest.NewRequest("GET", "/simulator/api/picture/"+name, nil))
		require.Equal(t, want, answer.Code, name)
		if want == 200 {
			require.Equal(t, "image/jpeg", answer.Header().Get("Content-Type"))
		}
	}
}

func TestStateIsAllThatThePageNeeds(t *testing.T) {
	clk := clock.Stopped(dbtest.Start())
	w := &wechat{
		menu:     `{"button":[{"name":"查","sub_button":[{"type":"click","name":"店","key":"shop.nearby"}]},{"type":"view","name":"网","url":"https://example.com/"}]}`,
		codes:    []simulator.QRCode{{Ticket: "t1", Scene: "shop-1"}, {Ticket: "t2", Scene: "old", Expires: dbtest.Start()}},
		troubles: []simulator.Trouble{{ID: 3, Path: "*", Kind: simulator.TroubleDelay, Delay: 3 * time.Second, Times: 1}},
	}
	o := demo.Options{
		Phone: w, Clock: clk, Mini: true, Account: demo.Account{Name: "某局", ID: "wx1", Mode: "安全模式"}, Menu: []demo.Button{{Name: "默认", Key: "help"}},
		People: func(context.Context) ([]demo.Person, error) {
			return []demo.Person{{OpenID: "a", Name: "林", Statuses: []string{}, Say: []string{}}}, nil
		},
		Introduce: func(context.Context, demo.Stranger) error { return nil },
	}
	e := gin.New()
	demo.New(o).Register(e)
	get := func() map[string]any {
		answer := httptest.NewRecorder()
		e.ServeHTTP(answer, httptest.NewRequest("GET", "/simulator/api/state", nil))
		require.Equal(t, 200, answer.Code)
		var state map[string]any
		require.NoError(t, json.Unmarshal(answer.Body.Bytes(), &state))
		return state
	}
	state := get()
	part := func(name, want string) {
		t.Helper()
		got, err := json.Marshal(state[name])
		require.NoError(t, err)
		require.JSONEq(t, want, string(got))
	}
	part("account", `{"name":"某局","id":"wx1","mode":"安全模式"}`)
	part("now", `"2026-11-23T10:00:00+08:00"`)
	part("menu", `[{"name":"查","rows":[{"name":"店","key":"shop.nearby"}]},{"name":"网","url":"https://example.com/"}]`)
	part("codes", `[{"ticket":"t1","scene":"shop-1","expired":false},{"ticket":"t2","scene":"old","expired":true}]`)
	part("templates", `[{"id":"b","title":"叫号提醒","long_term":true}]`)
	part("troubles", `[{"id":3,"path":"*","kind":"delay","code":0,"delay_ms":3000,"times":1}]`)
	part("can", `{"clock":true,"person":true,"map":false,"mini":true}`)
	for range 2 { // the second one takes the first one's place
		introduced := httptest.NewRecorder()
		e.ServeHTTP(introduced, httptest.NewRequest("POST", "/api/demo/v1/person", strings.NewReader(`{"openid":"b","name":"张三","status":"veteran","verified":true}`)))
		require.Equal(t, 204, introduced.Code)
	}
	state = get()
	require.Len(t, state["people"], 2)
	require.Equal(t, "张三", state["people"].([]any)[1].(map[string]any)["name"])
	require.Equal(t, []any{"退役军人"}, state["people"].([]any)[1].(map[string]any)["statuses"])
	w.menu = ""
	state = get()
	part("menu", `[{"name":"默认","key":"help"}]`)
}

// A door without the program behind it has no clock, no people and no map; its page is told so.
func TestWhatIsNotThereHasNoPath(t *testing.T) {
	e := gin.New()
	demo.New(demo.Options{Phone: &wechat{}}).Register(e)
	for _, r := range e.Routes() {
		require.NotContains(t, r.Path, "/api/demo/")
		require.NotEqual(t, "/simulator/api/map", r.Path)
	}
	status, body := call(t, demo.Options{Phone: &wechat{}}, "GET", "/simulator/api/state", "")
	require.Equal(t, 200, status)
	require.Contains(t, body, `"can":{"clock":false,"map":false,"mini":false,"person":false}`)
}

func TestThePageIsServedSafely(t *testing.T) {
	e := gin.New()
	demo.New(demo.Options{Phone: &wechat{}}).Register(e)
	get := func(path string, tag string) *httptest.ResponseRecorder {
		w, r := httptest.NewRecorder(), httptest.NewRequest("GET", path, nil)
		r.Header.Set("If-None-Match", tag)
		e.ServeHTTP(w, r)
		return w
	}
	kinds := map[string]string{".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}
	require.Equal(t, "/simulator", get("/", "").Header().Get("Location"))
	page := get("/simulator", "")
	require.Equal(t, "text/html; charset=utf-8", page.Header().Get("Content-Type"))
	require.NotContains(t, page.Body.String(), "style=")
	require.NotContains(t, page.Body.String(), "<script>")
	for _, part := range strings.Split(page.Body.String(), `"`) {
		if !strings.HasPrefix(part, "/simulator/assets/") {
			continue
		}
		a := get(part, "")
		require.Equal(t, 200, a.Code, part)
		require.Equal(t, kinds[path.Ext(part)], a.Header().Get("Content-Type"), part)
		require.Contains(t, a.Header().Get("Content-Security-Policy"), "default-src 'none'; script-src 'self'; style-src 'self'")
		require.NotContains(t, a.Header().Get("Content-Security-Policy"), "unsafe")
		again := get(part, a.Header().Get("ETag"))
		require.Equal(t, 304, again.Code)
		require.Empty(t, again.Body.String())
	}
	for _, none := range []string{"/simulator/assets/index.html", "/simulator/assets/none.js", "/simulator/assets/..%2Fweb.go", "/simulator/assets/"} {
		require.Equal(t, 404, get(none, "").Code, none)
	}
}
