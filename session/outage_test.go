package session

import (
	"context"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"shuangyong/tests/outage"
)

// A Redis that accepts and never answers holds nobody longer than his context says, whatever the client's own time-outs are.
func TestAHungRedisHeedsTheContext(t *testing.T) {
	m := miniredis.RunT(t)
	proxy := outage.Before(t, m.Addr())
	o, err := universal("redis://" + proxy.Listen)
	require.NoError(t, err)
	harden(o)
	o.ReadTimeout, o.WriteTimeout = time.Minute, time.Minute
	c := redis.NewUniversalClient(o)
	defer c.Close()
	require.NoError(t, c.Ping(t.Context()).Err())
	proxy.Freeze()
	within(t, 20*time.Second, func() {
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		require.Error(t, c.Ping(ctx).Err())
		p := c.Pipeline()
		p.Get(ctx, "k")
		_, err := p.Exec(ctx)
		require.Error(t, err)
	})
}

// go-redis would write to standard error by itself; this runs the test's own program again to see what comes out there.
func TestRedisWritesNothingPastTheLog(t *testing.T) {
	if os.Getenv("SY_TEST_SPEAKS") != "" {
		c, closeFn, err := OpenRedis("redis://:geheim@127.0.0.1:1")
		require.NoError(t, err)
		require.Error(t, c.Ping(t.Context()).Err())
		require.NoError(t, closeFn())
		return
	}
	again := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+t.Name()+"$")
	again.Env = append(os.Environ(), "SY_TEST_SPEAKS=1")
	out, err := again.CombinedOutput()
	require.NoError(t, err, "%s", out)
	require.Equal(t, "PASS\n", string(out))
}
