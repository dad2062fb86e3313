package mini_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"shuangyong/docs"
	"shuangyong/handlers/mini"
	"shuangyong/handlers/openapi"
	"shuangyong/models/benefit"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/person"
	"shuangyong/models/privacy"
	"shuangyong/models/proxy"
	"shuangyong/models/seal"
	"shuangyong/models/station"
	"shuangyong/session"
	"shuangyong/tests/conformance"
	"shuangyong/tests/leftovers"
	gateway "shuangyong/wechat"
)

// What must never be seen outside.
const (
	code       = "0a3xCanaryCode_-9"
	openid     = "oCanary-openid-of-a-citizen"
	unionid    = "uCanary-unionid-of-a-citizen"
	sessionKey = "CanarySessionKey0123456=="
	secret     = "0123456789abcdef0123456789abcdef"
	phone      = "0555-1234567"
)

// house is the API with a WeChat of the test's own making.
type house struct {
	t      testing.TB
	clock  *clock.Movable
	redis  redis.UniversalClient
	keys   *seal.Keyring
	db     *db.DB
	people *person.Store
	homes  *station.Directory
	logins *session.Logins
	base   string         // of WeChat's API
	pace   map[string]int // what an account may do how often a minute; nothing is as often as it likes
	log    *lines
	calls  atomic.Int32
	answer atomic.Pointer[http.HandlerFunc] // of WeChat's jscode2session
	phones atomic.Pointer[http.HandlerFunc] // of its getuserphonenumber
	http   http.Handler
}

// build makes one on SQLite, for tests that the kind of database does not matter to.
func build(t testing.TB) *house { return buildAt(t, dbtest.Place(t, db.SQLite)) }

// each runs a test on every database, with the in-process Redis or the server that SY_TEST_REDIS_URL names.
func each(t *testing.T, fn func(t *testing.T, h *house)) {
	dbtest.EachPlace(t, func(t *testing.T, o db.Options) { fn(t, buildAt(t, o)) })
}

func buildAt(t testing.TB, o db.Options) *house {
	t.Helper()
	gin.SetMode(gin.TestMode)
	h := &house{t: t, clock: clock.Stopped(dbtest.Start()), log: &lines{}}
	master := make([]byte, seal.SecretSize)
	_, _ = rand.Read(master)
	var err error
	h.keys, err = seal.NewKeyring(master) // its own, and so its own corner of a shared Redis
	require.NoError(t, err)
	o.Clock, o.Keys = h.clock, h.keys
	h.db = dbtest.Open(t, o)
	h.people = person.NewStore(h.db)
	h.settle()
	client, closeRedis, err := session.OpenRedis(os.Getenv("SY_TEST_REDIS_URL"))
	require.NoError(t, err)
	t.Cleanup(func() {
		if os.Getenv("SY_TEST_REDIS_URL") != "" {
			require.NoError(t, leftovers.Wipe(context.WithoutCancel(t.Context()), client, h.keys))
		}
		_ = closeRedis()
	})
	h.redis = client
	h.wechatSays(`{"openid":"` + openid + `","session_key":"` + sessionKey + `","unionid":"` + unionid + `"}`)
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.calls.Add(1)
		switch r.URL.Path {
		case "/cgi-bin/stable_token":
			_, _ = w.Write([]byte(`{"access_token":"80_canary","expires_in":7200}`))
		case "/wxa/business/getuserphonenumber":
			(*h.phones.Load())(w, r)
		default:
			(*h.answer.Load())(w, r)
		}
	}))
	t.Cleanup(api.Close)
	h.logins = session.NewLogins(client, h.keys, h.clock, h.logger())
	h.opens(api.URL, h.logins)
	return h
}

// settle makes the two stations of the test's town.
func (h *house) settle() {
	stations := []station.Station{
		{ID: db.NewID(), Code: "990100", Name: "清河市退役军人事务局", Level: station.City, Path: "990100/"},
		{ID: db.NewID(), Code: "990101", Name: "东街服务站", Level: station.Town, Path: "990100/990101/"},
	}
	require.NoError(h.t, h.db.InTx(h.t.Context(), func(tx db.Tx) error { return station.InsertStations(tx, stations) }))
	h.homes = station.DirectoryOf(stations)
}

// wait is a limiter of this process.
func (h *house) wait() func(ctx context.Context, what, who string) time.Duration {
	inside, closeInside, err := session.OpenRedis("")
	require.NoError(h.t, err)
	h.t.Cleanup(func() { _ = closeInside() })
	paces := session.NewPaces(inside, h.keys, h.clock, h.logger())
	return func(ctx context.Context, what, who string) time.Duration {
		return paces.Wait(ctx, what, who, session.Pace{PerMinute: h.pace[what], Burst: h.pace[what]})
	}
}

// lines are a log that several goroutines write.
type lines struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func (h *house) logger() *slog.Logger {
	return slog.New(slog.NewJSONHandler(h.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
}

// opens puts the door in place, with WeChat's API at base.
func (h *house) opens(base string, logins mini.Logins) {
	h.base = base
	g, err := gateway.New(gateway.Options{
		AppID: "wx0123456789abcdef", Secret: secret, Token: "token4tests", AESKey: "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", APIBase: base,
		Clock: h.clock, Log: h.logger(),
	})
	require.NoError(h.t, err)
	h.t.Cleanup(g.Close)
	document, err := openapi.New(docs.OpenAPI)
	require.NoError(h.t, err)
	e := gin.New()
	mini.New(mini.Options{
		Document: document, Gateway: g, Logins: logins, DB: h.db, People: h.people, Privacy: privacy.NewStore(h.db), Proxies: proxy.NewStore(h.db), Cards: benefit.NewStore(h.db), Counter: session.NewCounterCodes(h.redis, h.keys, h.clock, h.logger()), CardOwner: benefit.PersonByCard, Merge: h.people.Merge, Homes: h.homes, Clock: h.clock,
		Phone: phone, Wait: h.wait(), Log: h.logger(),
	}).Register(e)
	h.http = conformance.New(h.t).Handler(h.t, e)
}

func (h *house) wechatSays(body string) {
	h.wechatDoes(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(body)) })
}

func (h *house) wechatDoes(f http.HandlerFunc) { h.answer.Store(&f) }

// answered is an answer, read.
type answered struct {
	status int
	header http.Header
	raw    string
	body   map[string]any
}

func (h *house) call(method, path, token, body string) answered {
	h.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	return h.do(r)
}

func (h *house) do(r *http.Request) answered {
	h.t.Helper()
	w := httptest.NewRecorder()
	h.http.ServeHTTP(w, r)
	a := answered{status: w.Code, header: w.Header(), raw: w.Body.String()}
	if a.raw != "" {
		require.NoError(h.t, json.Unmarshal(w.Body.Bytes(), &a.body))
	}
	return a
}

func (h *house) signIn() string {
	h.t.Helper()
	a := h.call("POST", "/api/v1/login", "", `{"code":"`+code+`"}`)
	require.Equal(h.t, 200, a.status, a.raw)
	return a.body["token"].(string)
}

// requireProblem checks a refusal: its number, its reason, and that it says in Chinese what to do.
func (h *house) requireProblem(a answered, status int, reason string, says ...string) {
	h.t.Helper()
	require.Equal(h.t, status, a.status, a.raw)
	require.Equal(h.t, "urn:shuangyong:"+reason, a.body["type"])
	for _, s := range says {
		require.Contains(h.t, a.body["detail"], s)
	}
}
