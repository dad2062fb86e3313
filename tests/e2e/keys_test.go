package e2e

import (
	"context"
	"fmt"
	"os/exec"
	"regexp"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/handoff"
	"shuangyong/models/seal"
	"shuangyong/models/vault"
	"shuangyong/tests/house"
	"shuangyong/wechat/simulator"
)

// grace is a little longer than the replicas take to load keys.
const grace = "7s"

// The data key is changed by the operator's command while people write all the time: every message is answered, and again the same when it is delivered to another
// replica, nothing is lost, and in the end nothing is sealed with the old key.
func TestKeysAreRotatedUnderLoad(t *testing.T) {
	onEach(t, func(t *testing.T, kind db.Dialect, env []string) {
		t.Parallel() // it mostly waits
		account := house.NewAccount()
		env = append(env, account.Env()...)
		o, replicas, dir := db.Options{}, 2, t.TempDir()
		if kind == db.SQLite {
			replicas, o.DataDir = 1, dir+"/data"
			env = append(env, "SY_DATA_DIR="+o.DataDir)
		} else {
			o.URL, o.DataDir = env[0][len("SY_DATABASE_URL="):], dir
			env = append(env, redisEnv(t, account))
		}
		url, _ := startReplicas(t, replicas, env)
		phone, err := account.Phone(url, demoClock(t, url))
		require.NoError(t, err)
		ctx, cancel := context.WithCancel(t.Context())
		asked := make(chan int, 3)
		var writers sync.WaitGroup
		for i := range 3 {
			writers.Go(func() { asked <- askTwice(ctx, t, phone, i) })
		}
		require.Contains(t, operate(t, dir, env, "keys", "rotate", "--apply", "--grace", grace), "Done")
		cancel()
		writers.Wait()
		total := <-asked + <-asked + <-asked
		require.Greater(t, total, 20)

		status := operate(t, dir, env, "keys", "status")
		require.Regexp(t, `data key 1 +retired.*\ndata key 2 +current`, status)
		require.Regexp(t, fmt.Sprintf(`handoffs\.summary +0 +%d\n`, total), aligned.ReplaceAllString(status, " "))
		require.Regexp(t, `once\.reply +0 +[1-9]`, status)
		require.Regexp(t, `people\.name +0 +[1-9]`, status)
		o.Keys, err = seal.NewKeyring(account.Key())
		require.NoError(t, err)
		o.Clock = clock.System()
		d := dbtest.Open(t, o)
		v, err := vault.New(vault.Options{DB: d, Secret: account.Key()})
		require.NoError(t, err)
		require.NoError(t, v.Load(t.Context()))
		waiting, err := handoff.NewStore(d).Waiting(t.Context())
		require.NoError(t, err)
		require.Equal(t, total, waiting)
		t.Logf("%d people asked and were answered twice", total)
	})
}

var aligned = regexp.MustCompile(` +`)

// askTwice has new people ask for a human until ctx ends, each message delivered twice, and tells how many they were.
func askTwice(ctx context.Context, t *testing.T, phone *simulator.Simulator, who int) int {
	for i := 0; ; i++ {
		if ctx.Err() != nil {
			return i
		}
		m := simulator.Text(fmt.Sprintf("asker-%d-%d", who, i), "转人工")
		m.MsgID, m.CreatedAt = fmt.Sprintf("8%d%06d", who, i), clock.System().Now()
		first, err := phone.Push(t.Context(), m)
		if err != nil || first.Text() == "" {
			t.Errorf("asker %d-%d got no answer: %v", who, i, err)
			return i
		}
		again, err := phone.Push(t.Context(), m)
		if err != nil || again.Text() != first.Text() {
			t.Errorf("asker %d-%d read something else the second time: %v", who, i, err)
			return i + 1
		}
	}
}

// operate runs a command of the program with the same settings, and gives what it says.
func operate(t *testing.T, dir string, env []string, args ...string) string {
	t.Helper()
	command := exec.CommandContext(t.Context(), binary, args...)
	command.Dir, command.Env = dir, env
	out, err := command.CombinedOutput()
	require.NoError(t, err, "%s", out)
	return string(out)
}
