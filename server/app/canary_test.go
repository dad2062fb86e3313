package app

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"shuangyong/models/person"
	"shuangyong/models/seal"
	"shuangyong/session"
)

// canaries are values of one invented person, of a member of staff and of WeChat. None may be seen where people's data have no business.
var canaries = map[string]string{
	"name": "金丝雀", "phone": "13987650123", "id number": "11010519491231002X", "address": "黄鹂巷金羽楼七号", "openid": "canary-openid-77", "words": "补助三年没有到账啄木鸟",
	"password": "Canary-Passw0rd-77", "card number": "CANARY-CARD-0077", "recovery code": "canary-recover-77", "totp": "864209", "wx code": "canaryCode77", "token": "canary-token-77",
	"login": "canary-login-77",
}

// birds are the canaries that stand in a text. A code of six digits counts only by itself: longer numbers hold it by chance.
func birds(text string, except ...string) []string {
	var seen []string
	for what, value := range canaries {
		if !strings.Contains(text, value) && !strings.Contains(text, url.QueryEscape(value)) || slices.Contains(except, what) {
			continue
		}
		if what == "totp" && !regexp.MustCompile(`(^|\D)`+value+`(\D|$)`).MatchString(text) {
			continue
		}
		seen = append(seen, what)
	}
	return seen
}

// cage catches what the program logs, at every level.
type cage struct {
	mu  sync.Mutex
	log bytes.Buffer
}

func (c *cage) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.log.Write(p)
}

func (c *cage) text() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.log.String()
}

func (c *cage) logger() *slog.Logger {
	return slog.New(slog.NewJSONHandler(c, &slog.HandlerOptions{Level: slog.LevelDebug - 100, AddSource: true}))
}

// The test can fail: what leaks on purpose is seen, in a log, in an answer and in a file.
func TestACanaryThatIsLetOutIsSeen(t *testing.T) {
	var c cage
	require.Empty(t, birds(c.text()))
	c.logger().Debug("somebody careless", "who", canaries["name"], "url", "/api/v1/me?phone="+canaries["phone"])
	require.ElementsMatch(t, []string{"name", "phone"}, birds(c.text()))
	require.Equal(t, []string{"totp"}, birds(`{"code":"864209"}`))
	require.Empty(t, birds(`{"took":18642090}`))
	require.Empty(t, birds(canaries["openid"], "openid"))
}

// lets plays the demo with a logger that is read.
func lets(t *testing.T, log *slog.Logger) lived {
	t.Helper()
	l := lived{t: t, out: &bytes.Buffer{}}
	var err error
	l.app, err = New(t.Context(), inhabited(t), log, l.out)
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- l.app.Run(ctx, l.out) }()
	t.Cleanup(func() { cancel(); <-done; http.DefaultClient.CloseIdleConnections() }) // the database may be closed by then, so an error is no news
	return l
}

// canaryFor is the canary that a string of that name is sent.
func canaryFor(name string, s *openapi3.Schema) (string, bool) {
	var v string
	switch {
	case strings.Contains(name, "password"):
		v = canaries["password"]
	case name == "recovery_code":
		v = canaries["recovery code"]
	case name == "login":
		v = canaries["login"]
	case strings.Contains(name, "phone"):
		v = canaries["phone"]
	case strings.Contains(name, "id_number") || name == "value":
		v = canaries["id number"]
	case strings.Contains(name, "card"):
		v = canaries["card number"]
	case name == "address":
		v = canaries["address"]
	case strings.Contains(name, "name"):
		v = canaries["name"]
	case strings.Contains(name, "code"):
		v = canaries["totp"]
	case name == "token" || name == "ticket":
		v = canaries["token"]
	default:
		marked, _ := s.Extensions["x-free-text"].(bool)
		return canaries["words"], marked || s.Pattern == "" && s.Format == "" && len(s.Enum) == 0
	}
	return v, true
}

// wrong is how a body can go wrong: each way gets canaries into a place that is not meant for them.
var wrong = map[string]func(body any) any{
	"as it should be": func(body any) any { return body },
	"an unknown member": func(body any) any {
		if m, ok := body.(map[string]any); ok {
			m[canaries["name"]] = canaries["words"]
		}
		return body
	},
	"everything a list": func(any) any { return []any{canaries["name"], canaries["phone"]} },
	"everything long": func(body any) any {
		if m, ok := body.(map[string]any); ok {
			for k := range m {
				m[k] = strings.Repeat(canaries["words"]+canaries["name"], 2000)
			}
		}
		return body
	},
}

// Whatever is asked of the program, in order or not, while all is well and while its stores are away: nobody's data stand in logs, refusals, metrics, the audit log, or unsealed in a file.
func TestCanariesStayInTheirCage(t *testing.T) {
	var c cage
	l := lets(t, c.logger())
	token := l.known(canaries["openid"], canaries["name"])
	id := l.personOf(token)
	more := l.ringed(token, id)
	answers := map[int]int{}
	refusals := func(operation string, status int, body string) {
		answers[status/100]++
		if status >= 400 {
			require.Empty(t, birds(body), "%s refused with %d", operation, status)
			require.Empty(t, more.in(body), "%s refused with %d", operation, status)
		}
	}
	for _, place := range []string{uuid.NewString(), id} {
		p := l.plays(token, place)
		for _, spoil := range wrong {
			p.each(func(_ string, body any, schema *openapi3.Schema) any { return spoil(fill(body, schema, "", canaryFor)) }, refusals)
		}
		p.citizen, p.members = canaries["token"], nil
		p.each(func(_ string, body any, schema *openapi3.Schema) any { return fill(body, schema, "", canaryFor) }, refusals)
	}
	l.careless(refusals)
	l.talks(canaries["words"], "我叫"+canaries["name"]+"，电话"+canaries["phone"]+"，身份证"+canaries["id number"], "人工", "我住"+canaries["address"], "查进度")

	l.requireCaged(&c)
	require.Empty(t, more.in(c.text()))
	metrics, err := l.app.registry.Gather()
	require.NoError(t, err)
	for _, m := range metrics {
		require.Empty(t, birds(m.String()), m.GetName())
	}
	for at, values := range l.written() {
		if strings.HasPrefix(at, "audit_") {
			require.Empty(t, birds(strings.Join(values, "\n")), at)
		}
	}
	l.requireSealed()

	p := l.plays(token, id)
	again := func() {
		p.each(func(_ string, body any, schema *openapi3.Schema) any { return fill(body, schema, "", canaryFor) }, refusals)
	}
	require.NoError(t, l.app.stores.DB.Close())
	again()
	require.NoError(t, l.app.stores.Redis.Close())
	again()
	l.talks(canaries["words"])
	l.requireCaged(&c)
	require.Empty(t, more.in(c.text()))
	for _, kind := range []int{2, 4, 5} {
		require.Greater(t, answers[kind], 30, "answers of %d00: the test did not see what it is about", kind)
	}
}

// ring is further values of the same person, which the program or WeChat made.
type ring map[string]string

func (r ring) in(text string) (seen []string) {
	for what, v := range r {
		if v != "" && strings.Contains(text, v) {
			seen = append(seen, what)
		}
	}
	return seen
}

// ringed are the openids and unionids of somebody's accounts, and what his login holds.
func (l lived) ringed(token, personID string) ring {
	l.t.Helper()
	r := ring{"bearer": token}
	accounts, err := person.AccountsOf(l.app.stores.DB.View(l.t.Context()), uuid.MustParse(personID))
	require.NoError(l.t, err)
	require.Len(l.t, accounts, 2)
	for _, a := range accounts {
		r["openid of "+string(a.App)], r["unionid of "+string(a.App)] = a.OpenID.Reveal(), a.UnionID.Reveal()
	}
	login, err := l.app.logins().Find(l.t.Context(), seal.Text(token))
	require.NoError(l.t, err)
	r["session key"] = login.SessionKey.Reveal()
	require.NotEmpty(l.t, r["session key"])
	return r
}

// logins reads the logins of the running program.
func (a *App) logins() *session.Logins {
	return session.NewLogins(a.stores.Redis, a.stores.Keys, a.stores.Clock, a.stores.Log)
}

// careless calls paths that do not exist and ways that are not meant, with canaries in the address.
func (l lived) careless(refused func(string, int, string)) {
	l.t.Helper()
	for _, path := range []string{
		"/api/v1/me?name=" + canaries["name"] + "&phone=" + canaries["phone"], "/api/v1/" + canaries["id number"], "/api/desk/v1/people/" + canaries["phone"] + "?q=" + canaries["openid"],
		"/api/v1/me/sights?cursor=" + canaries["phone"], "/api/v1/proxies/" + canaries["card number"],
	} {
		for _, method := range []string{"GET", "POST", "DELETE"} {
			status, _, raw := l.call(method, path, canaries["token"], canaries["phone"], `{"`+canaries["name"]+`":`)
			refused(method+" (made up)", status, string(raw))
		}
	}
}

// talks says things in the conversation. What is answered is the person's own.
func (l lived) talks(words ...string) {
	l.t.Helper()
	for _, w := range words {
		_, _, _ = l.call("POST", "/simulator/api/message", "", "", `{"openid":"`+canaries["openid"]+`","type":"text","content":"`+w+`"}`)
	}
}

// requireCaged looks at what was logged: that it is something, and nobody's data.
func (l lived) requireCaged(c *cage) {
	l.t.Helper()
	logged := c.text()
	require.Contains(l.t, logged, `"request"`)
	for line := range strings.Lines(logged) {
		require.Empty(l.t, birds(line), "logged: %.120s…", redactAll(line))
	}
}

// redactAll lets a failing test say where, without saying what.
func redactAll(line string) string {
	for _, v := range canaries {
		line = strings.ReplaceAll(line, v, "•••")
	}
	return line
}

// requireSealed looks into the files of the database as whoever steals the disk would.
func (l lived) requireSealed() {
	l.t.Helper()
	files, err := filepath.Glob(filepath.Join(l.app.stores.Config.DataDir, "*.db*"))
	require.NoError(l.t, err)
	for _, f := range files {
		raw, err := os.ReadFile(filepath.Clean(f))
		require.NoError(l.t, err)
		require.Empty(l.t, birds(string(raw), "login", "totp"), f)
	}
}

// personOf is the key of the person whose login it is, as the auditor finds it.
func (l lived) personOf(token string) string {
	l.t.Helper()
	l.get(201, "POST", "/api/v1/privacy/exports", token, "canary-export", "")
	found := l.get(200, "POST", "/api/desk/v1/audit/search", l.member("demo-auditor"), "", `{"action":"privacy.copy"}`)
	return found["items"].([]any)[0].(map[string]any)["subject_id"].(string)
}
