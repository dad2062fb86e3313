//go:build cluster

package cluster

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shuangyong/tests/house"
)

// proxyBefore starts the proxy alone, before a replica that answers with what it is told about the caller, with other variables than usual.
func proxyBefore(t *testing.T, variables ...string) (url string, out *output) {
	t.Helper()
	replica := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		_, _ = fmt.Fprintf(w, "%s %s %d", r.Header.Get("X-Forwarded-For"), r.Header.Get("X-Forwarded-Proto"), len(body))
	}))
	t.Cleanup(replica.Close)
	at := strings.TrimPrefix(replica.URL, "http://")
	_, port, _ := strings.Cut(at, ":")
	env := []string{"PATH=" + os.Getenv("PATH"), "TLS_DIR=" + t.TempDir(), "APP1=" + at, "APP2=" + at, "APP1_ADMIN_PORT=" + port, "APP2_ADMIN_PORT=" + port, "SIMULATOR=" + at}
	for _, name := range []string{"HTTP", "HTTPS", "STATUS"} {
		addr, err := house.FreeAddr()
		require.NoError(t, err)
		env = append(env, name+"="+addr)
		if name == "HTTP" {
			url = "http://" + addr
		}
	}
	file, err := filepath.Abs(filepath.Join(root, "deploy/haproxy.cfg"))
	require.NoError(t, err)
	p, err := launch([]string{find(t, "haproxy"), "-W", "-db", "-f", file}, append(env, variables...), t.TempDir(), nil)
	require.NoError(t, err)
	t.Cleanup(func() { _ = p.end(syscall.SIGTERM, 10*time.Second) })
	require.Eventually(t, func() bool { return !p.alive() || ask(t.Context(), url+"/wechat") == nil }, 20*time.Second, 20*time.Millisecond)
	require.True(t, p.alive(), p.out.String())
	return url, p.out
}

func send(t *testing.T, method, url, forwarded string, length int) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(strings.Repeat("x", length)))
	require.NoError(t, err)
	if forwarded != "" {
		r.Header.Set("X-Forwarded-For", forwarded)
	}
	response, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	return response.StatusCode, string(body)
}

// Who calls is what the proxy saw, whatever he says of himself; what a named terminator of TLS says is believed, its last word only.
func TestTheProxySaysWhoCalls(t *testing.T) {
	url, out := proxyBefore(t)
	_, said := send(t, http.MethodPost, url+"/wechat?openid=canary", "203.0.113.9", 10)
	require.Equal(t, "127.0.0.1 http 10", said)
	behind, _ := proxyBefore(t, "TERMINATOR=127.0.0.1")
	_, said = send(t, http.MethodPost, behind+"/wechat", "203.0.113.9, 198.51.100.7", 10)
	require.True(t, strings.HasPrefix(said, "198.51.100.7 "), said)
	require.Eventually(t, func() bool { return strings.Contains(out.String(), `"door":"wechat"`) }, 5*time.Second, 20*time.Millisecond)
	require.NotContains(t, out.String(), "canary", "no query reaches the log")
}

func TestTheProxyLimitsAndHides(t *testing.T) {
	url, _ := proxyBefore(t)
	status, _ := send(t, http.MethodPost, url+"/wechat", "", 70_000)
	require.Equal(t, http.StatusRequestEntityTooLarge, status)
	status, said := send(t, http.MethodPost, url+"/api/v1/anything", "", 70_000)
	require.Equal(t, http.StatusOK, status)
	require.True(t, strings.HasSuffix(said, " 70000"), "longer than what the proxy keeps: %s", said)
	for _, path := range []string{"/simulator", "/simulator/api/sent", "/metrics", "/healthz"} {
		status, _ = send(t, http.MethodGet, url+path, "", 0)
		require.Equal(t, http.StatusNotFound, status, path)
	}
	trying, _ := proxyBefore(t, "DEMO=1")
	for path, want := range map[string]int{"/simulator": 200, "/simulator/api/sent": 200, "/metrics": 404} {
		status, _ = send(t, http.MethodGet, trying+path, "", 0)
		require.Equal(t, want, status, path)
	}
}
