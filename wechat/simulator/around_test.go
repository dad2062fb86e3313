package simulator

import (
	"context"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shuangyong/models/clock"
)

const customPath = "/cgi-bin/message/custom/send"

func textTo(openid, words string) string {
	return write(map[string]any{"touser": openid, "msgtype": "text", "text": map[string]string{"content": words}})
}

func TestEveryTroubleOfTheAPI(t *testing.T) {
	d := newDesk(t)
	d.Touch(Text(alice, "你好"))
	path := customPath + "?access_token=" + d.token(Official)
	ask := func() (*http.Response, error) {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, d.api.URL+path, http.NoBody)
		require.NoError(t, err)
		r.Body = io.NopCloser(stringReader(textTo(alice, "您好")))
		return http.DefaultClient.Do(r)
	}
	once := func(tr Trouble) { tr.Path, tr.Times = customPath, 1; d.Make(tr) }

	once(Trouble{Kind: TroubleError, Code: 45047})
	require.Equal(t, 45047, d.send(http.MethodPost, path, "", textTo(alice, "您好")).code())

	for code, shown := range map[int]int{502: 502, 0: 502, 100: 502, 503: 503} {
		once(Trouble{Kind: TroubleStatus, Code: code})
		h := d.send(http.MethodPost, path, "", textTo(alice, "您好"))
		require.Equal(t, shown, h.status)
		require.Nil(t, h.json)
	}

	once(Trouble{Kind: TroubleGarbage})
	h := d.send(http.MethodPost, path, "", textTo(alice, "您好"))
	require.Equal(t, http.StatusOK, h.status)
	require.Nil(t, h.json)

	once(Trouble{Kind: TroubleHangUp})
	_, err := ask()
	require.Error(t, err)
	require.Empty(t, d.Sent(alice), "so far nothing was done")

	once(Trouble{Kind: TroubleCut})
	response, err := ask()
	require.NoError(t, err)
	half, err := io.ReadAll(response.Body)
	require.ErrorIs(t, err, io.ErrUnexpectedEOF)
	require.NoError(t, response.Body.Close())
	require.NotEmpty(t, half)
	require.Len(t, d.Sent(alice), 1, "the work was done, and the caller does not know")

	once(Trouble{Kind: TroubleDelay, Delay: 30 * time.Millisecond})
	began := clock.System().Now()
	require.Zero(t, d.send(http.MethodPost, path, "", textTo(alice, "您好")).code())
	require.GreaterOrEqual(t, clock.System().Now().Sub(began), 30*time.Millisecond)
	require.Len(t, d.Sent(alice), 2)
	require.Empty(t, d.Troubles())
}

func TestADelayEndsWithItsCaller(t *testing.T) {
	d := newDesk(t)
	d.Touch(Text(alice, "你好"))
	path := d.api.URL + customPath + "?access_token=" + d.token(Official)
	d.Make(Trouble{Path: AnyAPI, Kind: TroubleDelay, Delay: time.Hour, Times: 1})
	ctx, cancel := context.WithCancel(t.Context())
	gone := make(chan error, 1)
	go func() {
		r, _ := http.NewRequestWithContext(ctx, http.MethodPost, path, stringReader(textTo(alice, "您好")))
		_, err := http.DefaultClient.Do(r) //nolint:bodyclose // there is none
		gone <- err
	}()
	require.Eventually(t, func() bool { return len(d.Troubles()) == 0 }, 5*time.Second, time.Millisecond)
	require.Zero(t, d.holds(d.token(Official)), "nobody else waits")
	cancel()
	require.ErrorIs(t, <-gone, context.Canceled)
	require.Eventually(t, func() bool {
		for _, x := range d.Exchanges(0) {
			if x.Trouble == string(TroubleDelay) {
				return x.Status == 0
			}
		}
		return false
	}, 5*time.Second, time.Millisecond)
	require.Empty(t, d.Sent(alice))
}

func TestATroubleMeetsItsPathOnly(t *testing.T) {
	d := newDesk(t)
	id := d.Make(Trouble{Path: AnyAPI, Kind: TroubleError, Code: -1})
	require.Equal(t, -1, d.stable(Official, false).code(), "tokens too")
	d.Mend(id)
	d.Fail("/cgi-bin/menu/get", -1, 1)
	require.Zero(t, d.call(Official, "/cgi-bin/menu/delete", "").code())
	require.Equal(t, 40001, d.send(http.MethodGet, "/cgi-bin/menu/get?access_token=x", "", "").code(), "a token that does not hold is said first")
	require.Equal(t, -1, d.call(Official, "/cgi-bin/menu/get", "").code(), "and the trouble is not spent on it")
	require.Equal(t, 46003, d.call(Official, "/cgi-bin/menu/get", "").code())
	d.Make(Trouble{Path: AnyAPI, Kind: TroubleHangUp})
	require.Equal(t, http.StatusNotFound, d.send(http.MethodGet, "/mmbiz/none", "", "").status, "phones are not troubled")
	d.Mend(0)
}
