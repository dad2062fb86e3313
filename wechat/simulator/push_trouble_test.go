package simulator

import (
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// arrival is what a program noted of one delivery.
type arrival struct {
	signed bool // as WeChat would
	age    time.Duration
	body   string
	whole  bool
}

// program notes what arrives, and answers what answer says.
func program(t *testing.T, answer string) (http.HandlerFunc, func() []arrival) {
	t.Helper()
	var mu sync.Mutex
	var all []arrival
	return func(w http.ResponseWriter, r *http.Request) {
			q := r.URL.Query()
			body, err := io.ReadAll(r.Body)
			seconds, _ := strconv.ParseInt(q.Get("timestamp"), 10, 64)
			mu.Lock()
			all = append(all, arrival{
				signed: q.Get("signature") == signature(testToken, q.Get("timestamp"), q.Get("nonce")),
				age:    time.Unix(1795399200, 0).Sub(time.Unix(seconds, 0)), body: string(body), whole: err == nil,
			})
			mu.Unlock()
			_, _ = io.WriteString(w, answer)
		}, func() []arrival {
			mu.Lock()
			defer mu.Unlock()
			return append([]arrival{}, all...)
		}
}

// plainWith is a plain account with three further tries and a trouble that happens so often.
func plainWith(t *testing.T, callback http.HandlerFunc, trouble Trouble) *Simulator {
	t.Helper()
	s, _ := newSimulator(t, callback, func(o *Options) { o.Official.AESKey, o.Retries = "", 3 })
	trouble.Path = PushOfficial
	s.Make(trouble)
	return s
}

func TestALostAnswerBringsTheMessageAgain(t *testing.T) {
	callback, got := program(t, saying("您好"))
	s := plainWith(t, callback, Trouble{Kind: TroubleLostAnswer, Times: 2})
	d, err := s.Push(t.Context(), Text(alice, "你好"))
	require.NoError(t, err)
	require.Equal(t, 3, d.Attempts)
	require.Equal(t, "您好", d.Text())
	require.Len(t, got(), 3)
	for _, x := range s.Exchanges(0)[:2] {
		require.Equal(t, saying("您好"), x.Response, "the program did answer")
		require.True(t, strings.HasPrefix(x.Trouble, "lost_answer"), x.Trouble)
	}
	require.Empty(t, s.Troubles(), "it is over")
}

func TestAMessageThatComesThreeTimesAtOnceHasOneAnswerOnThePhone(t *testing.T) {
	callback, got := program(t, saying("您好"))
	s := plainWith(t, callback, Trouble{Kind: TroubleTwice, Times: 1})
	d, err := s.Push(t.Context(), Text(alice, "你好"))
	require.NoError(t, err)
	require.Equal(t, "您好", d.Text())
	require.Len(t, got(), 3)
	require.Equal(t, got()[0].body, got()[1].body)
	require.Equal(t, got()[0].body, got()[2].body)
	lines, _ := s.Entries(0)
	var answers int
	for _, e := range lines {
		if e.By == ByAccount {
			answers++
		}
	}
	require.Equal(t, 1, answers)
	paths := map[string]bool{}
	for _, x := range s.Exchanges(0) {
		paths[x.Path] = true
	}
	require.Len(t, paths, 3, "each with a nonce of its own")
}

func TestBehindAnImpostorThereIsNoWeChatThatTriesAgain(t *testing.T) {
	for name, c := range map[string]struct {
		trouble Trouble
		signed  bool
		age     time.Duration
	}{
		"stale":         {Trouble{Kind: TroubleStale}, true, time.Hour},
		"stale by that": {Trouble{Kind: TroubleStale, Delay: 24 * time.Hour}, true, 24 * time.Hour},
		"forged":        {Trouble{Kind: TroubleForged}, false, 0},
	} {
		t.Run(name, func(t *testing.T) {
			var arrived []arrival
			callback, got := program(t, "")
			s := plainWith(t, func(w http.ResponseWriter, r *http.Request) {
				w.WriteHeader(http.StatusForbidden)
				callback(w, r)
			}, c.trouble)
			_, err := s.Push(t.Context(), Text(alice, "你好"))
			require.ErrorIs(t, err, ErrNoService)
			arrived = got()
			require.Len(t, arrived, 1)
			require.Equal(t, c.signed, arrived[0].signed)
			require.Equal(t, c.age, arrived[0].age)
			x := s.Exchanges(0)
			require.Len(t, x, 1)
			require.Equal(t, 403, x[0].Status)
			require.True(t, strings.HasPrefix(x[0].Trouble, string(c.trouble.Kind)+": "), x[0].Trouble)
		})
	}
}

func TestAnotherKeyDoesNotOpenWithOurs(t *testing.T) {
	callback, got := program(t, "")
	s, _ := newSimulator(t, callback)
	s.Make(Trouble{Path: PushOfficial, Kind: TroubleOtherKey, Times: 1})
	open := func() error {
		_, err := s.Push(t.Context(), Text(alice, "你好"))
		require.NoError(t, err)
		all := got()
		last := all[len(all)-1]
		require.True(t, last.signed)
		text := strings.Split(strings.Split(last.body, "<Encrypt><![CDATA[")[1], "]]>")[0]
		_, err = unseal(s.sides[Official].key, text, testApp)
		return err
	}
	require.Error(t, open())
	require.NoError(t, open(), "the next one is WeChat's")
}

func TestABrokenMessageIsAuthentic(t *testing.T) {
	callback, got := program(t, "success")
	s := plainWith(t, callback, Trouble{Kind: TroubleBroken, Times: 1})
	_, err := s.Push(t.Context(), Text(alice, "你好"))
	require.NoError(t, err)
	require.True(t, got()[0].signed)
	require.NotContains(t, got()[0].body, "</xml>")
}

func TestASlowBodyArrivesWholeUnlessWeChatHangsUp(t *testing.T) {
	callback, got := program(t, "success")
	s := plainWith(t, callback, Trouble{Kind: TroubleSlowBody, Delay: 40 * time.Millisecond, Times: 1})
	d, err := s.Push(t.Context(), Text(alice, "你好"))
	require.NoError(t, err)
	require.Equal(t, 1, d.Attempts)
	require.GreaterOrEqual(t, d.Took, 40*time.Millisecond)
	require.True(t, got()[0].whole)
	require.Contains(t, got()[0].body, "</xml>")

	s.Make(Trouble{Path: PushOfficial, Kind: TroubleSlowBody, Delay: time.Hour, Times: 1})
	s.o.Timeout = 30 * time.Millisecond
	d, err = s.Push(t.Context(), Text(alice, "你好"))
	require.NoError(t, err)
	require.Equal(t, 2, d.Attempts, "WeChat does not wait longer than for any other")
}

func TestWhenWeChatHangsUpTheMessageComesAgain(t *testing.T) {
	ended := make(chan struct{}, 1)
	var count atomic.Int32
	s := plainWith(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		if count.Add(1) == 1 {
			<-r.Context().Done()
			ended <- struct{}{}
		}
		_, _ = io.WriteString(w, saying("您好"))
	}, Trouble{Kind: TroubleHangUp, Times: 1})
	d, err := s.Push(t.Context(), Text(alice, "你好"))
	require.NoError(t, err)
	<-ended
	require.GreaterOrEqual(t, d.Attempts, 2)
	require.Contains(t, s.Exchanges(0)[0].Trouble, "hangup")
	require.Zero(t, s.Exchanges(0)[0].Status)

	s.Make(Trouble{Path: PushOfficial, Kind: TroubleHangUp, Delay: time.Hour, Times: 1})
	d, err = s.Push(t.Context(), Text(alice, "你好"))
	require.NoError(t, err)
	require.Equal(t, 2, d.Attempts, "however quick the answer was")
}

func TestADelayedMessageTakesSoMuchLonger(t *testing.T) {
	callback, _ := program(t, saying("您好"))
	s := plainWith(t, callback, Trouble{Kind: TroubleDelay, Delay: 30 * time.Millisecond, Times: 1})
	d, err := s.Push(t.Context(), Text(alice, "你好"))
	require.NoError(t, err)
	require.Equal(t, 1, d.Attempts)
	require.GreaterOrEqual(t, d.Took, 30*time.Millisecond)
}

func TestTroublesOfOneSideDoNotReachTheOther(t *testing.T) {
	callback, _ := program(t, "success")
	s, _ := newSimulator(t, callback, twoAccounts(false), func(o *Options) { o.Mini.Callback = o.Official.Callback })
	s.Make(Trouble{Path: PushMini, Kind: TroubleLostAnswer})
	_, err := s.Push(t.Context(), Text(alice, "你好"))
	require.NoError(t, err)
	_, err = s.Push(t.Context(), EnterService(alice, ""))
	require.ErrorIs(t, err, ErrNoService)
	lines, _ := s.Entries(0)
	require.Equal(t, "该小程序客服暂时无法提供服务，请稍后再试", lines[len(lines)-2].Text)
}
