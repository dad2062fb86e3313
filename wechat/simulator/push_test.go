package simulator

import (
	"context"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestAMessageAndItsAnswerAreLinesOfTheChat(t *testing.T) {
	var s *Simulator
	asked, answers := make(chan struct{}), make(chan struct{})
	s, now := newSimulator(t, func(w http.ResponseWriter, _ *http.Request) {
		close(asked)
		<-answers
		_, _ = io.WriteString(w, sealed(t, s, alice, "东街"))
	})
	done := make(chan error)
	go func() {
		_, err := s.Push(t.Context(), Text(alice, "附近的优惠店"))
		done <- err
	}()
	<-asked
	lines, _ := s.Entries(0)
	require.Equal(t, []Entry{{Seq: lines[0].Seq, OpenID: alice, At: now.Now(), By: ByPerson, Kind: "text", State: "sending", Text: "附近的优惠店"}}, lines, "at once")
	mine := lines[0].Seq
	close(answers)
	require.NoError(t, <-done)
	news, _ := s.Entries(mine)
	require.Equal(t, []Entry{
		{Seq: mine + 2, OpenID: alice, At: now.Now(), By: ByAccount, Kind: "text", Ref: mine, Text: "东街"},
		{Seq: mine + 3, OpenID: alice, At: now.Now(), By: BySystem, Kind: "state", Ref: mine, State: "answered"},
	}, news, "who polls hears of the answer and of the change; the exchange has a number too")
	all, _ := s.Entries(0)
	require.Equal(t, "answered", all[0].State, "who comes later sees the end")
}

func TestWhatTheChatShowsIsWhatWeChatShows(t *testing.T) {
	for name, c := range map[string]struct {
		m      Message
		answer string // of the callback; "502" is a failure
		states string // of the entries, by kind, speaker and state
	}{
		"silent":               {Text(alice, "你好"), "success", "text/person/silent state/system/silent"},
		"no service":           {Text(alice, "你好"), "502", "text/person/no_service event/system/ state/system/no_service"},
		"click":                {Click(alice, "human"), "您好", "text/account/"},
		"click fails":          {Click(alice, "human"), "502", "event/system/"},
		"follow":               {Follow(alice, "east"), "欢迎", "event/system/answered text/account/ state/system/answered"},
		"unfollow fails":       {Unfollow(alice), "502", "event/system/silent state/system/silent"},
		"unfollow answered":    {Unfollow(alice), "再见", "event/system/silent state/system/silent"},
		"page":                 {View(alice, "https://example.com"), "502", "event/system/silent state/system/silent"},
		"where they are":       {Whereabouts(alice, 31, 121, 10), "502", ""},
		"picture":              {Image(alice, "https://example.com/a.jpg"), "收到", "image/person/answered text/account/ state/system/answered"},
		"short video":          {ShortVideo(alice), "success", "video/person/silent state/system/silent"},
		"link":                 {Link(alice, "题", "述", "https://example.com"), "success", "link/person/silent state/system/silent"},
		"a report of a notice": {templateFinished(alice, 7, "success"), "502", ""},
	} {
		t.Run(name, func(t *testing.T) {
			var s *Simulator
			s, _ = newSimulator(t, func(w http.ResponseWriter, _ *http.Request) {
				switch c.answer {
				case "502":
					w.WriteHeader(http.StatusBadGateway)
				case "success":
					_, _ = io.WriteString(w, "success")
				default:
					_, _ = io.WriteString(w, sealed(t, s, alice, c.answer))
				}
			})
			_, err := s.Push(t.Context(), c.m)
			require.Equal(t, c.answer == "502", err != nil)
			lines, _ := s.Entries(0)
			var got []string
			for _, e := range lines {
				got = append(got, e.Kind+"/"+string(e.By)+"/"+e.State)
				if e.By == BySystem && e.Ref != 0 && e.Kind == "event" {
					require.Equal(t, "该公众号暂时无法提供服务，请稍后再试", e.Text)
				}
			}
			require.Equal(t, c.states, strings.Join(got, " "))
		})
	}
}

func TestEveryTryIsAnExchange(t *testing.T) {
	var s *Simulator
	var count atomic.Int32
	s, _ = newSimulator(t, func(w http.ResponseWriter, _ *http.Request) {
		switch count.Add(1) {
		case 1:
			w.WriteHeader(http.StatusBadGateway)
			_, _ = io.WriteString(w, "<html>")
		case 2:
			_, _ = io.WriteString(w, "garbage")
		default:
			_, _ = io.WriteString(w, sealed(t, s, alice, "东街"))
		}
	}, func(o *Options) { o.Retries = 3 })
	d, err := s.Push(t.Context(), Text(alice, "附近"))
	require.NoError(t, err)
	require.Equal(t, 3, d.Attempts)
	list := s.Exchanges(0)
	require.Len(t, list, 3)
	for i, x := range list {
		require.Equal(t, i+1, x.Try)
		require.True(t, x.Push)
		require.Equal(t, "POST", x.Method)
		require.Contains(t, x.Request, "<Encrypt>")
		require.NotContains(t, x.Request, "附近")
		require.Contains(t, x.Inner, "<Content><![CDATA[附近]]></Content>")
		require.Contains(t, x.Path, "msg_signature=")
		require.Equal(t, list[0].Inner, x.Inner, "the same message")
	}
	require.NotEqual(t, list[0].Path, list[1].Path, "a fresh nonce")
	require.Equal(t, 502, list[0].Status)
	require.Contains(t, list[0].Trouble, "status 502")
	require.Equal(t, "garbage", list[1].Response)
	require.NotEmpty(t, list[1].Trouble)
	require.Contains(t, list[2].Answer, "东街")
	require.NotContains(t, list[2].Response, "东街")
	require.Empty(t, list[2].Trouble)
	require.Positive(t, list[2].Took)
}

func TestNobodyAnswersAtAll(t *testing.T) {
	s, _ := newSimulator(t, nil, func(o *Options) { o.Official.Callback, o.Retries = "http://127.0.0.1:1", 3 })
	d, err := s.Push(t.Context(), Text(alice, "你好"))
	require.ErrorIs(t, err, ErrNoService)
	require.Equal(t, 4, d.Attempts, "one and three more")
	require.Zero(t, s.Exchanges(0)[3].Status)
}

func TestFurtherTriesKeepTheirDistance(t *testing.T) {
	s, _ := newSimulator(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) }, func(o *Options) {
		o.Retries, o.Every = 2, 40*time.Millisecond
	})
	d, err := s.Push(t.Context(), Text(alice, "你好"))
	require.ErrorIs(t, err, ErrNoService)
	require.Equal(t, 3, d.Attempts)
	require.GreaterOrEqual(t, d.Took, 80*time.Millisecond, "from the beginning of one to the beginning of the next")
	ctx, stop := contextOf(t)
	stop()
	d, err = s.Push(ctx, Text(alice, "你好"))
	require.ErrorIs(t, err, ErrNoService)
	require.Equal(t, 1, d.Attempts, "nobody waits any more")
}

func TestALongBodyIsShownShortened(t *testing.T) {
	var s *Simulator
	s, _ = newSimulator(t, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, strings.Repeat("很", 100_000))
	}, func(o *Options) { o.Official.AESKey = "" })
	_, err := s.Push(t.Context(), Text(alice, strings.Repeat("长", 100_000)))
	require.ErrorIs(t, err, ErrNoService)
	x := s.Exchanges(0)[0]
	require.LessOrEqual(t, len(x.Request), 8<<10+len("…"))
	require.LessOrEqual(t, len(x.Response), 8<<10+len("…"))
	require.Empty(t, x.Inner, "it was not encrypted")
}

func TestFollowingAndLeavingChangeThePerson(t *testing.T) {
	s, _ := newSimulator(t, func(http.ResponseWriter, *http.Request) {})
	push := func(m Message) {
		_, err := s.Push(t.Context(), m)
		require.NoError(t, err)
	}
	push(Unfollow(alice))
	require.False(t, s.people[alice].follows)
	push(Follow(alice, "east"))
	require.True(t, s.people[alice].follows)
	require.Equal(t, "east", s.people[alice].scene)
}

func TestManyPhonesAtOnce(t *testing.T) {
	s, _ := newSimulator(t, func(http.ResponseWriter, *http.Request) {})
	var all sync.WaitGroup
	for i := range 50 {
		all.Go(func() {
			_, err := s.Push(t.Context(), Text(alice+decimal(int64(i)), "你好"))
			require.NoError(t, err)
		})
	}
	all.Wait()
	require.Len(t, s.Exchanges(0), 50)
	lines, _ := s.Entries(0)
	require.Len(t, lines, 100)
}

func TestWhatWeChatReportsIsDeliveredWithRetries(t *testing.T) {
	var bodies []string
	s, _ := newSimulator(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if bodies = append(bodies, string(body)); len(bodies) == 1 {
			w.WriteHeader(http.StatusInternalServerError)
		}
	}, func(o *Options) { o.Official.AESKey, o.Retries = "", 3 })
	queue := func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.later(templateFinished(alice, 7, "success"))
		s.later(templateFinished(alice, 8, "success"))
	}
	queue()
	require.Equal(t, 2, s.Deliver(t.Context()))
	require.Zero(t, s.Deliver(t.Context()), "once")
	require.Len(t, bodies, 3)
	require.Equal(t, bodies[0], bodies[1])
	require.Contains(t, bodies[2], "<MsgID>8</MsgID>")
	lines, _ := s.Entries(0)
	require.Empty(t, lines, "the person sees nothing of it")
}

func TestRunDeliversWhatComesAndEnds(t *testing.T) {
	got := make(chan struct{}, 20)
	s, _ := newSimulator(t, func(http.ResponseWriter, *http.Request) { got <- struct{}{} })
	ctx, stop := contextOf(t)
	ended := make(chan struct{})
	go func() {
		s.Run(ctx)
		close(ended)
	}()
	for i := range 20 {
		s.mu.Lock()
		s.later(templateFinished(alice, int64(i), "success"))
		s.mu.Unlock()
	}
	for range 20 {
		<-got
	}
	stop()
	select {
	case <-ended:
	case <-time.After(10 * time.Second):
		t.Fatal("Run does not end")
	}
}

func contextOf(t *testing.T) (context.Context, context.CancelFunc) {
	t.Helper()
	return context.WithCancel(t.Context())
}
