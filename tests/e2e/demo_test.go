package e2e

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shuangyong/models/clock"
)

// demoClock runs with the demo's.
func demoClock(t *testing.T, url string) clock.Clock {
	t.Helper()
	var answer struct{ Now time.Time }
	require.NoError(t, json.Unmarshal([]byte(read(t, get(t, url+"/api/demo/v1/clock"))), &answer))
	return clock.NewMovable(clock.System(), answer.Now)
}

func post(t *testing.T, url, body string) (int, string) {
	t.Helper()
	response, err := http.Post(url, "application/json", strings.NewReader(body)) //nolint:gosec,noctx // the test's own program
	require.NoError(t, err)
	return response.StatusCode, read(t, response)
}

func TestTheDemosOwnDoor(t *testing.T) {
	p := start(t, monday)
	status, body := post(t, p.URL+"/simulator/api/message", `{"openid":"visitor","type":"text","content":"你好"}`)
	require.Equal(t, 200, status)
	require.Contains(t, body, `"state":"answered"`)
	require.Contains(t, body, "人工")

	status, body = post(t, p.URL+"/api/demo/v1/clock", `{"advance":"48h"}`)
	require.Equal(t, 200, status)
	require.Contains(t, body, "2026-11-25T10:0")
	status, _ = post(t, p.URL+"/simulator/api/message", `{"openid":"visitor","type":"click","content":"benefit.mine"}`)
	require.Equal(t, 200, status, "the simulator's clock moved too")

	for _, who := range []string{"veteran", "active", "disabled_veteran", "military_family", "bereaved_family", "other"} {
		status, body = post(t, p.URL+"/api/demo/v1/person", `{"openid":"p-`+who+`","name":"张三","status":"`+who+`","verified":true}`)
		require.Equal(t, http.StatusNoContent, status, body)
		status, body = post(t, p.URL+"/simulator/api/message", `{"openid":"p-`+who+`","type":"text","content":"坐公交要钱吗"}`)
		require.Equal(t, 200, status)
		require.Contains(t, body, `"state":"answered"`)
		require.NotContains(t, p.Log(), "张三")
	}
	for _, bad := range []string{`{"openid":"x","name":"张三","status":"general"}`, `{"openid":"","name":"张三","status":"veteran"}`, `{"opnid":"x"}`, `null`, `[`, ``} {
		status, body = post(t, p.URL+"/api/demo/v1/person", bad)
		require.Equal(t, 400, status, bad)
		require.Contains(t, body, "urn:shuangyong:")
	}
	require.JSONEq(t, `{"items":[],"next":""}`, read(t, get(t, p.URL+"/simulator/api/sent?openid=visitor")))
}
