package vault_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/internal/orm"
	"shuangyong/models/lease"
	"shuangyong/models/once"
	"shuangyong/models/seal"
	"shuangyong/models/vault"
)

// With these in its environment the test binary is an operator's command that rotates the keys and tells each step.
const (
	childDir = "SY_VAULTTEST_DIR"
	childURL = "SY_VAULTTEST_URL"
)

func child(dir, url string) int {
	fail := func(err error) int {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	ctx := context.Background()
	keys, err := seal.NewKeyring(secret(1))
	if err != nil {
		return fail(err)
	}
	d, err := db.Open(ctx, db.Options{URL: url, DataDir: dir, Clock: clock.System(), Keys: keys, MaxOpen: 4})
	if err != nil {
		return fail(err)
	}
	list, err := seal.PlacesOf(letter{})
	if err != nil {
		return fail(err)
	}
	v, err := vault.New(vault.Options{DB: d, Places: append(list, once.Sealed()...), Secret: secret(1)})
	if err != nil {
		return fail(err)
	}
	r := rotation("child")
	r.Tell = func(stage string, done int) { fmt.Println(stage, done) }
	if _, err := v.Rotate(ctx, r); err != nil {
		return fail(err)
	}
	return 0
}

// Killed with kill -9 after any step, and begun again by somebody else, a rotation ends with every value there and under the new key.
func TestRotationSurvivesKills(t *testing.T) {
	dbtest.EachPlace(t, func(t *testing.T, o db.Options) {
		r := open(t, systemClock(o), secret(1))
		letters := r.settle(t, 1500)
		half := false
		for step := 1; ; step++ {
			killed := killAfter(t, o, step)
			one, two := r.of(t, 1), r.of(t, 2)
			require.Equal(t, 4500, one+two, "step %d", step)
			half = half || one > 0 && two > 0
			if !killed {
				break
			}
			require.NoError(t, lease.Release(t.Context(), r.db, "keys", "child")) // else it ends after 15 s by itself
		}
		require.True(t, half, "no kill came in the middle of the sealing")
		require.Equal(t, map[byte]vault.State{1: vault.Retired, 2: vault.Current}, r.states(t))
		found := open(t, systemClock(o), secret(1)).read(t)
		for _, l := range letters {
			require.Equal(t, l.Body.Reveal(), found[l.ID].Body.Reveal())
		}
	})
}

// killAfter starts the command and kills it at its nth step; false: it ended before.
func killAfter(t *testing.T, o db.Options, n int) bool {
	t.Helper()
	command := exec.Command(os.Args[0])
	command.Env = append(os.Environ(), childDir+"="+o.DataDir, childURL+"="+o.URL)
	command.Stderr = os.Stderr
	out, err := command.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, command.Start())
	lines := bufio.NewScanner(out)
	for range n {
		if !lines.Scan() {
			require.NoError(t, command.Wait())
			return false
		}
	}
	require.NoError(t, command.Process.Kill())
	_ = command.Wait() // it was killed
	return true
}

// While citizens write and read on two replicas that load keys as serve does, keys are rotated three times: nothing is lost or unreadable, and
// nothing is left under an old key.
func TestRotationUnderLoad(t *testing.T) {
	dbtest.EachPlace(t, func(t *testing.T, o db.Options) {
		o = systemClock(o)
		mine, replicas := open(t, o, secret(1)), []replica{open(t, o, secret(1)), open(t, o, secret(1))}
		mine.settle(t, 300)
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		loads := make(chan load, 4)
		for i := range 4 {
			go func() { loads <- replicas[i%2].work(ctx, i) }()
		}
		for range 3 {
			_, err := mine.Rotate(t.Context(), vault.Rotation{By: operator, Holder: "operator", Cipher: seal.AES256GCM, Grace: 40 * time.Millisecond})
			require.NoError(t, err)
		}
		cancel()
		written := map[string]string{}
		total := 0
		for range 4 {
			l := <-loads
			require.NoError(t, l.err)
			total += l.n
			for key, body := range l.written {
				written[key] = body
			}
		}
		require.Greater(t, total, 20)
		fresh := open(t, o, secret(1))
		found := fresh.read(t)
		require.Len(t, found, 300+len(written))
		for id, l := range found {
			if body, mine := written[id.String()]; mine {
				require.Equal(t, body, l.Body.Reveal(), "the last word of who wrote it")
			}
		}
		counts, err := fresh.Counts(t.Context())
		require.NoError(t, err)
		require.Zero(t, vault.Behind(counts, 4))
		t.Logf("%d writes and reads meanwhile", total)
	})
}

type load struct {
	n       int
	written map[string]string
	err     error
}

// work writes letters, changes them and reads them back, and loads keys now and then, until ctx ends.
func (r replica) work(ctx context.Context, who int) load {
	l := load{written: map[string]string{}}
	plain := context.WithoutCancel(ctx)
	mine := make([]letter, 5)
	for i := range mine {
		mine[i] = letter{ID: db.NewID(), Body: "新"}
		if l.err = r.db.InTx(plain, func(tx db.Tx) error { return orm.Of(tx).Create(&mine[i]).Error }); l.err != nil {
			return l
		}
	}
	for ctx.Err() == nil {
		for i := range mine {
			mine[i].Rev++
			mine[i].Body = seal.Text(fmt.Sprintf("%d号第%d稿%s", who, mine[i].Rev, strings.Repeat("字", 50)))
			if l.err = r.db.InTx(plain, func(tx db.Tx) error { return orm.Of(tx).Model(&mine[i]).Select("body", "rev").Updates(mine[i]).Error }); l.err != nil {
				return l
			}
			var back letter
			if l.err = orm.Of(r.db.View(plain)).First(&back, "id = ?", mine[i].ID).Error; l.err != nil {
				return l
			}
			if back.Body != mine[i].Body {
				l.err = fmt.Errorf("revision %d came back as %d", mine[i].Rev, back.Rev)
				return l
			}
			l.n++
		}
		if l.err = r.Load(plain); l.err != nil {
			return l
		}
	}
	for _, m := range mine {
		l.written[m.ID.String()] = m.Body.Reveal()
	}
	return l
}

func BenchmarkReseal(b *testing.B) {
	for _, d := range dbtest.Dialects() {
		b.Run(string(d), func(b *testing.B) {
			r := open(b, systemClock(dbtest.Place(b, d)), secret(1))
			const rows = 5000
			letters := make([]letter, rows)
			for i := range letters {
				letters[i] = letter{ID: db.NewID(), Body: seal.Text(strings.Repeat("一封信", 60)), Note: "13800000000"}
			}
			r.write(b, letters...)
			for b.Loop() {
				r.rotate(b)
			}
			b.ReportMetric(float64(rows*b.N)/b.Elapsed().Seconds(), "rows/s")
			b.ReportMetric(float64(2*rows*b.N)/b.Elapsed().Seconds(), "values/s")
		})
	}
}
