package conformance

import (
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"
)

// The checker can fail.
func TestWhatIsNotDescribedIsSeen(t *testing.T) {
	k := New(t)
	for name, c := range map[string]struct {
		method, path, kind, body string
		status                   int
		fine                     bool
	}{
		"a problem":            {"POST", "/api/v1/login", "application/problem+json; charset=utf-8", `{"type":"urn:shuangyong:login.code","title":"请求有误","status":400}`, 400, true},
		"of another type":      {"POST", "/api/v1/login", "application/problem+json", `{"type":"about:blank","title":"请求有误","status":400}`, 400, false},
		"a problem as JSON":    {"POST", "/api/v1/login", "application/json", `{"type":"urn:shuangyong:login.code","title":"请求有误","status":400}`, 400, false},
		"with an openid":       {"GET", "/api/v1/session", "application/json", `{"signed_in_at":"2026-11-23T10:00:00+08:00","expires_at":"2026-11-23T10:00:00+08:00","ends_at":"2026-11-23T10:00:00+08:00","openid":"o"}`, 200, false},
		"no instant":           {"GET", "/api/v1/session", "application/json", `{"signed_in_at":"soon","expires_at":"2026-11-23T10:00:00+08:00","ends_at":"2026-11-23T10:00:00+08:00"}`, 200, false},
		"401 without a scheme": {"GET", "/api/v1/session", "application/problem+json", `{"type":"urn:shuangyong:login.needed","title":"请先登录","status":401}`, 401, false},
		"elsewhere":            {"GET", "/elsewhere", "text/plain", "x", 200, true},
	} {
		t.Run(name, func(t *testing.T) {
			answer := httptest.NewRecorder()
			answer.Header().Set("Content-Type", c.kind)
			answer.WriteHeader(c.status)
			_, _ = answer.WriteString(c.body)
			err := k.check(httptest.NewRequest(c.method, c.path, nil), answer)
			if c.fine {
				require.NoError(t, err)
				return
			}
			require.Error(t, err)
		})
	}
}
