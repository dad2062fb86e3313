package reply_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/stretchr/testify/require"

	"shuangyong/handlers/reply"
	"shuangyong/models/fault"
)

func refuse(t *testing.T, err error) (*httptest.ResponseRecorder, map[string]any) {
	t.Helper()
	gin.SetMode(gin.TestMode)
	w := httptest.NewRecorder()
	c, _ := gin.CreateTestContext(w)
	reply.Refuse(c, err)
	require.True(t, c.IsAborted())
	var doc map[string]any
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &doc))
	return w, doc
}

func TestEveryCodeHasItsStatus(t *testing.T) {
	for code, want := range map[fault.Code]int{
		fault.Invalid: 400, fault.Unauthenticated: 401, fault.Forbidden: 403, fault.NotFound: 404, fault.Conflict: 409, fault.Full: 409,
		fault.Mismatch: 422, fault.TooLate: 410, fault.TooLarge: 413, fault.TooMany: 429, fault.Unavailable: 503, fault.Internal: 500, "made up": 500,
	} {
		err := fmt.Errorf("wrapped: %w", fault.New(code, "shop.closed", "这家店关了。"))
		w, doc := refuse(t, err)
		require.Equal(t, want, w.Code, code)
		require.Equal(t, want, reply.Status(err), code)
		require.Equal(t, "application/problem+json; charset=utf-8", w.Header().Get("Content-Type"))
		require.Equal(t, map[string]any{
			"type": "urn:shuangyong:shop.closed", "title": doc["title"], "status": float64(want), "detail": "这家店关了。",
		}, doc)
		require.NotEmpty(t, doc["title"])
	}
}

func TestBadFieldsAreNamed(t *testing.T) {
	_, doc := refuse(t, fault.New(fault.Invalid, "form.invalid", "有几处没填对。").WithField("phone", "要11位"))
	require.Equal(t, []any{map[string]any{"name": "phone", "detail": "要11位"}}, doc["fields"])
}

func TestTheInsideStaysInside(t *testing.T) {
	for _, err := range []error{errors.New("dial tcp 10.0.0.3: canary"), fault.Wrap(errors.New("canary"), fault.Unavailable, "db.unavailable", "稍后再试。")} {
		w, _ := refuse(t, err)
		require.NotContains(t, w.Body.String(), "canary")
		require.NotContains(t, reply.Chinese(err), "canary")
		require.NotEmpty(t, reply.Chinese(err))
	}
}

// One refusal has two readers, whom different things help.
func TestStaffReadWordsOfTheirOwn(t *testing.T) {
	both := fault.New(fault.TooMany, "attempt.locked", "请到就近的服务站当面办。").ToStaff("请过10分钟再试。").Because(errors.New("canary"))
	one := fault.New(fault.Conflict, "shop.closed", "这家店关了。")
	require.Equal(t, "请到就近的服务站当面办。", reply.Chinese(both))
	for err, want := range map[*fault.Fault]string{both: "请过10分钟再试。", one: "这家店关了。"} {
		w := httptest.NewRecorder()
		c, _ := gin.CreateTestContext(w)
		reply.ToStaff(c)
		reply.Refuse(c, fmt.Errorf("wrapped: %w", err))
		require.Contains(t, w.Body.String(), want)
		require.NotContains(t, w.Body.String(), "canary")
		require.NotContains(t, w.Body.String(), "就近")
	}
}

// What time cures says when to come back, and never less exactly than somebody knew.
func TestWhatTimeCuresSaysWhen(t *testing.T) {
	for code, want := range map[fault.Code]string{fault.Unavailable: "60", fault.TooMany: "60", fault.Conflict: "", fault.Internal: ""} {
		w, _ := refuse(t, fault.New(code, "db.away", "稍后再试。"))
		require.Equal(t, want, w.Header().Get("Retry-After"), code)
	}
	w := httptest.NewRecorder()
	c, _ := gin.CreateTestContext(w)
	reply.TooOften(c, 1500*time.Millisecond)
	require.Equal(t, "2", w.Header().Get("Retry-After"))
}
