package e2e

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shuangyong/wechat/simulator"
)

// verbs are what a script can do.
var verbs = map[string]func(s *stage, t *testing.T, rest string){
	"as":       func(s *stage, _ *testing.T, who string) { s.as = who },
	"say":      func(s *stage, t *testing.T, words string) { s.talk(t, simulator.Text(s.as, words)) },
	"voice":    func(s *stage, t *testing.T, heard string) { s.talk(t, simulator.Voice(s.as, heard)) },
	"picture":  func(s *stage, t *testing.T, url string) { s.talk(t, simulator.Image(s.as, url)) },
	"place":    (*stage).place,
	"tap":      func(s *stage, t *testing.T, key string) { s.talk(t, simulator.Click(s.as, key)) },
	"scan":     func(s *stage, t *testing.T, scene string) { s.talk(t, simulator.Scan(s.as, scene)) },
	"follow":   func(s *stage, t *testing.T, scene string) { s.talk(t, simulator.Follow(s.as, scene)) },
	"unfollow": (*stage).unfollow,
	"late":     (*stage).late,
	"push":     (*stage).event,
	"mini":     (*stage).miniEvent,
	"advance":  (*stage).advance,
	"person":   (*stage).person,
	"login":    (*stage).login,
	"revoke":   func(s *stage, t *testing.T, _ string) { s.talk(t, simulator.Revoke(simulator.Mini, s.as, "1")) },
	"tell":     (*stage).tell,
	"call":     (*stage).call,
	"sent":     (*stage).sent,
	"officer":  (*stage).officer,
	"keep":     (*stage).keep,
}

// talk delivers a message and sees the answer as the phone shows it.
func (s *stage) talk(t *testing.T, m simulator.Message) {
	t.Helper()
	if words := s.push(t, m).Text(); words != "" {
		s.see(words)
	} else {
		s.see("（没有回话）")
	}
}

// unfollow leaves, and notes when.
func (s *stage) unfollow(t *testing.T, _ string) {
	t.Helper()
	m := simulator.Unfollow(s.as)
	m.CreatedAt = s.clock.Now()
	s.left = m.CreatedAt
	s.talk(t, m)
}

// late is something said before leaving that WeChat delivers only now.
func (s *stage) late(t *testing.T, words string) {
	t.Helper()
	m := simulator.Text(s.as, words)
	m.CreatedAt = s.left
	s.talk(t, m)
}

// place is: latitude longitude name, in GCJ-02.
func (s *stage) place(t *testing.T, rest string) {
	t.Helper()
	parts := strings.SplitN(rest, " ", 3)
	require.Len(t, parts, 3)
	lat, err := strconv.ParseFloat(parts[0], 64)
	require.NoError(t, err)
	lng, err := strconv.ParseFloat(parts[1], 64)
	require.NoError(t, err)
	s.talk(t, simulator.Location(s.as, lat, lng, parts[2]))
}

// event is any event of the Official Account: name and key.
func (s *stage) event(t *testing.T, rest string) {
	t.Helper()
	name, key, _ := strings.Cut(rest, " ")
	s.talk(t, simulator.Event(s.as, name, key))
}

// miniEvent is any event of the mini-program.
func (s *stage) miniEvent(t *testing.T, rest string) {
	t.Helper()
	name, key, _ := strings.Cut(rest, " ")
	m := simulator.Event(s.as, name, key)
	m.To = simulator.Mini
	s.talk(t, m)
}

// advance moves everybody's clock.
func (s *stage) advance(t *testing.T, by string) {
	t.Helper()
	d, err := time.ParseDuration(by)
	require.NoError(t, err)
	for _, p := range s.programs {
		status, body := post(t, p.URL+"/api/demo/v1/clock", `{"advance":"`+by+`"}`)
		require.Equal(t, http.StatusOK, status, body)
	}
	s.clock.Advance(d)
}

// person is: name status, verified, behind the openid of whoever acts.
func (s *stage) person(t *testing.T, rest string) {
	t.Helper()
	name, status, _ := strings.Cut(rest, " ")
	code, body := post(t, s.url+"/api/demo/v1/person", `{"openid":"`+s.as+`","name":"`+name+`","status":"`+status+`","verified":true}`)
	require.Equal(t, http.StatusNoContent, code, body)
}

// login logs in to the mini-program's API: with a new code, or with "again", which uses the last one a second time, or with a made-up one.
func (s *stage) login(t *testing.T, code string) {
	t.Helper()
	switch code {
	case "":
		s.code = s.wechat.Code(s.as)
		code = s.code
	case "again":
		code = s.code
	}
	if s.day == badDay {
		s.wechat.Make(simulator.Trouble{Path: "/sns/jscode2session", Kind: simulator.TroubleDelay, Delay: 300 * time.Millisecond, Times: 1})
		defer s.wechat.Mend(0)
	}
	status, body := s.request(t, http.MethodPost, "/api/v1/login", `{"code":"`+code+`"}`, "")
	var answer struct{ Token string }
	require.NoError(t, json.Unmarshal([]byte(body), &answer))
	if answer.Token != "" {
		s.tokens[s.as] = answer.Token
	}
	s.see(status + " " + masked(body))
}

// tell presses the button that tells the phone number.
func (s *stage) tell(t *testing.T, _ string) {
	t.Helper()
	s.calls++
	status, answer := s.request(t, http.MethodPost, "/api/v1/phone", `{"code":"`+s.wechat.PhoneCode(s.as)+`"}`, s.tokens[s.as])
	s.see(status + " " + masked(answer))
}

// call is: METHOD path and perhaps a body, with the caller's token; "as nobody" calls without. {name} in path and body is what was kept under that name.
// Whatever changes something has a key of its own, but for "METHOD again path body", which is the call before once more.
func (s *stage) call(t *testing.T, rest string) {
	t.Helper()
	method, path, _ := strings.Cut(rest, " ")
	again := false
	if path, again = strings.CutPrefix(path, "again "); !again {
		s.calls++
	}
	path, body, _ := strings.Cut(s.filled(path), " ")
	status, answer := s.request(t, method, path, body, s.tokens[s.as])
	s.answer = answer
	s.see(strings.TrimSpace(status + " " + masked(answer)))
}

// filled puts what was kept in its places.
func (s *stage) filled(words string) string {
	for name, value := range s.kept {
		words = strings.ReplaceAll(words, "{"+name+"}", value)
	}
	return words
}

// keep is: name way.to.0.member, of the answer before.
func (s *stage) keep(t *testing.T, rest string) {
	t.Helper()
	name, way, _ := strings.Cut(rest, " ")
	var at any
	require.NoError(t, json.Unmarshal([]byte(s.answer), &at), s.answer)
	for step := range strings.SplitSeq(way, ".") {
		switch v := at.(type) {
		case map[string]any:
			at = v[step]
		case []any:
			i, err := strconv.Atoi(step)
			require.NoError(t, err)
			require.Less(t, i, len(v), "%s in %s", way, s.answer)
			at = v[i]
		}
	}
	value, ok := at.(string)
	require.True(t, ok, "%s in %s", way, s.answer)
	s.kept[name] = value
}

// officer takes the place of a member of the demo's staff, who is logged in at the desk.
func (s *stage) officer(t *testing.T, login string) {
	t.Helper()
	s.as = login
	status, body := post(t, s.url+"/api/demo/v1/staff", `{"login":"`+login+`"}`)
	require.Equal(t, http.StatusOK, status, body)
	var answer struct{ Token string }
	require.NoError(t, json.Unmarshal([]byte(body), &answer))
	s.tokens[login] = answer.Token
}

// sent lists what WeChat was asked to deliver to whoever acts.
func (s *stage) sent(t *testing.T, _ string) {
	t.Helper()
	list := s.wechat.Sent(s.as)
	for _, m := range list {
		s.see(m.Kind + "：" + m.Text)
	}
	if len(list) == 0 {
		s.see("（没有）")
	}
}

func (s *stage) request(t *testing.T, method, path, body, token string) (status, answer string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, s.url+path, strings.NewReader(body))
	require.NoError(t, err)
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	if method != http.MethodGet {
		r.Header.Set("Idempotency-Key", fmt.Sprintf("script-%d", s.calls))
	}
	response, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	defer func() { _ = response.Body.Close() }()
	content, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	return response.Status, string(content)
}

var (
	secretForm  = regexp.MustCompile(`"(token|code|ticket|qr|spaced)":"[^"]*"`)
	sessionForm = regexp.MustCompile(`"id":"[0-9a-f]{24}"`)
	keyForm     = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)
	numberForm  = regexp.MustCompile(`"number":"\d{9}"`)
	instantForm = regexp.MustCompile(`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)`)
)

// masked leaves out what is another at each run.
func masked(body string) string {
	body = sessionForm.ReplaceAllString(body, `"id":"…"`)
	body = secretForm.ReplaceAllString(strings.TrimSpace(body), `"$1":"…"`)
	body = keyForm.ReplaceAllString(numberForm.ReplaceAllString(body, `"number":"…"`), "…")
	return instantForm.ReplaceAllString(body, "…")
}
