package app

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"
)

// A balancer goes by /healthz: it must not send citizens elsewhere because Redis is away, and must once the program stops.
func TestHealthIsNotReadiness(t *testing.T) {
	a := &admin{probes: []probe{{"redis", func(context.Context) error { return errors.New("away") }}}}
	h := a.handler(prometheus.NewRegistry())
	ask := func(path string) int {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		return w.Code
	}
	require.Equal(t, http.StatusOK, ask("/healthz"))
	require.Equal(t, http.StatusServiceUnavailable, ask("/readyz"))
	a.stopping.Store(true)
	require.Equal(t, http.StatusServiceUnavailable, ask("/healthz"))
}
