package simulator

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"shuangyong/models/clock"
)

// FuzzAPI: whatever is asked, and whoever asks, nothing panics, and the answer is JSON with Tencent's codes, a file or a page.
func FuzzAPI(f *testing.F) {
	s, err := New(Options{
		Official: App{ID: testApp, Secret: "secret", Token: testToken}, Mini: App{ID: testMini, Secret: testMiniSecret, Token: "BBBBB"},
		Clock: clock.Stopped(time.Date(2026, 11, 23, 10, 0, 0, 0, clock.Shanghai)), Base: "http://phone.test",
	})
	if err != nil {
		f.Fatal(err)
	}
	s.Accept(alice, queueTemplate, 1<<30)
	s.Code(alice)
	paths := slices.Sorted(maps.Keys(s.routes))
	for i, path := range paths {
		f.Add(byte(i), path == "/wxa/generate_urllink", "POST", "", "application/json", `{"touser":"`+alice+`","msgtype":"text","text":{"content":"您好"}}`)
		f.Add(byte(i), false, "GET", "openid="+alice, "", "")
	}
	f.Add(byte(0), true, "POST", "type=image", "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"media\"; filename=\"a\"\r\n\r\n"+picture+"\r\n--x--")
	f.Add(byte(1), true, "POST", "", "", write(queueNotice()))
	f.Add(byte(2), false, "POST", "", "", write(payment()))
	f.Add(byte(3), false, "POST", "", "", menuOfButtons(column("查优待", tap("附近优惠店"))))
	f.Add(byte(4), false, "POST", "", "", `{"action_name":"QR_STR_SCENE","action_info":{"scene":{"scene_str":"x"}},"expire_seconds":-1}`)
	f.Add(byte(200), false, "GET", "/mmbiz/../x", "", "")
	f.Add(byte(201), false, "GET", "/link/%00", "", "")
	f.Fuzz(func(t *testing.T, which byte, mini bool, method, query, kind, body string) {
		path := "/" + strings.TrimPrefix(query, "/")
		if int(which) < len(paths) {
			path = paths[which]
		}
		r := httptest.NewRequest(http.MethodPost, "http://wechat.test/", strings.NewReader(body))
		r.Method = method
		r.URL.Path = path
		r.URL.RawQuery = query + "&access_token=" + s.lend(mini)
		r.Header.Set("Content-Type", kind)
		s.Touch(Text(alice, "你好"))
		w := httptest.NewRecorder()
		s.Handler().ServeHTTP(w, r)
		requireAnswer(t, w)
	})
}

// lend is a token that holds.
func (s *Simulator) lend(mini bool) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	a := s.sides[Official]
	if mini {
		a = s.sides[Mini]
	}
	if a.stable.current == "" {
		a.stable.current = a.mint(stablePrefix, s.o.Clock.Now())
	}
	a.quota = quota{}
	return a.stable.current
}

func requireAnswer(t *testing.T, w *httptest.ResponseRecorder) {
	t.Helper()
	switch kind := w.Header().Get("Content-Type"); kind {
	case jsonType:
		var known struct {
			Code    *int    `json:"errcode"`
			Message *string `json:"errmsg"`
		}
		if err := json.Unmarshal(w.Body.Bytes(), &known); err != nil || w.Code != http.StatusOK {
			t.Fatalf("status %d, %v: %s", w.Code, err, w.Body)
		}
		if known.Code != nil && *known.Code != codeOK && messages[*known.Code] == "" {
			t.Fatalf("a code without Tencent's words: %s", w.Body)
		}
	case htmlType:
		if w.Code != http.StatusNotFound {
			t.Fatalf("status %d: %s", w.Code, w.Body)
		}
	case formatPNG.mime, formatJPEG.mime, formatGIF.mime, formatAMR.mime, formatMP3.mime, formatMP4.mime:
	default:
		t.Fatalf("status %d, %q", w.Code, kind)
	}
}
