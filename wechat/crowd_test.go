package wechat

import (
	"context"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"
)

// crowd is how many call the API at the same moment.
const crowd = 500

// Whatever ends a token, there is one other: 500 callers on three replicas, on a Redis of their own and on the server that the tests are given. On a
// machine so busy that Redis misses its time, a replica asks WeChat for itself and gets the same token; more than each of them never ask.
func TestACrowdOnThreeReplicasRefreshesOnce(t *testing.T) {
	ends := map[string]func(r *rig){
		"there was none":       func(*rig) {},
		"it came of age":       func(r *rig) { r.clock.Advance(2*time.Hour - 4*time.Minute) },
		"it ended long ago":    func(r *rig) { r.clock.Advance(48 * time.Hour) },
		"somebody replaced it": func(r *rig) { r.sim.InvalidateTokens() },
	}
	for name, end := range ends {
		for _, client := range crowdsRedis(t) {
			t.Run(name, func(t *testing.T) {
				r := newRig(t, func(o *Options) { o.Redis, o.HTTPTimeout = client, time.Minute }) // how fast a busy machine is, is not the question
				t.Cleanup(func() {
					require.NoError(t, client.Del(context.WithoutCancel(t.Context()), r.gateway.token.key()).Err())
				})
				replicas := []*Gateway{r.gateway, r.replica(t), r.replica(t)}
				before := 0
				if name != "there was none" {
					for _, g := range replicas {
						require.NoError(t, g.PushMenu(t.Context(), DefaultMenu()))
					}
					before = 1
				}
				require.Equal(t, before, r.sim.TokensMade())
				asked := r.sim.TokenFetches()
				end(r)
				var begin, done sync.WaitGroup
				begin.Add(1)
				errs := make(chan error, crowd)
				for i := range crowd {
					done.Go(func() {
						begin.Wait()
						errs <- replicas[i%len(replicas)].PushMenu(t.Context(), DefaultMenu())
					})
				}
				begin.Done()
				done.Wait()
				close(errs)
				for err := range errs {
					require.NoError(t, err)
				}
				require.Equal(t, before+1, r.sim.TokensMade())
				asked = r.sim.TokenFetches() - asked
				t.Logf("%d callers: WeChat was asked %d times", crowd, asked)
				require.LessOrEqual(t, asked, len(replicas))
			})
		}
	}
}

// crowdsRedis is one Redis in this process, and the server that SY_TEST_REDIS_URL names.
func crowdsRedis(t *testing.T) []redis.UniversalClient {
	t.Helper()
	_, inside := newRedis(t)
	clients := []redis.UniversalClient{inside}
	if given := os.Getenv("SY_TEST_REDIS_URL"); given != "" {
		o, err := redis.ParseURL(given)
		require.NoError(t, err)
		o.ContextTimeoutEnabled = true
		server := redis.NewClient(o)
		t.Cleanup(func() { _ = server.Close() })
		clients = append(clients, server)
	}
	return clients
}
