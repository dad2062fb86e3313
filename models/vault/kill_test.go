package vault_test

import (
	"bufio"
	"context"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"strings"
	"testing"

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
		workers := make([]*worker, 4)
		for i := range workers {
			workers[i] = &worker{replica: replicas[i%2], who: i, loaded: make(chan struct{}), written: map[string]string{}}
			go workers[i].run(ctx)
		}
		for range 3 {
			p, err := mine.Rotate(t.Context(), rotation("operator", func() { everybodyLoads(workers) }))
			require.NoError(t, err)
			require.Zero(t, p.Damaged)
		}
		cancel()
		total, written := 0, map[string]string{}
		for _, w := range workers {
			for range w.loaded { // until it has ended
			}
			require.NoError(t, w.err)
			total += w.n
			maps.Copy(written, w.written)
		}
		fresh := open(t, o, secret(1))
		found := fresh.read(t)
		require.Len(t, found, 300+len(written))
		for id, l := range found {
			if body, theirs := written[id.String()]; theirs {
				require.Equal(t, body, l.Body.Reveal(), "the last word of who wrote it")
			}
		}
		counts, err := fresh.Counts(t.Context())
		require.NoError(t, err)
		require.Zero(t, vault.Behind(counts, 4))
		require.Positive(t, total)
		t.Logf("%d letters written and read back meanwhile", total)
	})
}

// everybodyLoads is the grace: each has committed what it was writing, and loaded the keys after that.
func everybodyLoads(workers []*worker) {
	for range 2 {
		for _, w := range workers {
			<-w.loaded
		}
	}
}

// worker is somebody for whom a replica writes and reads all the time.
type worker struct {
	replica
	who     int
	n       int
	written map[string]string
	err     error
	loaded  chan struct{} // gets a word after each load of the keys while somebody listens; closed at the end
}

func (w *worker) run(ctx context.Context) {
	defer close(w.loaded)
	plain := context.WithoutCancel(ctx)
	mine := make([]letter, 3)
	for i := range mine {
		mine[i] = letter{ID: db.NewID(), Body: "新"}
		if w.err = w.db.InTx(plain, func(tx db.Tx) error { return orm.Of(tx).Create(&mine[i]).Error }); w.err != nil {
			return
		}
	}
	for ctx.Err() == nil {
		for i := range mine {
			if w.err = w.rewrite(plain, &mine[i]); w.err != nil {
				return
			}
		}
		if w.err = w.Load(plain); w.err != nil {
			return
		}
		select {
		case w.loaded <- struct{}{}:
		default:
		}
	}
}

// rewrite changes a letter, as its only author, and reads it back.
func (w *worker) rewrite(ctx context.Context, l *letter) error {
	l.Rev++
	l.Body = seal.Text(fmt.Sprintf("%d号第%d稿%s", w.who, l.Rev, strings.Repeat("字", 50)))
	w.written[l.ID.String()] = l.Body.Reveal()
	if err := w.db.InTx(ctx, func(tx db.Tx) error { return orm.Of(tx).Model(l).Select("body", "rev").Updates(*l).Error }); err != nil {
		return err
	}
	var back letter
	if err := orm.Of(w.db.View(ctx)).First(&back, "id = ?", l.ID).Error; err != nil {
		return err
	}
	if back.Body != l.Body {
		return fmt.Errorf("revision %d came back as %d", l.Rev, back.Rev)
	}
	w.n++
	return nil
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
