package idempotent_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/gin-gonic/gin"
	"github.com/stretchr/testify/require"

	"shuangyong/handlers/idempotent"
	"shuangyong/handlers/openapi"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/fault"
	"shuangyong/models/once"
)

func TestMain(m *testing.M) { os.Exit(dbtest.Main(m)) }

const document = `
openapi: 3.0.3
info: {title: t, version: "1"}
paths:
  /things:
    post:
      parameters: [{name: Idempotency-Key, in: header, required: true, schema: {type: string, minLength: 8}}]
      requestBody: {content: {application/json: {schema: {type: object, additionalProperties: false, properties: {name: {type: string}}}}}}
      responses: {default: {description: whatever}}
`

// shop makes things, and counts how often it really did.
type shop struct {
	http.Handler
	d    *db.DB
	made atomic.Int32
	fail atomic.Bool
}

func open(t *testing.T, d *db.DB) *shop {
	t.Helper()
	gin.SetMode(gin.TestMode)
	described, err := openapi.New([]byte(document))
	require.NoError(t, err)
	s, e := &shop{d: d}, gin.New()
	s.Handler = e
	e.POST("/things", described.Validate, func(c *gin.Context) {
		who := idempotent.Caller{ID: c.GetHeader("X-Who"), Owner: "owner"}
		idempotent.Run(c, d, who, func(db.Tx) (int, any, error) {
			if s.fail.Load() {
				return 0, nil, fault.New(fault.Full, "thing.full", "满了。")
			}
			return http.StatusCreated, map[string]int32{"number": s.made.Add(1)}, nil
		})
	})
	return s
}

func (s *shop) call(who, key, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("POST", "/things", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-Who", who)
	if key != "" {
		r.Header.Set(idempotent.Header, key)
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

func TestACallHappensOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := open(t, d)
		require.Equal(t, 400, s.call("a", "", `{"name":"x"}`).Code, "without a key nothing is made")
		require.Zero(t, s.made.Load())

		first := s.call("a", "key-one-1", `{"name":"x"}`)
		require.Equal(t, 201, first.Code)
		again := s.call("a", "key-one-1", `{"name":"x"}`)
		require.Equal(t, 201, again.Code)
		require.Equal(t, first.Body.String(), again.Body.String())
		require.Equal(t, "true", again.Header().Get("Idempotency-Replayed"))
		require.EqualValues(t, 1, s.made.Load())

		other := s.call("a", "key-one-1", `{"name":"y"}`)
		require.Equal(t, 422, other.Code)
		require.Contains(t, other.Body.String(), "urn:shuangyong:http.key_reused")
		require.NotContains(t, other.Body.String(), "number", "whoever sends another body learns nothing of the first")
		require.Equal(t, 201, s.call("b", "key-one-1", `{"name":"x"}`).Code, "a key is its caller's own")
		require.EqualValues(t, 2, s.made.Load())
	})
}

func TestARefusalIsNotKept(t *testing.T) {
	s := open(t, dbtest.SQLite(t))
	s.fail.Store(true)
	require.Equal(t, 409, s.call("a", "key-one-1", `{}`).Code)
	s.fail.Store(false)
	require.Equal(t, 201, s.call("a", "key-one-1", `{}`).Code)
}

func TestWhoIsForgottenGetsNoOldAnswers(t *testing.T) {
	s := open(t, dbtest.SQLite(t))
	require.Equal(t, 201, s.call("a", "key-one-1", `{}`).Code)
	require.NoError(t, s.d.InTx(t.Context(), func(tx db.Tx) error { return once.Forget(tx, "owner") }))
	late := s.call("a", "key-one-1", `{}`)
	require.Equal(t, 409, late.Code)
	require.Contains(t, late.Body.String(), "http.key_done")
	require.EqualValues(t, 1, s.made.Load())
}

func TestTheSameCallFromEverySideAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := open(t, d)
		const callers = 12
		var wg sync.WaitGroup
		answers := make([]*httptest.ResponseRecorder, callers)
		for i := range callers {
			wg.Go(func() { answers[i] = s.call("a", fmt.Sprintf("key-all-%d", i%2), `{"name":"x"}`) })
		}
		wg.Wait()
		for i, a := range answers {
			require.Equal(t, 201, a.Code, a.Body.String())
			require.Equal(t, answers[i%2].Body.String(), a.Body.String())
		}
		require.LessOrEqual(t, s.made.Load(), int32(6), "a deadlock's victim may run twice, its work undone")
		require.NotEqual(t, answers[0].Body.String(), answers[1].Body.String())
	})
}
