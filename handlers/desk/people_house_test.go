package desk_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"shuangyong/docs"
	"shuangyong/handlers/desk"
	"shuangyong/handlers/openapi"
	"shuangyong/models/approval"
	"shuangyong/models/audit"
	"shuangyong/models/benefit"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/fault"
	"shuangyong/models/number"
	"shuangyong/models/person"
	"shuangyong/models/proxy"
	"shuangyong/models/seal"
	"shuangyong/models/staff"
	"shuangyong/models/station"
	"shuangyong/session"
	"shuangyong/tests/conformance"
	"shuangyong/tests/leftovers"
)

// What is on file and must be seen nowhere but in the answers of the desk.
const (
	canaryName    = "郑守田"
	canaryNumber  = "11010519491231002X"
	canaryPhone   = "13912345678"
	canaryCard    = "9901000000000123"
	canaryAddress = "东街石榴巷7号"
)

// counter is the desk's door with two towns, and phones that people bring.
type counter struct {
	t      testing.TB
	clock  *clock.Movable
	keys   *seal.Keyring
	db     *db.DB
	people *person.Store
	codes  *session.CounterCodes
	log    *bytes.Buffer
	http   http.Handler
	calls  int

	city, east, west station.Station
	li, wang, chief  staff.Member // of the east, of the west, of the city
}

// tokens stands for logins: the token of a member is his login's name.
type tokens map[string]staff.Member

func (t tokens) Member(_ context.Context, token seal.Text) (staff.Member, error) {
	if m, ok := t[token.Reveal()]; ok {
		return m, nil
	}
	return staff.Member{}, fault.New(fault.Unauthenticated, "login.expired", "请重新登录。")
}

// eachCounter runs a test on every database, with the in-process Redis or the server that SY_TEST_REDIS_URL names.
func eachCounter(t *testing.T, fn func(t *testing.T, h *counter)) {
	dbtest.EachPlace(t, func(t *testing.T, o db.Options) { fn(t, openCounter(t, o)) })
}

func openCounter(t testing.TB, o db.Options) *counter {
	t.Helper()
	gin.SetMode(gin.TestMode)
	h := &counter{t: t, clock: clock.Stopped(dbtest.Start()), log: &bytes.Buffer{}}
	master := make([]byte, seal.SecretSize)
	_, _ = rand.Read(master)
	var err error
	h.keys, err = seal.NewKeyring(master)
	require.NoError(t, err)
	o.Clock, o.Keys = h.clock, h.keys
	h.db = dbtest.Open(t, o)
	h.people = person.NewStore(h.db)
	client, closeRedis, err := session.OpenRedis(os.Getenv("SY_TEST_REDIS_URL"))
	require.NoError(t, err)
	t.Cleanup(func() {
		if os.Getenv("SY_TEST_REDIS_URL") != "" {
			require.NoError(t, leftovers.Wipe(context.WithoutCancel(t.Context()), client, h.keys))
		}
		_ = closeRedis()
	})
	h.codes = session.NewCounterCodes(client, h.keys, h.clock, h.logger())
	h.settle()
	document, err := openapi.New(docs.OpenAPI)
	require.NoError(t, err)
	e := gin.New()
	desk.New(desk.Options{
		Document: document, DB: h.db, Sessions: tokens{"li": h.li, "wang": h.wang, "chief": h.chief, "chief2": {ID: db.NewID(), Login: "chief2", Name: "同志", Station: h.city.ID, Path: h.city.Path, Roles: []staff.Role{staff.CityClerk}}},
		People: h.people, Proxies: proxy.NewStore(h.db), Merge: h.people.Merge,
		Stations: station.DirectoryOf([]station.Station{h.city, h.east, h.west}), Counter: h.codes, CardOwner: benefit.PersonByCard, Phone: "0555-1234567", Log: h.logger(),
		Approvals: approval.NewStore(h.db), Effects: map[approval.Kind]desk.Effect{approval.MergePeople: desk.MergeEffect(h.people, h.people.MergeChoosing)},
		Cases: func(r db.Reader, id uuid.UUID) (desk.Cases, error) {
			n, err := benefit.CountOf(r, id)
			return desk.Cases{Benefits: n}, err
		},
	}).Register(e)
	h.http = conformance.New(t).Handler(t, e)
	return h
}

func (h *counter) logger() *slog.Logger {
	return slog.New(slog.NewJSONHandler(h.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
}

func (h *counter) settle() {
	h.city = station.Station{ID: db.NewID(), Code: "990100", Name: "市服务中心", Level: station.City, Path: "990100/"}
	h.east = station.Station{ID: db.NewID(), Code: "990101", Name: "东街服务站", Level: station.Town, Path: "990100/990101/"}
	h.west = station.Station{ID: db.NewID(), Code: "990102", Name: "西街服务站", Level: station.Town, Path: "990100/990102/"}
	require.NoError(h.t, h.db.InTx(h.t.Context(), func(tx db.Tx) error {
		return station.InsertStations(tx, []station.Station{h.city, h.east, h.west})
	}))
	clerk := func(login string, at station.Station, role staff.Role) staff.Member {
		return staff.Member{ID: db.NewID(), Login: login, Name: "同志", Station: at.ID, Path: at.Path, Roles: []staff.Role{role}}
	}
	h.li, h.wang, h.chief = clerk("li", h.east, staff.TownClerk), clerk("wang", h.west, staff.TownClerk), clerk("chief", h.city, staff.Director)
}

// onFile puts the canary on file in the east, with a card and a status nobody has seen the paper of.
func (h *counter) onFile() (p person.Person, veteran person.Held) {
	h.t.Helper()
	p = person.Person{
		ID: db.NewID(), Name: canaryName, IDNumber: canaryNumber, Phone: canaryPhone, Address: canaryAddress, Sex: "f", BornOn: "1949-12-31",
		StationID: h.east.ID, StationPath: h.east.Path,
	}
	require.NoError(h.t, h.db.InTx(h.t.Context(), func(tx db.Tx) (err error) {
		if err := person.InsertPeople(tx, []person.Person{p}); err != nil {
			return err
		}
		card := benefit.Card{PersonID: p.ID, StationID: h.east.ID, StationPath: h.east.Path, State: benefit.CardIssued, CardNumber: canaryCard}
		if err := benefit.InsertCards(tx, []benefit.Card{card}); err != nil {
			return err
		}
		veteran, err = h.people.Grant(tx, audit.Actor{Kind: audit.System, ID: "test"}, person.Held{PersonID: p.ID, Status: person.Veteran, From: "1976-01-01"})
		return err
	}))
	return p, veteran
}

// phone is a login of the mini-program whose owner gave a name, or none, and the code that it shows.
func (h *counter) phone(name string) (account person.Account, qr string) {
	h.t.Helper()
	by := audit.Actor{Kind: audit.System, ID: "test"}
	require.NoError(h.t, h.db.InTx(h.t.Context(), func(tx db.Tx) (err error) {
		if account, err = h.people.Follow(tx, by, person.MiniProgram, seal.Text("o"+uuid.NewString()), "", tx.Now()); err != nil || name == "" {
			return err
		}
		p, err := h.people.Register(tx, by, person.Person{Name: seal.Text(name), StationID: h.city.ID, StationPath: h.city.Path})
		if err != nil {
			return err
		}
		return h.people.Attach(tx, by, account, p.ID, person.Stated)
	}))
	code, _, err := h.codes.Put(h.t.Context(), account.ID.String(), func() string { return number.New(rand.Reader) })
	require.NoError(h.t, err)
	return account, person.CounterQR(code)
}

// answer is an answer, read.
type answer struct {
	status int
	raw    string
	body   map[string]any
	header http.Header
}

// as calls a path as a member of staff, with a key of its own.
func (h *counter) as(login, method, path, body string) answer {
	h.t.Helper()
	h.calls++
	return h.keyed(login, fmt.Sprintf("key-%05d", h.calls), method, path, body)
}

func (h *counter) keyed(login, key, method, path, body string) answer {
	h.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	r.Header.Set("Authorization", "Bearer "+login)
	r.Header.Set("Idempotency-Key", key)
	w := httptest.NewRecorder()
	h.http.ServeHTTP(w, r)
	a := answer{status: w.Code, raw: w.Body.String(), header: w.Header()}
	if a.raw != "" {
		require.NoError(h.t, json.Unmarshal(w.Body.Bytes(), &a.body))
	}
	return a
}

// toCitizens are words that are said to people who come, and to nobody who receives them.
const toCitizens = "回“人工”|到就近的|您的登记|您的优待|到服务站，|服务站电话|请节哀|这是您自己|重新关注|报姓名|到“我的"

func (h *counter) refused(a answer, status int, reason string) {
	h.t.Helper()
	require.Equal(h.t, status, a.status, a.raw)
	require.Equal(h.t, "urn:shuangyong:"+reason, a.body["type"], a.raw)
	require.NotEmpty(h.t, a.body["detail"])
	require.NotRegexp(h.t, toCitizens, a.raw, "a clerk reads what is said to a citizen")
	for _, private := range canaries() {
		require.NotContains(h.t, a.raw, private, "a refusal says nothing of anybody")
	}
}

func canaries() []string {
	return []string{canaryName, "守田", canaryNumber, canaryPhone, canaryCard, canaryAddress, "石榴"}
}

// silent makes sure that neither the program's log nor the audit log holds anything of the canary's.
func (h *counter) silent() {
	h.t.Helper()
	rows, err := audit.Search(h.t.Context(), h.db, audit.Query{Limit: 100})
	require.NoError(h.t, err)
	require.NotEmpty(h.t, rows)
	for _, private := range canaries() {
		require.NotContains(h.t, h.log.String(), private)
		require.NotContains(h.t, fmt.Sprint(rows), private)
	}
}

func list(a answer, field string) []any { return a.body[field].([]any) }
