package wechat

import (
	"context"
	"net"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"shuangyong/models/fault"
)

func TestTokenIsRefreshedOnceForAllReplicas(t *testing.T) {
	_, client := newRedis(t)
	r := newRig(t, func(o *Options) { o.Redis = client })
	replicas := []*Gateway{r.gateway, r.replica(t), r.replica(t)}
	all := func() map[string]bool {
		var mu sync.Mutex
		var wg sync.WaitGroup
		seen := map[string]bool{}
		for i := range 30 {
			wg.Go(func() {
				token, err := replicas[i%3].token.get(t.Context())
				mu.Lock()
				defer mu.Unlock()
				if err != nil {
					t.Error(err)
				}
				seen[token] = true
			})
		}
		wg.Wait()
		return seen
	}
	require.Len(t, all(), 1)
	require.Equal(t, 1, r.sim.TokenFetches())

	r.clock.Advance(2*time.Hour - 4*time.Minute) // within the margin before its end
	require.Len(t, all(), 1)
	require.Equal(t, 2, r.sim.TokenFetches())
}

func TestTokenIsThereWhenRedisIsDown(t *testing.T) {
	m, client := newRedis(t)
	r := newRig(t, func(o *Options) { o.Redis = client })
	m.Close()
	require.NoError(t, r.gateway.Check(t.Context()))
	require.NoError(t, r.gateway.SendText(t.Context(), alice, "您好"))
	require.Len(t, r.sim.Sent(alice), 1)
	require.Equal(t, 1, r.sim.TokenFetches(), "and kept in the process")

	require.NoError(t, m.Restart())
	r.clock.Advance(2 * time.Hour)
	require.NoError(t, r.gateway.Check(t.Context()))
	require.True(t, m.Exists("wechat:token:"+testApp), "shared again without a restart")
}

func TestTokenIsThereWhenRedisHangs(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0") // accepts and says nothing
	require.NoError(t, err)
	t.Cleanup(func() { _ = listener.Close() })
	client := redis.NewClient(&redis.Options{Addr: listener.Addr().String(), ContextTimeoutEnabled: true, MaxRetries: -1})
	t.Cleanup(func() { _ = client.Close() })
	r := newRig(t, func(o *Options) { o.Redis = client })
	ctx, cancel := context.WithTimeout(t.Context(), 4*time.Second)
	defer cancel()
	require.NoError(t, r.gateway.Check(ctx))
}

// Trap 6: the SDK's cache returns token and error when Redis takes no writes, and its callers drop the token.
func TestTrap6ATokenThatCannotBeStoredIsStillAToken(t *testing.T) {
	_, client := newRedis(t)
	client.AddHook(failing("set"))
	r := newRig(t, func(o *Options) { o.Redis = client })
	token, err := r.gateway.token.get(t.Context())
	require.NoError(t, err)
	require.NotEmpty(t, token)
	require.Contains(t, r.logs.String(), "token is not shared")
	require.NotContains(t, r.logs.String(), token)
}

func TestTokenOfADeadReplicaDoesNotBlock(t *testing.T) {
	m, client := newRedis(t)
	r := newRig(t, func(o *Options) { o.Redis = client })
	require.NoError(t, m.Set("wechat:token-lock:"+testApp, "somebody who died"))
	m.SetTTL("wechat:token-lock:"+testApp, lockHold)
	done := make(chan error, 1)
	go func() { done <- r.gateway.Check(t.Context()) }()
	m.FastForward(lockHold)
	select {
	case err := <-done:
		require.NoError(t, err)
	case <-time.After(4 * time.Second):
		t.Fatal("still waiting for a dead replica's lock")
	}
	require.False(t, m.Exists("wechat:token-lock:"+testApp), "the lock is given back")
}

func TestTokenThatWeChatRefusesIsReplacedOnce(t *testing.T) {
	for code := range map[int]bool{40001: true, 40014: true, 42001: true} {
		_, client := newRedis(t)
		r := newRig(t, func(o *Options) { o.Redis = client })
		other := r.replica(t)
		require.NoError(t, r.gateway.SendText(t.Context(), alice, "一"))
		require.NoError(t, other.SendText(t.Context(), alice, "二"))
		require.Equal(t, 1, r.sim.TokenFetches())

		r.sim.InvalidateTokens()
		require.NoError(t, r.gateway.SendText(t.Context(), alice, "三"))
		require.NoError(t, other.SendText(t.Context(), alice, "四"))
		require.Equal(t, 2, r.sim.TokenFetches(), "the other replica finds the new token in Redis")

		r.sim.Fail("/cgi-bin/message/custom/send", code, 1)
		require.NoError(t, r.gateway.SendText(t.Context(), alice, "五"))
		require.Equal(t, 4, r.sim.TokenFetches(), "the same token came back, so a new one was forced")

		r.sim.Fail("/cgi-bin/message/custom/send", code, 2)
		err := r.gateway.SendText(t.Context(), alice, "六")
		require.Equal(t, ClassToken, Classify(err), "one retry, then the error")
		require.Len(t, r.sim.Sent(alice), 5)
	}
}

func TestTokenKeepsANewerOneThanWasRefused(t *testing.T) {
	r := newRig(t)
	token, err := r.gateway.token.get(t.Context())
	require.NoError(t, err)
	r.gateway.token.invalidate(t.Context(), "an older one")
	again, err := r.gateway.token.get(t.Context())
	require.NoError(t, err)
	require.Equal(t, token, again)
	require.Equal(t, 1, r.sim.TokenFetches())
}

func TestTokenRefusalsAreTyped(t *testing.T) {
	r := newRig(t)
	r.sim.Fail("/cgi-bin/stable_token", 40164, 1)
	err := r.gateway.Check(t.Context())
	require.Equal(t, ClassConfig, Classify(err))
	require.NotContains(t, err.Error(), testSecret)

	for name, body := range map[string]string{"empty": "", "no json": "<html>", "no token": "{}", "endless": string(make([]byte, maxResponse+1))} {
		base := apiServer(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(body)) })
		g := newRig(t, func(o *Options) { o.APIBase = base }).gateway
		err := g.Check(t.Context())
		require.Equal(t, fault.Unavailable, fault.CodeOf(err), name)
		require.NotContains(t, err.Error(), testSecret)
	}
}

// failing makes one Redis command fail.
type failing string

func (f failing) DialHook(next redis.DialHook) redis.DialHook { return next }

func (f failing) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return next
}

func (f failing) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		if cmd.Name() == string(f) && len(cmd.Args()) > 3 && cmd.Args()[len(cmd.Args())-1] != "nx" {
			err := redis.ErrClosed
			cmd.SetErr(err)
			return err
		}
		return next(ctx, cmd)
	}
}

// A redirect would carry the secret to wherever it points.
func TestTokenIsNotAskedForElsewhere(t *testing.T) {
	elsewhere := apiServer(t, func(http.ResponseWriter, *http.Request) { t.Error("the secret went to another address") })
	base := apiServer(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, elsewhere+r.URL.Path, http.StatusTemporaryRedirect)
	})
	g := newRig(t, func(o *Options) { o.APIBase = base }).gateway
	require.Equal(t, fault.Unavailable, fault.CodeOf(g.Check(t.Context())))
}
