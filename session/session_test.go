package session

import (
	"context"
	"crypto/sha256"
	"log/slog"
	"net"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"shuangyong/models/clock"
	"shuangyong/models/seal"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const hold = 4500 * time.Millisecond

var (
	run   = string(token()) // tells this run of the tests from others on the same server
	start = time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
)

// keyring is one secret a test: its keys in a shared Redis are its own.
func keyring(t testing.TB) *seal.Keyring {
	t.Helper()
	secret := sha256.Sum256([]byte(t.Name() + run))
	k, err := seal.NewKeyring(secret[:])
	require.NoError(t, err)
	return k
}

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

// each runs fn on the in-process Redis, as sessions reach it and by its protocol, and, where one is given, on a server; all are empty.
func each(t *testing.T, fn func(t *testing.T, c redis.UniversalClient)) {
	urls := map[string]string{"embedded": "", "protocol": ""}
	if u := os.Getenv("SY_TEST_REDIS_URL"); u != "" {
		urls["server"] = u
	}
	for name, u := range urls {
		t.Run(name, func(t *testing.T) {
			c, closeFn, err := OpenRedis(u)
			require.NoError(t, err)
			t.Cleanup(func() { require.NoError(t, closeFn()) })
			if name == "protocol" {
				c = c.(insider).UniversalClient
			}
			t.Cleanup(func() { wipe(t, c) })
			fn(t, c)
		})
	}
}

// wipe removes the program's own keys and no others: the server may be shared.
func wipe(t *testing.T, c redis.UniversalClient) {
	for _, k := range keysOf(t, c) {
		require.NoError(t, c.Del(context.WithoutCancel(t.Context()), k).Err())
	}
}

func keysOf(t *testing.T, c redis.UniversalClient) []string {
	t.Helper()
	keys, err := c.Keys(context.WithoutCancel(t.Context()), Prefix(keyring(t))+"*").Result()
	require.NoError(t, err)
	return keys
}

func begin(t *testing.T, s *Store, message, person string) *Turn {
	t.Helper()
	turn, err := s.Begin(t.Context(), Key{message, person}, hold)
	require.NoError(t, err)
	return turn
}

func TestAMessageIsHandledOnceAndItsReplyKept(t *testing.T) {
	each(t, func(t *testing.T, c redis.UniversalClient) {
		clk := clock.Stopped(start)
		here, there := New(c, keyring(t), clk, quiet()), New(c, keyring(t), clk, quiet())

		first := begin(t, here, "m1", "o1")
		require.Equal(t, Mine, first.Phase)
		require.Empty(t, first.Conversation)
		require.Equal(t, Elsewhere, begin(t, there, "m1", "o1").Phase)

		moved, err := here.Finish(t.Context(), first, []byte("answer"), []byte("talk"))
		require.NoError(t, err)
		require.False(t, moved)

		again := begin(t, there, "m1", "o1")
		require.Equal(t, Finished, again.Phase)
		require.Equal(t, "answer", string(again.Reply))

		next := begin(t, there, "m2", "o1")
		require.Equal(t, Mine, next.Phase)
		require.Equal(t, "talk", string(next.Conversation))
		require.Empty(t, begin(t, there, "m3", "o2").Conversation, "another person sees nothing of it")
	})
}

func TestOfManyExactlyOneGetsTheMessage(t *testing.T) {
	each(t, func(t *testing.T, c redis.UniversalClient) {
		clk := clock.Stopped(start)
		stores := []*Store{New(c, keyring(t), clk, quiet()), New(c, keyring(t), clk, quiet())}
		race := func() int64 {
			var mine atomic.Int64
			var wg sync.WaitGroup
			for i := range 40 {
				wg.Go(func() {
					turn, err := stores[i%2].Begin(t.Context(), Key{"m", "o"}, hold)
					if err == nil && turn.Phase == Mine {
						mine.Add(1)
					}
				})
			}
			wg.Wait()
			return mine.Load()
		}
		require.EqualValues(t, 1, race())
		clk.Advance(hold - time.Microsecond)
		require.EqualValues(t, 0, race(), "the holder still has time")
		clk.Advance(time.Microsecond)
		require.EqualValues(t, 1, race(), "the holder is dead: one takes over")
	})
}

func TestHoldAndRelease(t *testing.T) {
	each(t, func(t *testing.T, c redis.UniversalClient) {
		clk := clock.Stopped(start)
		s := New(c, keyring(t), clk, quiet())
		turn := begin(t, s, "m", "o")
		require.NoError(t, s.Hold(t.Context(), turn, clk.Now().Add(20*time.Second)))
		clk.Advance(10 * time.Second)
		require.Equal(t, Elsewhere, begin(t, s, "m", "o").Phase)
		require.NoError(t, s.Release(t.Context(), turn))
		require.Equal(t, Mine, begin(t, s, "m", "o").Phase)
	})
}

func TestTwoMessagesAtOnceAreTakenOneAfterTheOther(t *testing.T) {
	each(t, func(t *testing.T, c redis.UniversalClient) {
		s := New(c, keyring(t), clock.Stopped(start), quiet())
		_, err := s.Finish(t.Context(), begin(t, s, "m0", "o"), nil, []byte("0"))
		require.NoError(t, err)
		a, b := begin(t, s, "a", "o"), begin(t, s, "b", "o")

		moved, err := s.Finish(t.Context(), a, []byte("A"), []byte("0a"))
		require.NoError(t, err)
		require.False(t, moved)
		moved, err = s.Finish(t.Context(), b, []byte("B"), []byte("0b"))
		require.NoError(t, err)
		require.True(t, moved, "a came between")
		require.Equal(t, "0a", string(b.Conversation))
		moved, err = s.Finish(t.Context(), b, []byte("B2"), []byte("0ab"))
		require.NoError(t, err)
		require.False(t, moved)

		require.Equal(t, "A", string(begin(t, s, "a", "o").Reply))
		require.Equal(t, "B2", string(begin(t, s, "b", "o").Reply))
		require.Equal(t, "0ab", string(begin(t, s, "c", "o").Conversation))
	})
}

func TestForgetLeavesNothingAlsoOfAMessageUnderWay(t *testing.T) {
	each(t, func(t *testing.T, c redis.UniversalClient) {
		s := New(c, keyring(t), clock.Stopped(start), quiet())
		_, err := s.Finish(t.Context(), begin(t, s, "m0", "o"), []byte("r"), []byte("talk"))
		require.NoError(t, err)
		underWay := begin(t, s, "m1", "o")
		require.NotEmpty(t, keysOf(t, c))
		require.NoError(t, s.Forget(t.Context(), "o"))
		require.Empty(t, keysOf(t, c))
		_, err = s.Finish(t.Context(), underWay, []byte("late"), []byte("talk"))
		require.NoError(t, err)
		require.Empty(t, keysOf(t, c))
	})
}

func TestRedisSeesNothingReadable(t *testing.T) {
	each(t, func(t *testing.T, c redis.UniversalClient) {
		s := New(c, keyring(t), clock.Stopped(start), quiet())
		turn := begin(t, s, "message-key", "openid-canary")
		_, err := s.Finish(t.Context(), turn, []byte("reply-canary"), []byte("talk-canary"))
		require.NoError(t, err)
		require.NoError(t, s.Owe(t.Context(), "openid-canary", []byte("debt-canary")))
		var seen strings.Builder
		for _, k := range keysOf(t, c) {
			seen.WriteString(k)
			all, err := c.HGetAll(t.Context(), k).Result()
			require.NoError(t, err)
			require.NotEmpty(t, all)
			for f, v := range all {
				seen.WriteString(f + v)
			}
		}
		require.NotContains(t, seen.String(), "canary")
	})
}

func TestOldRepliesMakeRoom(t *testing.T) {
	each(t, func(t *testing.T, c redis.UniversalClient) {
		clk := clock.Stopped(start)
		s := New(c, keyring(t), clk, quiet())
		for i := range 3 * recentMax {
			_, err := s.Finish(t.Context(), begin(t, s, "m"+string(rune('A'+i)), "o"), []byte("r"), []byte("talk"))
			require.NoError(t, err)
		}
		n, err := c.HLen(t.Context(), keysOf(t, c)[0]).Result()
		require.NoError(t, err)
		require.EqualValues(t, recentMax+1, n)
		clk.Advance(KeepReply)
		_, err = s.Finish(t.Context(), begin(t, s, "last", "o"), []byte("r"), []byte("talk"))
		require.NoError(t, err)
		n, err = c.HLen(t.Context(), keysOf(t, c)[0]).Result()
		require.NoError(t, err)
		require.EqualValues(t, 2, n)
		clk.Advance(KeepConversation)
		require.Empty(t, begin(t, s, "next day", "o").Conversation, "by the clock, whatever Redis still has")
	})
}

type counter struct{ trips atomic.Int64 }

func (h *counter) DialHook(next redis.DialHook) redis.DialHook { return next }
func (h *counter) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error { h.trips.Add(1); return next(ctx, cmd) }
}

func (h *counter) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error { h.trips.Add(1); return next(ctx, cmds) }
}

func TestAMessageTakesTwoRoundTrips(t *testing.T) {
	each(t, func(t *testing.T, c redis.UniversalClient) {
		want := 2
		if _, ok := c.(insider); ok {
			want = 0 // there is nowhere to go
		}
		s := New(c, keyring(t), clock.Stopped(start), quiet())
		require.NoError(t, s.Ping(t.Context())) // connected
		h := &counter{}
		c.AddHook(h)
		_, err := s.Finish(t.Context(), begin(t, s, "m", "o"), []byte("r"), []byte("talk"))
		require.NoError(t, err)
		require.EqualValues(t, want, h.trips.Load())
	})
}

func TestOwed(t *testing.T) {
	each(t, func(t *testing.T, c redis.UniversalClient) {
		s := New(c, keyring(t), clock.Stopped(start), quiet())
		require.NoError(t, s.Owe(t.Context(), "o1", []byte("delete o1")))
		require.NoError(t, s.Owe(t.Context(), "o1", []byte("delete o1")))
		require.NoError(t, s.Owe(t.Context(), "o2", []byte("delete o2")))
		all, err := s.Owed(t.Context(), 10)
		require.NoError(t, err)
		require.Len(t, all, 2)
		for id, what := range all {
			if string(what) == "delete o1" {
				require.NoError(t, s.Settle(t.Context(), id))
			}
		}
		all, err = s.Owed(t.Context(), 10)
		require.NoError(t, err)
		require.Len(t, all, 1)
	})
}

// within fails the test when fn takes longer than d: what is measured is that somebody waits behind it.
func within(t *testing.T, d time.Duration, fn func()) {
	t.Helper()
	done := make(chan struct{})
	go func() { defer close(done); fn() }()
	select {
	case <-done:
	case <-time.After(d):
		t.Fatalf("took longer than %v", d)
	}
}

func TestWithoutRedisTheMemoryOfTheProcessServes(t *testing.T) {
	e := startEmbedded()
	clk := clock.Stopped(start)
	s := New(e.client.(insider).UniversalClient, keyring(t), clk, quiet())
	_, err := s.Finish(t.Context(), begin(t, s, "m0", "o"), []byte("r0"), []byte("talk"))
	require.NoError(t, err)
	underWay := begin(t, s, "m1", "o")

	require.NoError(t, e.close())
	_, err = s.Finish(t.Context(), underWay, []byte("r1"), []byte("talk1"))
	require.NoError(t, err)
	require.True(t, s.Degraded())
	again := begin(t, s, "m1", "o")
	require.Equal(t, Finished, again.Phase, "what was answered while Redis went away is remembered here")
	require.Equal(t, "r1", string(again.Reply))
	require.Equal(t, "talk1", string(begin(t, s, "m2", "o").Conversation))
	require.Equal(t, Elsewhere, begin(t, s, "m2", "o").Phase)
	require.NoError(t, s.Forget(t.Context(), "o"))
	require.Empty(t, begin(t, s, "m3", "o").Conversation)
}

// stall accepts connections and never answers: a hung Redis. While broken is set it does; otherwise it passes bytes on to the real one.
type stall struct {
	broken atomic.Bool
	e      *embedded
}

func (p *stall) dial(context.Context, string, string) (net.Conn, error) {
	if p.broken.Load() {
		c, _ := net.Pipe() // nobody reads the other end
		return c, nil
	}
	return connect(p.e.server)
}

func TestAHungRedisHoldsNobodyUpForLongAndRecovers(t *testing.T) {
	e := startEmbedded()
	defer e.close()
	p := &stall{e: e}
	o := &redis.UniversalOptions{Addrs: []string{"x"}, Dialer: p.dial, ConnMaxLifetime: time.Nanosecond}
	harden(o)
	c := redis.NewUniversalClient(o)
	defer c.Close()
	clk := clock.Stopped(start)
	s := New(c, keyring(t), clk, quiet())
	p.broken.Store(true)
	within(t, 2*time.Second, func() { // one patience, then memory at once, for all of them
		for _, m := range strings.Split(strings.Repeat("m", 200), "") {
			turn, err := s.Begin(t.Context(), Key{m, "o"}, hold)
			require.NoError(t, err)
			_, err = s.Finish(t.Context(), turn, []byte("r"), []byte("talk"))
			require.NoError(t, err)
		}
	})
	require.True(t, s.Degraded())
	p.broken.Store(false)
	clk.Advance(pause)
	require.Empty(t, begin(t, s, "after", "o").Conversation, "Redis knows nothing of what was said meanwhile")
	require.False(t, s.Degraded())
	require.NotEmpty(t, keysOf(t, c))
}

func TestAFlushedRedisIsANewBeginning(t *testing.T) {
	each(t, func(t *testing.T, c redis.UniversalClient) {
		s := New(c, keyring(t), clock.Stopped(start), quiet())
		_, err := s.Finish(t.Context(), begin(t, s, "m0", "o"), []byte("r0"), []byte("talk"))
		require.NoError(t, err)
		wipe(t, c)
		turn := begin(t, s, "m0", "o")
		require.Equal(t, Mine, turn.Phase)
		require.Empty(t, turn.Conversation)
	})
}
