package session

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"shuangyong/models/clock"
)

// Of many at once exactly the burst passes, on however many replicas, and somebody else is not held up.
func TestCallersAreHeldToTheirPace(t *testing.T) {
	each(t, func(t *testing.T, c redis.UniversalClient) {
		keys, clk := keyring(t), clock.Stopped(start)
		replicas := []*Paces{NewPaces(c, keys, clk, quiet())}
		if replicas[0].limiter != nil {
			replicas = append(replicas, NewPaces(c, keys, clk, quiet()))
		}
		slow := Pace{PerMinute: 1, Burst: 5}
		var wg sync.WaitGroup
		waits := make([]time.Duration, 40)
		for i := range waits {
			wg.Go(func() { waits[i] = replicas[i%len(replicas)].Wait(t.Context(), "login", "oAlice", slow) })
		}
		wg.Wait()
		passed := 0
		for _, w := range waits {
			if w == 0 {
				passed++
				continue
			}
			require.LessOrEqual(t, w, time.Minute)
			require.Greater(t, w, 30*time.Second)
		}
		require.Equal(t, 5, passed)
		require.Zero(t, replicas[0].Wait(t.Context(), "login", "oBob", slow))
		require.Zero(t, replicas[0].Wait(t.Context(), "call", "oAlice", slow), "each thing has its own pace")
		require.Zero(t, replicas[0].Wait(t.Context(), "login", "oAlice", Pace{}), "no pace holds nobody")
		for _, k := range keysOf(t, c) {
			require.True(t, strings.HasPrefix(k, Prefix(keys)))
			require.NotContains(t, k, "oAlice")
		}
	})
}

// While Redis is away nobody is refused for that, and the pace holds here.
func TestWithoutRedisThePaceHoldsHere(t *testing.T) {
	gone, closeGone, err := OpenRedis("redis://127.0.0.1:1")
	require.NoError(t, err)
	defer func() { _ = closeGone() }()
	p := NewPaces(gone, keyring(t), clock.Stopped(start), quiet())
	for range 3 {
		require.Zero(t, p.Wait(t.Context(), "call", "o", Pace{PerMinute: 60, Burst: 3}))
	}
	require.Equal(t, time.Second, p.Wait(t.Context(), "call", "o", Pace{PerMinute: 60, Burst: 3}))
	require.True(t, p.breaker.open())
}

// Whatever the times of the calls: in any stretch no more pass than the burst and what the stretch pays for.
func TestNoMorePassThanThePaceAllows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		clk := clock.Stopped(start)
		m := newPaceMemory(clk, 100)
		pace := Pace{PerMinute: rapid.IntRange(1, 600).Draw(t, "per minute"), Burst: rapid.IntRange(1, 20).Draw(t, "burst")}
		var passed []time.Time
		for range rapid.IntRange(1, 200).Draw(t, "calls") {
			clk.Advance(time.Duration(rapid.IntRange(0, 2000).Draw(t, "gap")) * time.Millisecond)
			wait := m.wait("k", pace)
			if wait == 0 {
				passed = append(passed, clk.Now())
				continue
			}
			early := clock.Stopped(clk.Now().Add(wait))
			m.clock = early
			require.Zero(t, m.wait("k", pace), "whoever waits as long as he was told passes")
			passed = append(passed, early.Now())
			clk.Advance(wait)
			m.clock = clk
		}
		for i, from := range passed {
			n := len(passed) - i
			paidFor := int(passed[len(passed)-1].Sub(from)/pace.every()) + pace.Burst
			require.LessOrEqual(t, n, paidFor+1)
		}
	})
}

func TestTheMemoryOfPacesIsBounded(t *testing.T) {
	clk := clock.Stopped(start)
	m := newPaceMemory(clk, 50)
	for i := range 1000 {
		require.Zero(t, m.wait(fmt.Sprint(i), Pace{PerMinute: 1, Burst: 1}))
		require.LessOrEqual(t, len(m.paid), 50)
	}
	clk.Advance(time.Hour)
	require.Zero(t, m.wait("one more", Pace{PerMinute: 1, Burst: 1}))
}
