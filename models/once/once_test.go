package once_test

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/internal/orm"
	"shuangyong/models/once"
	"shuangyong/models/seal"
)

func key(v string) once.Key { return once.Key{Space: "wechat", Value: v} }

// effects counts what was really changed: revisions of the subject.
func effects(t *testing.T, d *db.DB) int64 {
	t.Helper()
	revs, err := d.Revisions(t.Context())
	require.NoError(t, err)
	return revs["effect"]
}

func change(reply string) func(db.Tx) ([]byte, error) {
	return func(tx db.Tx) ([]byte, error) { return []byte(reply), db.Bump(tx, "effect") }
}

func TestSecondDeliveryGetsTheFirstReply(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		_, ok, err := once.Find(t.Context(), d, key("m1"))
		require.NoError(t, err)
		require.False(t, ok)

		reply, fresh, err := once.Run(t.Context(), d, "", []once.Key{key("m1"), {Space: "form", Value: "f1"}}, change("已约好"))
		require.NoError(t, err)
		require.True(t, fresh)
		require.Equal(t, "已约好", string(reply))

		for name, keys := range map[string][]once.Key{
			"the message again":      {key("m1")},
			"another, the same form": {key("m2"), {Space: "form", Value: "f1"}},
			"turned round":           {{Space: "form", Value: "f1"}, key("m1")},
			"a key twice":            {key("m1"), key("m1")},
		} {
			reply, fresh, err := once.Run(t.Context(), d, "", keys, change("又约了一次"))
			require.NoError(t, err, name)
			require.False(t, fresh, name)
			require.Equal(t, "已约好", string(reply), name)
		}
		require.EqualValues(t, 1, effects(t, d))

		_, fresh, err = once.Run(t.Context(), d, "", []once.Key{{Space: "api", Value: "m1"}}, change("别处"))
		require.NoError(t, err)
		require.True(t, fresh, "the same value elsewhere is another key")
		found, ok, err := once.Find(t.Context(), d, key("m2"))
		require.NoError(t, err)
		require.False(t, ok, "m2 changed nothing: %s", found)
	})
}

func TestFailureLeavesNothingAndMayBeTriedAgain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		full := errors.New("full")
		_, _, err := once.Run(t.Context(), d, "", []once.Key{key("m")}, func(tx db.Tx) ([]byte, error) {
			return nil, errors.Join(db.Bump(tx, "effect"), full)
		})
		require.ErrorIs(t, err, full)
		require.Zero(t, effects(t, d))
		_, fresh, err := once.Run(t.Context(), d, "", []once.Key{key("m")}, change("好"))
		require.NoError(t, err)
		require.True(t, fresh)
	})
}

// A duplicate that fn itself meets is fn's error, not a delivery that came twice.
func TestDuplicateWithinTheChangeIsAnError(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		taken := func(tx db.Tx) ([]byte, error) {
			insert := "INSERT INTO leases (name, holder, until) VALUES ('x', 'h', ?)"
			return nil, errors.Join(orm.Of(tx).Exec(insert, tx.Now()).Error, orm.Of(tx).Exec(insert, tx.Now()).Error)
		}
		_, fresh, err := once.Run(t.Context(), d, "", []once.Key{key("m")}, taken)
		require.True(t, db.IsDuplicate(err), "%v", err)
		require.False(t, fresh)
	})
}

// Deliveries on several replicas at once: one effect, one reply for all, whatever order their keys are named in.
func TestContentionChangesOnce(t *testing.T) {
	dbtest.EachPlace(t, func(t *testing.T, o db.Options) {
		replicas := []*db.DB{dbtest.Open(t, o), dbtest.Open(t, o)}
		const rounds, deliveries = 10, 6
		for round := range rounds {
			var fresh atomic.Int32
			replies := make([]string, deliveries)
			var all sync.WaitGroup
			for i := range deliveries {
				all.Go(func() {
					keys := []once.Key{key(fmt.Sprint("m", round)), {Space: "form", Value: fmt.Sprint("f", round)}}
					if i%2 == 1 {
						keys[0], keys[1] = keys[1], keys[0]
					}
					reply, isFresh, err := once.Run(t.Context(), replicas[i%2], "", keys, change(fmt.Sprintf("%d by %d", round, i)))
					if err == nil {
						replies[i] = string(reply)
					}
					if isFresh {
						fresh.Add(1)
					}
				})
			}
			all.Wait()
			require.EqualValues(t, 1, fresh.Load())
			require.NotEmpty(t, replies[0])
			for _, r := range replies {
				require.Equal(t, replies[0], r)
			}
		}
		require.EqualValues(t, rounds, effects(t, replicas[0]))
	})
}

// The first fails after the second began to wait for it: the second then does the work itself.
func TestWaiterTakesOverAfterAFailure(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		began, fail := make(chan struct{}), make(chan struct{})
		first := make(chan error, 1)
		go func() {
			_, _, err := once.Run(t.Context(), d, "", []once.Key{key("m")}, func(db.Tx) ([]byte, error) {
				close(began)
				<-fail
				return nil, errors.New("killed")
			})
			first <- err
		}()
		<-began
		second := make(chan bool, 1)
		go func() {
			_, fresh, err := once.Run(t.Context(), d, "", []once.Key{key("m")}, change("好"))
			second <- fresh && err == nil
		}()
		close(fail)
		require.ErrorContains(t, <-first, "killed")
		require.True(t, <-second)
		require.EqualValues(t, 1, effects(t, d))
	})
}

func TestStoredReplyIsUnreadable(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		_, _, err := once.Run(t.Context(), d, "", []once.Key{key("openid-of-someone")}, change("王秀兰，已约好"))
		require.NoError(t, err)
		var rows []map[string]any
		require.NoError(t, orm.Of(d.View(t.Context())).Raw("SELECT * FROM once").Scan(&rows).Error)
		require.Len(t, rows, 1)
		printed := fmt.Sprintf("%s", rows)
		require.NotContains(t, printed, "王秀兰")
		require.NotContains(t, printed, "openid-of-someone")
	})
}

func TestForgetTakesRepliesAndKeepsKeys(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		her, him := d.Keys().Index("wechat_accounts.open_id", "her"), d.Keys().Index("wechat_accounts.open_id", "him")
		for v, owner := range map[string]seal.Index{"hers": her, "his": him, "nobody's": ""} {
			_, _, err := once.Run(t.Context(), d, owner, []once.Key{key(v)}, change(v))
			require.NoError(t, err)
		}
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error { return errors.Join(once.Forget(tx, her), once.Forget(tx, "")) }))
		for v, want := range map[string]string{"hers": "", "his": "his", "nobody's": "nobody's"} {
			reply, ok, err := once.Find(t.Context(), d, key(v))
			require.NoError(t, err)
			require.True(t, ok, v)
			require.Equal(t, want, string(reply))
		}
		var n int64
		require.NoError(t, orm.Of(d.View(t.Context())).Raw("SELECT COUNT(*) FROM once WHERE owner = ?", her).Row().Scan(&n))
		require.Zero(t, n)
		_, fresh, err := once.Run(t.Context(), d, her, []once.Key{key("hers")}, change("again"))
		require.NoError(t, err)
		require.False(t, fresh, "a late retry still changes nothing")
	})
}

func TestSweepTakesWhatIsOldInSmallBites(t *testing.T) {
	c := clock.Stopped(dbtest.Start())
	dbtest.EachAt(t, c, func(t *testing.T, d *db.DB) {
		for i := range 5 {
			_, _, err := once.Run(t.Context(), d, "", []once.Key{key(fmt.Sprint(i))}, change("好"))
			require.NoError(t, err)
		}
		c.Advance(once.Keep)
		n, err := once.Sweep(t.Context(), d, 3)
		require.NoError(t, err)
		require.Zero(t, n, "kept for the whole time")
		_, _, err = once.Run(t.Context(), d, "", []once.Key{key("young")}, change("好"))
		require.NoError(t, err)
		c.Advance(time.Microsecond)
		for _, want := range []int{3, 2, 0} {
			n, err := once.Sweep(t.Context(), d, 3)
			require.NoError(t, err)
			require.Equal(t, want, n)
		}
		_, ok, err := once.Find(t.Context(), d, key("young"))
		require.NoError(t, err)
		require.True(t, ok)
	})
}

func TestKeysAreNeeded(t *testing.T) {
	d := dbtest.SQLite(t)
	for _, keys := range [][]once.Key{nil, {{}}, {{Space: "api"}}, {{Value: "x"}}} {
		_, _, err := once.Run(t.Context(), d, "", keys, change("好"))
		require.Error(t, err)
	}
	require.Zero(t, effects(t, d))
}
