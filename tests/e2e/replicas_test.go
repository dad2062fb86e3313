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

// balancer takes turns between programs. It has its address before they have theirs.
type balancer struct {
	url     string
	targets atomic.Pointer[[]*httputil.ReverseProxy]
	turn    atomic.Int64
}

func newBalancer(t *testing.T) *balancer {
	t.Helper()
	b := &balancer{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		all := *b.targets.Load()
		all[int(b.turn.Add(1))%len(all)].ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	b.url = server.URL
	return b
}

// start starts n programs with the same settings, at the same time on the same empty database, and waits until all are ready.
func (b *balancer) start(t *testing.T, n int, env []string) []*house.Program {
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
	b.targets.Store(&targets)
	return programs
}

// startReplicas starts n programs behind a balancer and returns its address.
func startReplicas(t *testing.T, n int, env []string) (string, []*house.Program) {
	t.Helper()
	b := newBalancer(t)
	return b.url, b.start(t, n, env)
}
