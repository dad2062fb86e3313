package session

import (
	"encoding/base64"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"shuangyong/models/clock"
	"shuangyong/models/fault"
	"shuangyong/models/seal"
)

const canaryOpenID, canaryKey = "oCanary-openid-of-a-citizen", "canary-session-key=="

func canary() Login {
	return Login{OpenID: canaryOpenID, UnionID: "uCanary-union", SessionKey: canaryKey}
}

func signIn(t *testing.T, l *Logins, who Login) seal.Text {
	t.Helper()
	token, made, err := l.SignIn(t.Context(), who)
	require.NoError(t, err)
	require.Equal(t, made.SignedIn, made.Used)
	return token
}

func requireOut(t *testing.T, l *Logins, token seal.Text) {
	t.Helper()
	found, err := l.Find(t.Context(), token)
	require.Equal(t, fault.Unauthenticated, fault.CodeOf(err))
	require.Equal(t, "login.expired", fault.Of(err).Reason)
	require.Empty(t, found)
}

func requireIn(t *testing.T, l *Logins, token seal.Text) Login {
	t.Helper()
	found, err := l.Find(t.Context(), token)
	require.NoError(t, err)
	require.Equal(t, seal.Text(canaryOpenID), found.OpenID)
	return found
}

// On whichever replica: what was sealed comes back to who has the token, and to nobody else.
func TestALoginIsFoundByItsToken(t *testing.T) {
	each(t, func(t *testing.T, c redis.UniversalClient) {
		clk := clock.Stopped(start)
		here, there := NewLogins(c, keyring(t), clk, quiet()), NewLogins(c, keyring(t), clk, quiet())
		token := signIn(t, here, canary())
		found, err := there.Find(t.Context(), token)
		require.NoError(t, err)
		want := canary()
		want.SignedIn, want.Used, want.ID = start, start, found.ID
		require.Equal(t, want, found)

		raw, err := base64.RawURLEncoding.DecodeString(token.Reveal())
		require.NoError(t, err)
		require.Len(t, raw[locatorLen:], 32, "256 random bits")
		second := signIn(t, there, canary())
		require.NotEqual(t, token, second, "each login has its own")
		require.NotEqual(t, token.Reveal()[40:], second.Reveal()[40:])
		requireIn(t, here, token)

		for _, wrong := range []string{
			"", "x", token.Reveal()[:63], token.Reveal() + "A", token.Reveal()[:63] + "!", token.Reveal()[:22] + strings.Repeat("A", 42), strings.Repeat("A", 64), strings.Repeat("A", 1<<20),
			token.Reveal()[:32] + second.Reveal()[32:],
		} {
			requireOut(t, here, seal.Text(wrong))
		}
		stranger, err := seal.NewKeyring([]byte(strings.Repeat("k", seal.SecretSize)))
		require.NoError(t, err)
		requireOut(t, NewLogins(c, stranger, clk, quiet()), token)
	})
}

// Redis holds neither who it is nor what would let anybody in.
func TestRedisHoldsNeitherTokensNorOpenids(t *testing.T) {
	each(t, func(t *testing.T, c redis.UniversalClient) {
		l := NewLogins(c, keyring(t), clock.Stopped(start), quiet())
		token := signIn(t, l, canary())
		var all strings.Builder
		for _, k := range keysOf(t, c) {
			all.WriteString(k)
			fields, err := c.HGetAll(t.Context(), k).Result()
			require.NoError(t, err)
			for field, value := range fields {
				all.WriteString(field + value)
			}
			life, err := c.PTTL(t.Context(), k).Result()
			require.NoError(t, err)
			require.Greater(t, life, LoginLife-time.Minute)
			require.LessOrEqual(t, life, LoginLife, "garbage goes by itself")
		}
		require.NotEmpty(t, all.String())
		for _, private := range []string{canaryOpenID, canaryKey, "uCanary", token.Reveal(), token.Reveal()[22:]} {
			require.NotContains(t, all.String(), private)
		}
	})
}

func TestALoginEndsByTheClock(t *testing.T) {
	each(t, func(t *testing.T, c redis.UniversalClient) {
		clk := clock.Stopped(start)
		l := NewLogins(c, keyring(t), clk, quiet())
		idle, used := signIn(t, l, canary()), signIn(t, l, canary())
		clk.Advance(LoginIdle - time.Microsecond)
		found := requireIn(t, l, used)
		require.Equal(t, start.Add(LoginIdle-time.Microsecond), found.Used)
		require.Equal(t, found.Used.Add(LoginIdle), found.Expires())
		clk.Advance(time.Microsecond)
		requireOut(t, l, idle)
		for range 3 { // day 7 to 28: kept alive by use
			clk.Advance(LoginIdle - time.Hour)
			requireIn(t, l, used)
		}
		clk.Advance(start.Add(LoginLife).Sub(clk.Now()) - time.Microsecond)
		require.Equal(t, start.Add(LoginLife), requireIn(t, l, used).Expires(), "but not for ever")
		clk.Advance(time.Microsecond)
		requireOut(t, l, used)
	})
}

func TestLoggingOutEndsOneLoginAndForgettingAll(t *testing.T) {
	each(t, func(t *testing.T, c redis.UniversalClient) {
		l := NewLogins(c, keyring(t), clock.Stopped(start), quiet())
		phone, tablet := signIn(t, l, canary()), signIn(t, l, canary())
		neighbour := signIn(t, l, Login{OpenID: "oNeighbour", SessionKey: "k"})
		require.NoError(t, l.SignOut(t.Context(), phone))
		require.NoError(t, l.SignOut(t.Context(), phone), "twice is once")
		require.NoError(t, l.SignOut(t.Context(), "nonsense"))
		requireOut(t, l, phone)
		requireIn(t, l, tablet)
		require.NoError(t, l.Forget(t.Context(), canaryOpenID))
		requireOut(t, l, tablet)
		require.Len(t, keysOf(t, c), 1, "nothing of him is left")
		_, err := l.Find(t.Context(), neighbour)
		require.NoError(t, err)
	})
}

// A request that is under way when its login ends must not bring it back.
func TestUseDoesNotBringAnEndedLoginBack(t *testing.T) {
	each(t, func(t *testing.T, c redis.UniversalClient) {
		clk := clock.Stopped(start)
		l := NewLogins(c, keyring(t), clk, quiet())
		token := signIn(t, l, canary())
		at, ok := l.tokens.placeOf(token)
		require.True(t, ok)
		sealed, err := c.HGet(t.Context(), at.person, at.field).Bytes()
		require.NoError(t, err)
		found, err := l.tokens.Find(t.Context(), token)
		require.NoError(t, err)
		require.NoError(t, l.SignOut(t.Context(), token))
		clk.Advance(2 * loginStep)
		_, err = l.tokens.touch(t.Context(), found, at, sealed, clk.Now())
		require.NoError(t, err)
		requireOut(t, l, token)
	})
}

func TestTheFirstDeviceMakesRoom(t *testing.T) {
	each(t, func(t *testing.T, c redis.UniversalClient) {
		clk := clock.Stopped(start)
		l := NewLogins(c, keyring(t), clk, quiet())
		var tokens []seal.Text
		for range loginsMax + 2 {
			tokens = append(tokens, signIn(t, l, canary()))
			clk.Advance(time.Minute)
		}
		for i, token := range tokens {
			if i < 2 {
				requireOut(t, l, token)
				continue
			}
			requireIn(t, l, token)
		}
		clk.Advance(LoginLife)
		signIn(t, l, canary())
		fields, err := c.HLen(t.Context(), keysOf(t, c)[0]).Result()
		require.NoError(t, err)
		require.EqualValues(t, 1, fields, "what is over makes room too")
	})
}

func TestManyUsesAtOnce(t *testing.T) {
	each(t, func(t *testing.T, c redis.UniversalClient) {
		clk := clock.Stopped(start)
		l := NewLogins(c, keyring(t), clk, quiet())
		token := signIn(t, l, canary())
		clk.Advance(2 * loginStep)
		errs := make([]error, 20)
		var wg sync.WaitGroup
		for i := range errs {
			wg.Go(func() { _, errs[i] = l.Find(t.Context(), token) })
		}
		wg.Wait()
		for _, err := range errs {
			require.NoError(t, err)
		}
		require.Equal(t, clk.Now(), requireIn(t, l, token).Used)
	})
}

// A Redis that lost its memory costs a new login, and nothing else.
func TestALostRedisCostsALogin(t *testing.T) {
	each(t, func(t *testing.T, c redis.UniversalClient) {
		l := NewLogins(c, keyring(t), clock.Stopped(start), quiet())
		token := signIn(t, l, canary())
		wipe(t, c)
		requireOut(t, l, token)
		requireIn(t, l, signIn(t, l, canary()))
	})
}

// While Redis is away nobody is told that he is logged out: a phone would throw its token away. And it is not asked again for a moment.
func TestARedisThatIsAwayLogsNobodyOut(t *testing.T) {
	clk := clock.Stopped(start)
	e := startEmbedded()
	l := NewLogins(e.client, keyring(t), clk, quiet())
	token := signIn(t, l, canary())
	gone, closeGone, err := OpenRedis("redis://127.0.0.1:1")
	require.NoError(t, err)
	defer func() { _ = closeGone() }()
	l.tokens.client = gone
	requireAway := func(err error) {
		t.Helper()
		require.Equal(t, fault.Unavailable, fault.CodeOf(err))
		require.Equal(t, "login.store_away", fault.Of(err).Reason)
		require.NotContains(t, err.Error(), canaryOpenID)
	}
	_, err = l.Find(t.Context(), token)
	requireAway(err)
	require.NotErrorIs(t, err, errResting)
	_, _, err = l.SignIn(t.Context(), canary())
	requireAway(err)
	require.ErrorIs(t, err, errResting, "it was not asked")
	requireAway(l.SignOut(t.Context(), token))
	requireAway(l.Forget(t.Context(), canaryOpenID))
	l.tokens.client = e.client
	clk.Advance(pause)
	requireIn(t, l, token)
	require.NoError(t, e.close())
}
