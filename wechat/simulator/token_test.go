package simulator

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const harmless = "/cgi-bin/getcallbackip?access_token="

func (d *desk) holds(token string) int {
	return d.send(http.MethodGet, harmless+token, "", "").code()
}

func TestAStableTokenIsTheSameForEverybodyUntilItNearsItsEnd(t *testing.T) {
	d := newDesk(t)
	first := d.stable(Official, false)
	require.EqualValues(t, 7200, first.json["expires_in"])
	d.clock.Advance(time.Hour)
	again := d.stable(Official, false)
	require.Equal(t, first.text("access_token"), again.text("access_token"))
	require.EqualValues(t, 3600, again.json["expires_in"])
	require.NotEqual(t, first.text("access_token"), d.token(Mini), "each account has its own")

	d.clock.Advance(55*time.Minute - time.Second)
	require.Equal(t, first.text("access_token"), d.token(Official))
	d.clock.Advance(time.Second)
	second := d.stable(Official, false)
	require.NotEqual(t, first.text("access_token"), second.text("access_token"))
	require.Zero(t, d.holds(first.text("access_token")), "both hold for the last five minutes")
	require.Zero(t, d.holds(second.text("access_token")))
	d.clock.Advance(5 * time.Minute)
	require.Equal(t, 42001, d.holds(first.text("access_token")))
	require.Equal(t, 4, d.TokenFetches())
	require.Equal(t, 1, d.TokenFetchesOf(Mini))
	d.clock.Advance(48 * time.Hour)
	d.token(Official)
	require.Equal(t, 40001, d.holds(first.text("access_token")), "one day later WeChat does not know that it was one")
}

func TestForcingHasLimits(t *testing.T) {
	d := newDesk(t)
	first := d.token(Official)
	second := d.stable(Official, true).text("access_token")
	require.NotEqual(t, first, second)
	require.Equal(t, 40001, d.holds(first), "at once")
	d.clock.Advance(forceEvery - time.Second)
	require.Equal(t, second, d.stable(Official, true).text("access_token"), "too soon: nothing is refreshed")
	for range forcesADay - 1 {
		d.clock.Advance(forceEvery)
		require.Zero(t, d.stable(Official, true).code())
	}
	d.clock.Advance(forceEvery)
	require.Equal(t, 45009, d.stable(Official, true).code())
	require.Zero(t, d.stable(Official, false).code(), "the normal way is open")
	d.clock.Advance(24 * time.Hour)
	require.Zero(t, d.stable(Official, true).code())
}

func TestTheClassicTokenIsNewEachTime(t *testing.T) {
	d := newDesk(t)
	ask := func() string {
		return d.send(http.MethodGet, "/cgi-bin/token?grant_type=client_credential&appid="+testMini+"&secret="+testMiniSecret, "", "").text("access_token")
	}
	stable := d.token(Mini)
	first, second := ask(), ask()
	require.NotEqual(t, first, second)
	require.Zero(t, d.holds(first), "the one before holds for five minutes")
	d.clock.Advance(tokenOverlap)
	require.Equal(t, 42001, d.holds(first))
	require.Zero(t, d.holds(second))
	require.Zero(t, d.holds(stable), "the two kinds do not touch each other")
	d.stable(Mini, true)
	require.Zero(t, d.holds(second))
}

func TestTheClassicTokenHasADailyLimit(t *testing.T) {
	d := newDesk(t)
	d.sides[Mini].spend("/cgi-bin/token", classicADay, d.clock.Now())
	d.sides[Mini].quota.used["/cgi-bin/token"] = classicADay
	path := "/cgi-bin/token?grant_type=client_credential&appid=" + testMini + "&secret=" + testMiniSecret
	require.Equal(t, 45009, d.send(http.MethodGet, path, "", "").code())
	d.clock.Advance(24 * time.Hour)
	require.Zero(t, d.send(http.MethodGet, path, "", "").code())
}

func TestWhoAsksForATokenMustBeKnown(t *testing.T) {
	d := newDesk(t)
	good := map[string]any{"grant_type": "client_credential", "appid": testMini, "secret": testMiniSecret}
	for _, c := range []struct {
		body string
		code int
	}{
		{write(good), 0},
		{with(good, "grant_type", "password"), 40002},
		{with(good, "appid", nil), 41002},
		{with(good, "appid", "wx1"), 40013},
		{with(good, "secret", nil), 41004},
		{with(good, "secret", "secret"), 40125}, // the other account's
		{with(good, "force_refresh", "yes"), 47001},
		{"{", 47001},
		{" ", 44002},
	} {
		require.Equal(t, c.code, d.send(http.MethodPost, "/cgi-bin/stable_token", "application/json", c.body).code(), c.body)
	}
	require.Equal(t, 43002, d.send(http.MethodGet, "/cgi-bin/stable_token", "", "").code())
}

func TestATokenOpensOnlyItsOwnAccount(t *testing.T) {
	d := newDesk(t)
	require.Equal(t, 48001, d.call(Mini, "/cgi-bin/menu/get", "").code())
	require.Equal(t, 48001, d.call(Official, "/wxa/generate_urllink", "{}").code())
	require.Equal(t, 41001, d.send(http.MethodGet, "/cgi-bin/menu/get", "", "").code())
	require.Equal(t, 40001, d.send(http.MethodPost, "/cgi-bin/menu/get?access_token=x", "", "").code(), "before anything else is looked at")
	token := d.token(Official)
	d.InvalidateTokens()
	require.Equal(t, 40001, d.holds(token))
	require.Zero(t, d.holds(d.token(Official)))
	require.Equal(t, []any{"127.0.0.1", "::1"}, d.call(Official, "/cgi-bin/getcallbackip", "").json["ip_list"])
}
