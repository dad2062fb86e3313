package session

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"shuangyong/models/clock"
	"shuangyong/models/fault"
)

// drawn gives the codes one after the other.
func drawn(codes ...string) func() string {
	return func() string {
		code := codes[0]
		codes = codes[1:]
		return code
	}
}

func TestACodeIsGoodOnceAndForFiveMinutes(t *testing.T) {
	each(t, func(t *testing.T, c redis.UniversalClient) {
		clk := clock.Stopped(start)
		codes := NewCounterCodes(c, keyring(t), clk, quiet())
		code, until, err := codes.Put(t.Context(), "wang", drawn("482193057"))
		require.NoError(t, err)
		require.Equal(t, "482193057", code)
		require.Equal(t, start.Add(CounterLife), until)
		_, err = codes.Take(t.Context(), "482193058")
		require.ErrorIs(t, err, ErrNoCode)
		account, err := codes.Take(t.Context(), code)
		require.NoError(t, err)
		require.Equal(t, "wang", account)
		_, err = codes.Take(t.Context(), code)
		require.ErrorIs(t, err, ErrNoCode, "good once")

		late, _, err := codes.Put(t.Context(), "wang", drawn("100000009"))
		require.NoError(t, err)
		clk.Advance(CounterLife)
		_, err = codes.Take(t.Context(), late)
		require.ErrorIs(t, err, ErrNoCode, "the clock decides")
	})
}

func TestAnAccountHasOneCodeAndACodeOneAccount(t *testing.T) {
	each(t, func(t *testing.T, c redis.UniversalClient) {
		codes := NewCounterCodes(c, keyring(t), clock.Stopped(start), quiet())
		first, _, err := codes.Put(t.Context(), "wang", drawn("482193057"))
		require.NoError(t, err)
		other, _, err := codes.Put(t.Context(), "li", drawn(first, "100000009"))
		require.NoError(t, err)
		require.NotEqual(t, first, other, "one that is taken is drawn again")
		second, _, err := codes.Put(t.Context(), "wang", drawn("200000006"))
		require.NoError(t, err)
		_, err = codes.Take(t.Context(), first)
		require.ErrorIs(t, err, ErrNoCode, "a newer one takes its place")
		for code, want := range map[string]string{second: "wang", other: "li"} {
			account, err := codes.Take(t.Context(), code)
			require.NoError(t, err)
			require.Equal(t, want, account)
		}
		_, _, err = codes.Put(t.Context(), "zhao", drawn("300000003"))
		require.NoError(t, err)
		keys := keysOf(t, c)
		require.NotEmpty(t, keys)
		for _, key := range keys {
			require.NotContains(t, key, "zhao")
			require.NotContains(t, key, "300000003")
		}
	})
}

// Two clerks scan the same phone: one of them has the account.
func TestOfTwoClerksOneTakesTheCode(t *testing.T) {
	each(t, func(t *testing.T, c redis.UniversalClient) {
		codes := NewCounterCodes(c, keyring(t), clock.Stopped(start), quiet())
		code, _, err := codes.Put(t.Context(), "wang", drawn("482193057"))
		require.NoError(t, err)
		var took, missed atomic.Int32
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				switch account, err := codes.Take(t.Context(), code); {
				case err == nil && account == "wang":
					took.Add(1)
				case fault.CodeOf(err) == fault.NotFound:
					missed.Add(1)
				}
			})
		}
		all.Wait()
		require.EqualValues(t, 1, took.Load())
		require.EqualValues(t, 7, missed.Load())
	})
}

// While Redis is away there is no code, and people are told what to do without one.
func TestWithoutRedisThereAreNoCodes(t *testing.T) {
	gone, closeGone, err := OpenRedis("redis://127.0.0.1:1")
	require.NoError(t, err)
	defer func() { _ = closeGone() }()
	codes := NewCounterCodes(gone, keyring(t), clock.Stopped(start), quiet())
	for range 2 { // the second time Redis is left alone
		_, _, err = codes.Put(t.Context(), "wang", drawn("482193057"))
		require.Equal(t, fault.Unavailable, fault.CodeOf(err))
		require.Contains(t, fault.Of(err).Detail, "报姓名")
	}
	_, err = codes.Take(t.Context(), "482193057")
	require.Equal(t, fault.Unavailable, fault.CodeOf(err))
}

// What stands in Redis is bound to its place: moved to another code it opens nothing.
func TestACodesContentIsBoundToItsPlace(t *testing.T) {
	each(t, func(t *testing.T, c redis.UniversalClient) {
		codes := NewCounterCodes(c, keyring(t), clock.Stopped(start), quiet())
		code, _, err := codes.Put(t.Context(), "wang", drawn("482193057"))
		require.NoError(t, err)
		raw, err := c.Get(t.Context(), codes.place(code)).Result()
		require.NoError(t, err)
		require.NotContains(t, raw, "wang")
		require.NoError(t, c.Set(t.Context(), codes.place("100000009"), raw, time.Minute).Err())
		_, err = codes.Take(t.Context(), "100000009")
		require.ErrorIs(t, err, ErrNoCode)
	})
}
