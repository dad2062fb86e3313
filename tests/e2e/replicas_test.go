package e2e

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"sync/atomic"
	"testing"

	"github.com/alicebob/miniredis/v2"
	"github.com/stretchr/testify/require"

	"shuangyong/tests/house"
	"shuangyong/tests/leftovers"
)

// redisEnv is the Redis that replicas share: the one that SY_TEST_REDIS_URL names, else one that the test starts.
func redisEnv(t *testing.T, a house.Account) string {
	t.Helper()
	if given := os.Getenv("SY_TEST_REDIS_URL"); given != "" {
		t.Cleanup(func() { // after the programs have stopped
			require.NoError(t, leftovers.WipeServer(context.WithoutCancel(t.Context()), given, a.Key()))
		})
		return "SY_REDIS_URL=" + given
	}
	return "SY_REDIS_URL=redis://" + miniredis.RunT(t).Addr()
}

// startReplicas starts n programs with the same account, at the same time on the same empty database, and returns an address that takes turns
// between them.
func startReplicas(t *testing.T, n int, env []string) (string, []*house.Program) {
	t.Helper()
	programs := make([]*house.Program, n)
	targets := make([]*httputil.ReverseProxy, n)
	for i := range programs {
		p, err := house.Start(house.Options{Binary: binary, Dir: t.TempDir(), Env: env})
		require.NoError(t, err)
		t.Cleanup(p.Kill)
		target, err := url.Parse(p.URL)
		require.NoError(t, err)
		programs[i], targets[i] = p, httputil.NewSingleHostReverseProxy(target)
	}
	for _, p := range programs {
		require.NoError(t, p.Ready(t.Context()))
	}
	var turn atomic.Int64
	balancer := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		targets[int(turn.Add(1))%n].ServeHTTP(w, r)
	}))
	t.Cleanup(balancer.Close)
	return balancer.URL, programs
}
