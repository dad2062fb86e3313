package desk_test

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
	"testing"
	"time"

	"github.com/alexedwards/argon2id"
	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
	"github.com/pquerna/otp/totp"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"shuangyong/docs"
	"shuangyong/handlers/desk"
	"shuangyong/handlers/openapi"
	"shuangyong/models/approval"
	"shuangyong/models/audit"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/seal"
	"shuangyong/models/staff"
	"shuangyong/models/station"
	"shuangyong/session"
	"shuangyong/tests/conformance"
	"shuangyong/tests/leftovers"
)

const (
	goodPassword   = "东街的桂花开了3回-Ok"
	betterPassword = "西街的梧桐黄了4回-Ok"
)

// bureau is the desk's door with real logins, and the staff of a city with two towns.
type bureau struct {
	t      testing.TB
	clock  *clock.Movable
	db     *db.DB
	redis  redis.UniversalClient
	staff  *staff.Store
	logins *session.StaffLogins
	asks   *approval.Store
	log    *bytes.Buffer
	http   http.Handler
	plain  http.Handler // without what holds answers to the description
}

func eachBureau(t *testing.T, fn func(t *testing.T, b *bureau)) {
	t.Helper()
	dbtest.EachPlace(t, func(t *testing.T, o db.Options) { fn(t, openBureau(t, o)) })
}

func openBureau(t testing.TB, o db.Options) *bureau {
	t.Helper()
	gin.SetMode(gin.TestMode)
	b := &bureau{t: t, clock: clock.Stopped(dbtest.Start()), log: &bytes.Buffer{}}
	master := make([]byte, seal.SecretSize)
	_, _ = rand.Read(master)
	keys, err := seal.NewKeyring(master)
	require.NoError(t, err)
	o.Clock, o.Keys = b.clock, keys
	b.db = dbtest.Open(t, o)
	client, closeRedis, err := session.OpenRedis(os.Getenv("SY_TEST_REDIS_URL"))
	require.NoError(t, err)
	t.Cleanup(func() {
		if os.Getenv("SY_TEST_REDIS_URL") != "" {
			require.NoError(t, leftovers.Wipe(context.WithoutCancel(t.Context()), client, keys))
		}
		_ = closeRedis()
	})
	b.redis = client
	log := slog.New(slog.NewJSONHandler(b.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	hasher, err := staff.NewHasher(&argon2id.Params{Memory: 64, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32}, 2)
	require.NoError(t, err)
	b.staff, b.asks = staff.NewStore(b.db, hasher, 90*24*time.Hour), approval.NewStore(b.db)
	b.logins = session.NewStaffLogins(client, keys, b.clock, log, session.StaffIdle, session.StaffLife)
	document, err := openapi.New(docs.OpenAPI)
	require.NoError(t, err)
	e := gin.New()
	desk.New(desk.Options{
		Document: document, DB: b.db, Sessions: desk.Present{Logins: b.logins, Staff: b.staff}, Address: (*gin.Context).ClientIP, Phone: "0555-1234567", Log: log,
		Staff: b.staff, Logins: b.logins, Approvals: b.asks, Effects: map[approval.Kind]desk.Effect{approval.StaffRoles: desk.RolesEffect(b.staff, b.asks)},
		Work: []desk.Work{{Kind: "stand_ins", Open: b.staff.DeputyFor, HandOver: b.staff.HandOver}},
	}).Register(e)
	b.http, b.plain = conformance.New(t).Handler(t, e), e
	require.NoError(t, b.db.InTx(t.Context(), func(tx db.Tx) error {
		return station.InsertStations(tx, []station.Station{
			{Code: "990100", Level: station.City, Path: "990100/"}, {Code: "990101", Level: station.Town, Path: "990100/990101/"}, {Code: "990102", Level: station.Town, Path: "990100/990102/"},
		})
	}))
	return b
}

// told is an answer, read.
type told struct {
	status int
	header http.Header
	raw    string
	body   map[string]any
}

func (a told) text(name string) string {
	s, _ := a.body[name].(string)
	return s
}

// call asks with an Idempotency-Key of its own.
func (b *bureau) call(method, path, token, body string) told {
	b.t.Helper()
	return b.keyed(method, path, token, body, uuid.NewString())
}

func (b *bureau) keyed(method, path, token, body, key string) told {
	b.t.Helper()
	r := httptest.NewRequest(method, "/api/desk/v1"+path, strings.NewReader(body))
	r.Header.Set("Idempotency-Key", key)
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	w := httptest.NewRecorder()
	b.http.ServeHTTP(w, r)
	a := told{status: w.Code, header: w.Header(), raw: w.Body.String()}
	if a.raw != "" {
		require.NoError(b.t, json.Unmarshal(w.Body.Bytes(), &a.body), a.raw)
	}
	return a
}

func (b *bureau) fine(a told, status int) told {
	b.t.Helper()
	require.Equal(b.t, status, a.status, a.raw)
	return a
}

func (b *bureau) refused(a told, status int, reason string) {
	b.t.Helper()
	require.Equal(b.t, status, a.status, a.raw)
	require.Equal(b.t, "urn:shuangyong:"+reason, a.body["type"])
	require.NotEmpty(b.t, a.body["detail"])
	require.NotRegexp(b.t, toCitizens, a.raw, "a clerk reads what is said to a citizen")
}

// colleague is somebody invented at a station, logged in.
func (b *bureau) colleague(login, at string, roles ...staff.Role) (id, token string) {
	b.t.Helper()
	var who staff.Present
	require.NoError(b.t, b.db.InTx(b.t.Context(), func(tx db.Tx) error {
		place, err := station.NewStore(b.db).ByCode(tx, at)
		if err != nil {
			return err
		}
		system := audit.Actor{Kind: audit.System, ID: "test"}
		if err := b.staff.InsertInvented(tx, system, []staff.Invented{{Login: login, Name: "周同志", FullName: "周文", Station: place, Roles: roles}}); err != nil {
			return err
		}
		who, err = b.staff.ByLogin(tx, login)
		return err
	}))
	secret, _, err := b.logins.SignIn(b.t.Context(), who.ID.String(), who.Epoch)
	require.NoError(b.t, err)
	return who.ID.String(), secret.Reveal()
}

func (b *bureau) code(secret string) string {
	b.t.Helper()
	code, err := totp.GenerateCode(secret, b.clock.Now())
	require.NoError(b.t, err)
	return code
}

// employed is somebody who took an invitation up by himself: his token, his phone's secret and his key.
func (b *bureau) employed(admin, login, at string) (token, secret, id string) {
	b.t.Helper()
	made := b.fine(b.call("POST", "/staff", admin, `{"login":"`+login+`","name":"李同志","full_name":"李文","station":"`+at+`"}`), 201)
	phone := b.fine(b.call("POST", "/invitation", "", `{"token":"`+made.text("token")+`","password":"`+goodPassword+`"}`), 200)
	in := b.fine(b.call("POST", "/invitation/confirm", "", `{"ticket":"`+phone.text("ticket")+`","code":"`+b.code(phone.text("secret"))+`"}`), 200)
	return in.text("token"), phone.text("secret"), made.text("id")
}

// logIn goes both steps.
func (b *bureau) logIn(login, password, secret string) told {
	b.t.Helper()
	b.clock.Advance(time.Minute) // a code is good once
	first := b.fine(b.call("POST", "/login", "", `{"login":"`+login+`","password":"`+password+`"}`), 200)
	require.Equal(b.t, "totp", first.text("step"))
	return b.call("POST", "/login/totp", "", `{"ticket":"`+first.text("ticket")+`","code":"`+b.code(secret)+`"}`)
}
