package e2e

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shuangyong/models/clock"
	"shuangyong/tests/house"
	"shuangyong/wechat/simulator"
)

// day is what kind of day it is for WeChat.
type day string

const (
	goodDay day = "good day"
	badDay  day = "bad day" // answers get lost, messages come twice and slowly, tokens end early
)

// stage is one or several programs on the same stores, and the WeChat around them: its callbacks go through a balancer that takes turns, and its API
// and its people are in this process.
type stage struct {
	url      string
	programs []*house.Program
	clock    *clock.Movable
	wechat   *simulator.Simulator
	impostor *simulator.Simulator
	day      day

	out    strings.Builder
	as     string
	pushes int
	tokens map[string]string // who is logged in to the mini-program's API
	code   string            // the login code that was used last
	kept   map[string]string // of answers, for later calls
	answer string            // to the call before
	left   time.Time         // when somebody unfollowed last
	calls  int
}

func newStage(t *testing.T, replicas int, env []string, d day) *stage {
	t.Helper()
	account := house.NewAccount()
	s := &stage{day: d, tokens: map[string]string{}, kept: map[string]string{}}
	s.clock = clock.NewMovable(clock.System(), startOf(t, env))
	front := newBalancer(t)
	s.url = front.url
	var err error
	tencent := account.WeChat(s.url, s.clock)
	tencent.Retries, tencent.Every = 3, 20*time.Millisecond // Tencent's patience, without its five seconds
	s.wechat, err = simulator.New(tencent)
	require.NoError(t, err)
	stranger := account
	stranger.Token, stranger.MiniToken = "notWeChat1", "notWeChat2"
	s.impostor, err = simulator.New(stranger.WeChat(s.url, s.clock))
	require.NoError(t, err)
	api := httptest.NewServer(s.wechat.Handler())
	t.Cleanup(api.Close)

	env = append(append(env, account.Env()...), "SY_WECHAT_API_BASE="+api.URL)
	if replicas > 1 {
		env = append(env, redisEnv(t, account))
	}
	s.programs = front.start(t, replicas, env)
	return s
}

// startOf is when the programs' clocks start.
func startOf(t *testing.T, env []string) time.Time {
	t.Helper()
	for _, pair := range env {
		if now, ok := strings.CutPrefix(pair, "SY_NOW="); ok {
			at, err := time.Parse(time.RFC3339, now)
			require.NoError(t, err)
			return at
		}
	}
	t.Fatal("no SY_NOW")
	return time.Time{}
}

// troubles of one push, in turn: each is one of WeChat's own, so people see nothing of it.
var badPushes = []simulator.TroubleKind{simulator.TroubleLostAnswer, simulator.TroubleTwice, simulator.TroubleSlowBody, simulator.TroubleDelay}

// push delivers one message; on a bad day something goes wrong with it, and an impostor sends his own beside it.
func (s *stage) push(t *testing.T, m simulator.Message) simulator.Delivery {
	t.Helper()
	if s.day == badDay {
		where := simulator.PushOfficial
		if m.To == simulator.Mini {
			where = simulator.PushMini
		}
		s.wechat.Make(simulator.Trouble{Path: where, Kind: badPushes[s.pushes%len(badPushes)], Times: 1, Delay: 50 * time.Millisecond})
		forged := m
		forged.Kind, forged.Content = "text", "转人工"
		_, err := s.impostor.Push(t.Context(), forged)
		require.ErrorIs(t, err, simulator.ErrNoService)
	}
	s.pushes++
	d, err := s.wechat.Push(t.Context(), m)
	require.NoError(t, err)
	s.wechat.Mend(0)
	return d
}

// refuseImpostors shows that whoever is not WeChat reads the same on every replica, and leaves no trace.
func (s *stage) refuseImpostors(t *testing.T) {
	t.Helper()
	d, err := s.impostor.Push(t.Context(), simulator.Text("impostor", "转人工"))
	require.ErrorIs(t, err, simulator.ErrNoService)
	require.Equal(t, http.StatusForbidden, d.Status)
	for _, p := range s.programs {
		require.NotContains(t, p.Log(), "impostor")
	}
}
