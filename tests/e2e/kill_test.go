//go:build soak

package e2e

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/handoff"
	"shuangyong/models/seal"
	"shuangyong/tests/house"
	"shuangyong/wechat/simulator"
)

var kills = flag.Int("kills", 100, "how often the program is killed, on all databases together")

// Acknowledged, then killed. Somebody asks for a human; the program is killed (-9) at any moment of it; WeChat delivers the message again, after a
// restart or to another replica. In the end there is one request for each who asked, and who was answered before the kill reads the same again.
func TestKill(t *testing.T) {
	kinds := dbtest.Dialects()
	for i, kind := range kinds {
		t.Run(string(kind), func(t *testing.T) {
			n := *kills
			if share := *kills / 7; len(kinds) > 1 {
				// Most are on SQLite: elsewhere Redis remembers who was at work, and a retry waits out his 4.5 seconds.
				if n = share; i == 0 {
					n = *kills - share*(len(kinds)-1)
				}
			}
			newVictim(t, kind).survive(n)
		})
	}
}

// victim is the program that gets killed: one process with everything inside on SQLite, else two replicas on a server.
type victim struct {
	t       *testing.T
	account house.Account
	env     []string
	dirs    []string
	alive   []*house.Program
	store   *handoff.Store

	before, after, unanswered int           // how the first deliveries ended
	took                      time.Duration // by the last one that was answered
}

func newVictim(t *testing.T, kind db.Dialect) *victim {
	t.Helper()
	v := &victim{t: t, account: house.NewAccount(), dirs: []string{t.TempDir()}}
	o := db.Options{DataDir: v.dirs[0] + "/data"}
	// No SY_NOW: it would set back the clock of each replica that starts again, and who goes by it would wait long for what the other one held.
	v.env = v.account.Env()
	if kind != db.SQLite {
		o = dbtest.Empty(t, kind)
		v.dirs = append(v.dirs, t.TempDir())
		v.env = append(v.env, "SY_DATABASE_URL="+o.URL, redisEnv(t, v.account))
	}
	for i := range v.dirs {
		v.alive = append(v.alive, nil)
		v.revive(i)
	}
	v.store = v.open(o)
	return v
}

// open looks at the database from outside the program.
func (v *victim) open(o db.Options) *handoff.Store {
	var err error
	o.Keys, err = seal.NewKeyring(v.account.Key())
	require.NoError(v.t, err)
	o.Clock = clock.System()
	return handoff.NewStore(dbtest.Open(v.t, o))
}

func (v *victim) revive(i int) {
	p, err := house.Start(house.Options{Binary: binary, Dir: v.dirs[i], Env: v.env})
	require.NoError(v.t, err)
	v.t.Cleanup(p.Kill)
	ctx, cancel := context.WithTimeout(v.t.Context(), 2*time.Minute)
	defer cancel()
	require.NoError(v.t, p.Ready(ctx))
	v.alive[i] = p
}

// survive runs n cycles.
func (v *victim) survive(n int) {
	seed := clock.System().Now().UnixNano()
	v.t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(uint64(seed), 1)) //nolint:gosec // a moment to kill at, not a secret
	for i := range n {
		v.cycle(i, random)
		waiting, err := v.store.Waiting(v.t.Context())
		require.NoError(v.t, err)
		require.Equal(v.t, i+1, waiting, "requests after %d askers, seed %d", i+1, seed)
	}
	v.t.Logf("%d kills: %d acknowledged before the kill, %d not; %d replies read after it", n, v.before, v.unanswered, v.after)
	require.Positive(v.t, v.before, "no kill came after an acknowledgement")
}

// cycle lets one person ask, kills, and delivers again until somebody answers.
func (v *victim) cycle(i int, random *rand.Rand) {
	target := random.IntN(len(v.alive))
	clk := demoClock(v.t, v.alive[target].URL)
	m := simulator.Text(fmt.Sprintf("asker-%d", i), "转人工")
	m.MsgID, m.CreatedAt = fmt.Sprintf("9%07d", i), clk.Now()

	// A third of the kills come right after the answer, the others while the message is worked on: anywhere in the time that the last one took.
	after := v.took == 0 || random.IntN(3) == 0
	moment := time.Duration(random.Float64() * float64(v.took))
	first := make(chan string, 1)
	go func() { first <- v.deliver(v.t.Context(), v.alive[target], clk, m) }()
	said := ""
	if after {
		said = <-first
		v.alive[target].Kill()
	} else {
		<-time.After(moment)
		v.alive[target].Kill()
		said = <-first
	}
	if said != "" {
		v.before++
	} else {
		v.unanswered++
	}
	// WeChat's retry: to the other replica while this one is down, or after the restart.
	next := (target + 1) % len(v.alive)
	if next == target || random.IntN(2) == 0 {
		v.revive(target)
		next = target
	}
	v.retry(v.alive[next], clk, m, said)
	if v.dead(target) {
		v.revive(target)
	}
	v.retry(v.alive[target], clk, m, said)
}

// retry delivers again, as long as WeChat would and a little longer, until the person is answered; it must be what he read before, if he did.
func (v *victim) retry(p *house.Program, clk clock.Clock, m simulator.Message, said string) {
	var again string
	require.Eventually(v.t, func() bool {
		again = v.deliver(v.t.Context(), p, clk, m)
		return again != ""
	}, 30*time.Second, 50*time.Millisecond, "nobody answers the retry")
	v.after++
	if said != "" {
		require.Equal(v.t, said, again, "the retry is answered otherwise")
	}
}

func (v *victim) dead(i int) bool {
	select {
	case <-v.alive[i].Exited():
		return true
	default:
		return false
	}
}

// deliver sends the message once, with the clock of whom it was first sent to, and returns what the person reads.
func (v *victim) deliver(ctx context.Context, p *house.Program, clk clock.Clock, m simulator.Message) string {
	phone, err := v.account.Phone(p.URL, clk)
	require.NoError(v.t, err)
	d, err := phone.Push(ctx, m)
	if d.Text() != "" {
		v.took = d.Took
	}
	if err != nil {
		require.ErrorIs(v.t, err, simulator.ErrNoService)
		return ""
	}
	return d.Text()
}
