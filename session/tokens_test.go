package session

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"shuangyong/models/clock"
	"shuangyong/models/seal"
)

var (
	errOver = errors.New("over")
	errAway = errors.New("away")
)

func rules(space string) Rules {
	return Rules{
		Space: space, Idle: 15 * time.Minute, Life: 8 * time.Hour, Step: time.Minute, Most: 2, Expired: errOver,
		Away: func(cause error) error { return errors.Join(errAway, cause) },
	}
}

func issue(t *testing.T, k *Tokens, owner seal.Text, device string) (seal.Text, Held) {
	t.Helper()
	token, h, err := k.Issue(t.Context(), owner, device, []byte("payload of "+owner.Reveal()))
	require.NoError(t, err)
	return token, h
}

func devices(t *testing.T, k *Tokens, owner seal.Text) (names []string) {
	t.Helper()
	list, err := k.List(t.Context(), owner)
	require.NoError(t, err)
	for _, h := range list {
		names = append(names, h.Device)
	}
	return names
}

func TestAnOwnerSeesAndEndsHisLoginsAndNobodyElses(t *testing.T) {
	each(t, func(t *testing.T, c redis.UniversalClient) {
		clk := clock.Stopped(start)
		k := NewTokens(c, keyring(t), clk, quiet(), rules("staff"))
		phone, here := issue(t, k, "li", "手机")
		clk.Advance(time.Second)
		desktop, there := issue(t, k, "li", "电脑")
		stranger, others := issue(t, k, "wang", "别人的")
		require.Equal(t, []string{"手机", "电脑"}, devices(t, k, "li"))
		require.NotContains(t, phone.Reveal()+desktop.Reveal(), here.ID)

		for _, wrong := range []string{"", others.ID, phone.Reveal(), here.ID[1:], strings.ToUpper(here.ID) + "x"} {
			ended, err := k.EndOne(t.Context(), "li", wrong)
			require.NoError(t, err)
			require.False(t, ended, wrong)
		}
		ended, err := k.EndOne(t.Context(), "li", here.ID)
		require.NoError(t, err)
		require.True(t, ended)
		_, err = k.Find(t.Context(), phone)
		require.ErrorIs(t, err, errOver)
		found, err := k.Find(t.Context(), desktop)
		require.NoError(t, err)
		require.Equal(t, there, found)
		require.Equal(t, "payload of li", string(found.Payload))

		again, _ := issue(t, k, "li", "手机")
		require.NoError(t, k.EndOthers(t.Context(), "li", there.ID))
		require.NoError(t, k.EndOthers(t.Context(), "li", there.ID), "twice is once")
		_, err = k.Find(t.Context(), again)
		require.ErrorIs(t, err, errOver)
		require.Equal(t, []string{"电脑"}, devices(t, k, "li"))
		_, err = k.Find(t.Context(), stranger)
		require.NoError(t, err)
	})
}

// A citizen's token is nothing at the desk, however the names of people fall together.
func TestTokensOfOneSpaceAreNothingInAnother(t *testing.T) {
	each(t, func(t *testing.T, c redis.UniversalClient) {
		keys, clk := keyring(t), clock.Stopped(start)
		staff, citizens := NewTokens(c, keys, clk, quiet(), rules("staff")), NewTokens(c, keys, clk, quiet(), rules("login"))
		token, h := issue(t, citizens, "same", "手机")
		_, err := staff.Find(t.Context(), token)
		require.ErrorIs(t, err, errOver)
		require.Empty(t, devices(t, staff, "same"))
		at, _ := citizens.placeOf(token)
		sealed, err := c.HGet(t.Context(), at.person, at.field).Bytes()
		require.NoError(t, err)
		other, _ := staff.placeOf(token)
		require.NoError(t, c.HSet(t.Context(), other.person, other.field, sealed).Err(), "somebody copies it in Redis")
		_, err = staff.Find(t.Context(), token)
		require.ErrorIs(t, err, errOver, "it is sealed to its place")
		require.NoError(t, staff.EndAll(t.Context(), "same"))
		require.Len(t, devices(t, citizens, "same"), 1)
		require.Equal(t, "手机", h.Device)
	})
}

func TestRulesAreTheSpacesOwn(t *testing.T) {
	each(t, func(t *testing.T, c redis.UniversalClient) {
		clk := clock.Stopped(start)
		k := NewTokens(c, keyring(t), clk, quiet(), rules("staff"))
		first, _ := issue(t, k, "li", "a")
		clk.Advance(time.Minute)
		second, _ := issue(t, k, "li", "b")
		clk.Advance(time.Minute)
		third, h := issue(t, k, "li", "c")
		_, err := k.Find(t.Context(), first)
		require.ErrorIs(t, err, errOver, "the third makes the first go")
		require.Equal(t, h.SignedIn.Add(15*time.Minute), k.rules.Expires(h))
		clk.Advance(14 * time.Minute)
		_, err = k.Find(t.Context(), third)
		require.NoError(t, err)
		clk.Advance(2 * time.Minute)
		_, err = k.Find(t.Context(), second)
		require.ErrorIs(t, err, errOver)
		require.Equal(t, []string{"c"}, devices(t, k, "li"), "what is over is not listed")
		require.Equal(t, h.SignedIn.Add(8*time.Hour), k.rules.Expires(Held{SignedIn: h.SignedIn, Used: h.SignedIn.Add(8 * time.Hour)}))
	})
}

// FuzzToken: whatever a header holds, it is refused or it is the token.
func FuzzToken(f *testing.F) {
	e := startEmbedded()
	f.Cleanup(func() { _ = e.close() })
	k := NewTokens(e.client, keyring(f), clock.Stopped(start), quiet(), rules("staff"))
	good, _, err := k.Issue(f.Context(), "li", "", nil)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good.Reveal())
	f.Add("")
	f.Add(good.Reveal()[:63] + "\n")
	f.Add(strings.Repeat("A", 64))
	f.Fuzz(func(t *testing.T, token string) {
		_, err := k.Find(t.Context(), seal.Text(token))
		if token == good.Reveal() {
			require.NoError(t, err)
			return
		}
		require.ErrorIs(t, err, errOver)
	})
}
