package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// A container's check must tell a program that lives from one that does not answer, or answers that it stops; readiness is another question.
func TestHealthIsTheExitStatus(t *testing.T) {
	running := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/healthz" {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	}))
	defer running.Close()
	_, port, _ := strings.Cut(strings.TrimPrefix(running.URL, "http://"), ":")
	ask := func(addr string, args ...string) error {
		root := newRoot([]string{"SY_ADMIN_ADDR=" + addr})
		root.SetArgs(append([]string{"health"}, args...))
		return root.ExecuteContext(t.Context())
	}
	for _, everywhere := range []string{"127.0.0.1:" + port, "0.0.0.0:" + port, ":" + port} {
		require.NoError(t, ask(everywhere), everywhere)
		require.ErrorContains(t, ask(everywhere, "--ready"), "503")
	}
	running.Close()
	require.ErrorContains(t, ask("127.0.0.1:"+port), "nobody answers")
	require.ErrorContains(t, ask("nowhere"), "SY_ADMIN_ADDR")
}
