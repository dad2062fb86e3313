package wechat_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	dto "github.com/prometheus/client_model/go"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"shuangyong/dialog"
	door "shuangyong/handlers/wechat"
	"shuangyong/models/audit"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/handoff"
	"shuangyong/models/person"
	"shuangyong/models/seal"
	"shuangyong/session"
	"shuangyong/tests/leftovers"
	gateway "shuangyong/wechat"
	"shuangyong/wechat/simulator"
)

func TestMain(m *testing.M) {
	gin.SetMode(gin.TestMode)
	goleak.VerifyTestMain(m)
}

const (
	appID   = "wx0123456789abcdef"
	secret  = "0123456789abcdef0123456789abcdef"
	token   = "token4tests"
	aesKey  = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
	citizen = "oCanary-openid-of-a-citizen"
	phone   = "0555-1234567"
)

var _ door.Accounts = (*person.Store)(nil)

// house is what several doors share: the database, Redis, the clock, and WeChat.
type house struct {
	t        testing.TB
	clock    *clock.Movable
	db       *db.DB
	redis    redis.UniversalClient
	keys     *seal.Keyring
	wechat   *simulator.Simulator
	api      *httptest.Server
	people   *person.Store
	handoffs *handoff.Store
	log      *buffer
}

// buffer collects the log of several goroutines.
type buffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

// each runs a test on every database, with the in-process Redis or the server that SY_TEST_REDIS_URL names.
func each(t *testing.T, fn func(t *testing.T, h *house)) {
	dbtest.EachPlace(t, func(t *testing.T, o db.Options) { fn(t, build(t, o)) })
}

// one is for tests that neither the kind of database nor of Redis matters to.
func one(t testing.TB) *house { return build(t, dbtest.Place(t, db.SQLite)) }

func build(t testing.TB, o db.Options) *house {
	t.Helper()
	clk := clock.Stopped(dbtest.Start())
	o.Clock = clk
	secretKey := make([]byte, seal.SecretSize)
	_, _ = rand.Read(secretKey)
	keys, err := seal.NewKeyring(secretKey) // its own, and so its own corner of a shared Redis
	require.NoError(t, err)
	o.Keys = keys
	h := &house{t: t, clock: clk, keys: keys, db: dbtest.Open(t, o), log: &buffer{}}
	client, closeRedis, err := session.OpenRedis(os.Getenv("SY_TEST_REDIS_URL"))
	require.NoError(t, err)
	t.Cleanup(func() {
		if os.Getenv("SY_TEST_REDIS_URL") != "" {
			require.NoError(t, leftovers.Wipe(context.WithoutCancel(t.Context()), client, keys))
		}
		_ = closeRedis()
	})
	h.redis = client
	h.wechat, err = simulator.New(simulator.Options{Official: simulator.App{ID: appID, Secret: secret, Token: token, AESKey: aesKey}, Clock: clk})
	require.NoError(t, err)
	h.api = httptest.NewServer(h.wechat.Handler())
	t.Cleanup(h.api.Close)
	h.people, h.handoffs = person.NewStore(h.db), handoff.NewStore(h.db)
	return h
}

func (h *house) logger() *slog.Logger {
	return slog.New(slog.NewJSONHandler(h.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
}

// replica is one running door, with a routing of its own.
type replica struct {
	*house
	door     *door.Door
	sessions *session.Store
	metrics  *door.Metrics
	http     http.Handler
}

// opens a door with an engine; change adjusts its options.
func (h *house) opens(e door.Engine, change ...func(*door.Options)) *replica {
	h.t.Helper()
	g, err := gateway.New(gateway.Options{AppID: appID, Secret: secret, Token: token, AESKey: aesKey, APIBase: h.api.URL, Clock: h.clock, Log: h.logger()})
	require.NoError(h.t, err)
	h.t.Cleanup(g.Close)
	r := &replica{house: h, sessions: session.New(h.redis, h.keys, h.clock, h.logger()), metrics: door.NewMetrics()}
	o := door.Options{
		Gateway: g, Sessions: r.sessions, DB: h.db, Engine: e, Accounts: h.people, Merge: h.people.Merge, Clock: h.clock, Log: h.logger(), Metrics: r.metrics, Phone: phone,
		Erasers: []door.Eraser{func(tx db.Tx, a person.Account) error { return h.handoffs.EraseAccount(tx, a.ID) }},
	}
	for _, c := range change {
		c(&o)
	}
	r.door = door.New(o)
	h.t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		require.NoError(h.t, r.door.Drain(ctx))
	})
	engine := gin.New()
	r.door.Register(engine)
	r.http = engine
	return r
}

// answer is what one delivery got.
type answer struct {
	status int
	raw    string
	text   string // "" for success
}

// push delivers a message once, as WeChat would: signed and encrypted anew each time.
func (r *replica) push(m simulator.Message) answer {
	r.t.Helper()
	r.wechat.Touch(m)
	query, body, err := r.wechat.Request(m)
	require.NoError(r.t, err)
	return r.post(query, body)
}

func (r *replica) post(query url.Values, body []byte) answer {
	r.t.Helper()
	w := httptest.NewRecorder()
	r.http.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/wechat?"+query.Encode(), bytes.NewReader(body)))
	a := answer{status: w.Code, raw: w.Body.String()}
	if w.Code == http.StatusOK {
		reply, err := r.wechat.Read(w.Body.Bytes())
		require.NoError(r.t, err)
		if reply != nil {
			require.Equal(r.t, citizen, reply.To)
			a.text = reply.Text
		}
	}
	return a
}

// says is a text with a message id, so that it can be delivered again.
func (h *house) says(words, id string) simulator.Message {
	m := simulator.Text(citizen, words)
	m.MsgID, m.CreatedAt = id, h.clock.Now()
	return m
}

func (h *house) event(name, key string) simulator.Message {
	m := simulator.Event(citizen, name, key)
	m.CreatedAt = h.clock.Now()
	return m
}

func (r *replica) count(kind, outcome string) int {
	var m dto.Metric
	require.NoError(r.t, r.metrics.Messages.WithLabelValues(kind, outcome).Write(&m))
	return int(m.GetCounter().GetValue())
}

// entries is how many changes the audit log shows.
func (h *house) entries() int {
	h.t.Helper()
	report, err := audit.Verify(context.Background(), h.db)
	require.NoError(h.t, err)
	return int(report.Unchained)
}

func (h *house) waiting() int {
	h.t.Helper()
	n, err := h.handoffs.Waiting(context.Background())
	require.NoError(h.t, err)
	return n
}

func (h *house) account() (person.Account, bool) {
	h.t.Helper()
	a, ok, err := h.people.AccountOf(context.Background(), person.OfficialAccount, citizen)
	require.NoError(h.t, err)
	return a, ok
}

// engine is a conversation made of a function, that counts its turns.
type engine struct {
	turn  func(ctx context.Context, s dialog.Speaker, st dialog.State, m dialog.Message) (dialog.Turn, error)
	turns atomic.Int32
}

var _ door.Engine = (*engine)(nil)

func (e *engine) Turn(ctx context.Context, _ time.Time, s dialog.Speaker, st dialog.State, m dialog.Message) (dialog.Turn, error) {
	e.turns.Add(1)
	return e.turn(ctx, s, st, m)
}

// echo answers with what was said and remembers it all.
func echo() *engine {
	return &engine{turn: func(_ context.Context, _ dialog.Speaker, st dialog.State, m dialog.Message) (dialog.Turn, error) {
		st.Last += m.Text
		return say("您说："+m.Text, st), nil
	}}
}

func say(text string, st dialog.State) dialog.Turn {
	return dialog.Turn{Reply: dialog.Reply{Text: text}, State: st}
}

// change is a Change made of a function.
type change func(tx db.Tx) (dialog.Outcome, error)

func (c change) Commit(tx db.Tx) (dialog.Outcome, error) { return c(tx) }

// promise opens a request for a human, as the engine does when somebody asks for one, and says so once it is committed.
func (h *house) promise(ctx context.Context, s dialog.Speaker, st dialog.State, words string) (dialog.Turn, error) {
	known, _, err := s.Person(ctx)
	turn := say("没有办成，请打电话。", st)
	turn.Change = change(func(tx db.Tx) (dialog.Outcome, error) {
		r := handoff.Request{Kind: handoff.CallBack, Summary: seal.Text(words), PromisedAt: tx.Now(), StationPath: "/1/"}
		if known.AccountID != [16]byte{} {
			r.AccountID = &known.AccountID
		}
		_, err := h.handoffs.Open(tx, audit.Actor{Kind: audit.Citizen, ID: s.Key}, r)
		st.Last = "promised"
		return dialog.Outcome{Reply: dialog.Reply{Text: "已经在请工作人员了：" + words}, State: st}, err
	})
	return turn, err
}

// promising turns every message into a promise.
func (h *house) promising() *engine {
	return &engine{turn: func(ctx context.Context, s dialog.Speaker, st dialog.State, m dialog.Message) (dialog.Turn, error) {
		return h.promise(ctx, s, st, m.Text)
	}}
}

// bell is a timer that the test rings.
type bell chan time.Time

func (b bell) after(o *door.Options) {
	o.After = func(time.Duration) (<-chan time.Time, func()) { return b, func() {} }
}

func (b bell) ring() { b <- time.Time{} }
