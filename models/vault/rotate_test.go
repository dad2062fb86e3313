package vault_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/internal/orm"
	"shuangyong/models/lease"
	"shuangyong/models/seal"
	"shuangyong/models/vault"
)

func TestRotationSealsEverythingAnew(t *testing.T) {
	dbtest.EachPlace(t, func(t *testing.T, o db.Options) {
		r := open(t, o, secret(1))
		letters := r.settle(t, 700) // more than a page
		r.write(t, letter{ID: db.NewID()})
		require.Equal(t, 2100, r.of(t, 1))

		require.Equal(t, vault.Pass{Resealed: 2100}, r.rotate(t))
		require.Equal(t, map[byte]vault.State{1: vault.Retired, 2: vault.Current}, r.states(t))
		require.Zero(t, r.of(t, 1))
		require.Equal(t, 2100, r.of(t, 2), "an empty value stays empty")

		fresh := open(t, o, secret(1)) // as after a restart
		found := fresh.read(t)
		require.Len(t, found, 701)
		for _, l := range letters {
			require.Equal(t, l.Body.Reveal(), found[l.ID].Body.Reveal())
			require.Equal(t, "附", found[l.ID].Note.Reveal())
		}
		require.Equal(t, "约好了", fresh.readReply(t, "699"))

		require.Equal(t, vault.Pass{Resealed: 2100}, fresh.rotate(t))
		require.Equal(t, map[byte]vault.State{1: vault.Retired, 2: vault.Retired, 3: vault.Current}, fresh.states(t))
	})
}

// A bureau that must use 国密 changes the cipher with the key; later keys keep to it.
func TestTheCipherIsChangedWithTheKey(t *testing.T) {
	dbtest.EachPlace(t, func(t *testing.T, o db.Options) {
		r := open(t, o, secret(1))
		letters := r.settle(t, 3)
		rot := rotation("me")
		rot.Cipher = 77
		_, err := r.Rotate(t.Context(), rot)
		require.Error(t, err, "a key that no replica could load")
		rot.Cipher = seal.SM4GCM
		for version := byte(2); version < 4; version++ {
			pass, err := r.Rotate(t.Context(), rot)
			require.NoError(t, err)
			require.Equal(t, 9, pass.Resealed)
			sealed, err := r.keys.Seal([]byte("x"), "y")
			require.NoError(t, err)
			require.Equal(t, []byte{seal.SM4GCM, version}, sealed[:2])
			rot.Cipher = 0
		}
		require.Equal(t, "第2封", open(t, o, secret(1)).read(t)[letters[2].ID].Body.Reveal())
	})
}

// A replica that learns late reads with the new key as soon as it meets it, and what it goes on sealing with the old one is found before the old one is retired.
func TestAReplicaThatLearnsLateLosesNothing(t *testing.T) {
	dbtest.EachPlace(t, func(t *testing.T, o db.Options) {
		c := clock.Stopped(dbtest.Start())
		o.Clock = c
		mine, late := open(t, o, secret(1)), open(t, o, secret(1))
		mine.settle(t, 3)
		pauses := 0
		mine.rotate(t, func() {
			pauses++
			switch pauses {
			case 1:
				require.False(t, late.keys.Has(2))
				require.EqualValues(t, 1, mine.keys.Current(), "until everybody knows it nobody seals with it")
			case 2:
				require.EqualValues(t, 1, late.keys.Current())
				late.write(t, letter{ID: db.NewID(), Body: "迟来的信"})
				mine.write(t, letter{ID: db.NewID(), Body: "新钥的信"})
				require.Len(t, late.read(t), 5, "it asked for the key")
				require.EqualValues(t, 2, late.keys.Current())
			}
		})
		require.Equal(t, 2, pauses)
		require.Zero(t, late.of(t, 1))
		require.Len(t, late.read(t), 5)
	})
}

// Who seals with the old key even after the grace is waited for; if it never ends, the rotation says so and can be gone on with.
func TestStragglersAreWaitedFor(t *testing.T) {
	dbtest.EachPlace(t, func(t *testing.T, o db.Options) {
		mine, late := open(t, o, secret(1)), open(t, o, secret(1))
		mine.settle(t, 3)
		late.keys.OnUnknown(func() {}) // it does not even ask
		rot := rotation("me")
		written := 0
		rot.Tell = func(stage string, _ int) {
			if stage == "sealed anew" && mine.keys.Current() == 2 {
				late.write(t, letter{ID: db.NewID(), Body: "旧钥"})
				written++
			}
		}
		_, err := mine.Rotate(t.Context(), rot)
		require.ErrorIs(t, err, vault.ErrStragglers)
		require.Equal(t, map[byte]vault.State{1: vault.Leaving, 2: vault.Current}, mine.states(t))

		rot.Tell = nil
		rot.Pause = func(context.Context, time.Duration) error { return late.Load(t.Context()) }
		_, err = mine.Rotate(t.Context(), rot)
		require.NoError(t, err)
		require.Equal(t, map[byte]vault.State{1: vault.Retired, 2: vault.Current}, mine.states(t))
		require.Zero(t, mine.of(t, 1))
		require.Len(t, mine.read(t), 3+written)
	})
}

// What looks like an unknown version makes nobody ask more than once a second.
func TestRubbishDoesNotMakeUsAskAllTheTime(t *testing.T) {
	c := clock.Stopped(dbtest.Start())
	o := dbtest.Place(t, db.SQLite)
	o.Clock = c
	mine, other := open(t, o, secret(1)), open(t, o, secret(1))
	rubbish := append([]byte{seal.AES256GCM, 2}, make([]byte, 40)...)
	_, err := other.keys.Open(rubbish, "x")
	require.ErrorIs(t, err, seal.ErrOpen)
	_, err = mine.Rotate(t.Context(), rotation("me"))
	require.NoError(t, err)
	_, err = other.keys.Open(rubbish, "x")
	require.ErrorIs(t, err, seal.ErrOpen)
	require.False(t, other.keys.Has(2), "it has asked a moment ago")
	c.Advance(time.Second)
	_, err = other.keys.Open(rubbish, "x")
	require.ErrorIs(t, err, seal.ErrOpen)
	require.True(t, other.keys.Has(2))
}

func TestOneRotationAtATime(t *testing.T) {
	dbtest.EachPlace(t, func(t *testing.T, o db.Options) {
		mine, other := open(t, o, secret(1)), open(t, o, secret(1))
		mine.settle(t, 3)
		asked := 0
		mine.rotate(t, func() {
			asked++
			_, err := other.Rotate(t.Context(), rotation("other"))
			require.ErrorIs(t, err, vault.ErrBusy)
			_, err = other.Destroy(t.Context(), rotation("other"))
			require.ErrorIs(t, err, vault.ErrBusy)
		})
		require.NotZero(t, asked)
		require.Equal(t, map[byte]vault.State{1: vault.Retired, 2: vault.Current}, other.states(t))
	})
}

// Even if both believed to have the right to it, two rotations at once end as one: they would do the same.
func TestTwoRotationsAtOnceDoNoHarm(t *testing.T) {
	dbtest.EachPlace(t, func(t *testing.T, o db.Options) {
		mine, other := open(t, o, secret(1)), open(t, o, secret(1))
		mine.settle(t, 400)
		ok, err := lease.Acquire(t.Context(), mine.db, "keys", "the same name", time.Minute)
		require.NoError(t, err)
		require.True(t, ok)
		errs := make(chan error, 2)
		for _, r := range []replica{mine, other} {
			go func() {
				_, err := r.Rotate(t.Context(), rotation("the same name"))
				errs <- err
			}()
		}
		require.NoError(t, errors.Join(<-errs, <-errs))
		states := mine.states(t)
		current := byte(2)
		if len(states) == 3 { // one had ended before the other began
			current = 3
		}
		require.Equal(t, vault.Current, states[current])
		require.Equal(t, 1200, mine.of(t, current))
		require.Len(t, mine.read(t), 400)
	})
}

// Broken off anywhere, the next attempt goes on with the same key.
func TestRotationGoesOnWhereItWasBrokenOff(t *testing.T) {
	dbtest.EachPlace(t, func(t *testing.T, o db.Options) {
		r := open(t, o, secret(1))
		r.settle(t, 600)
		off := errors.New("broken off")
		stages := 0
		for at := 1; ; at++ {
			ctx, cancel := context.WithCancelCause(t.Context())
			rot := rotation("me")
			n := 0
			rot.Tell = func(string, int) {
				if n++; n == at {
					cancel(off)
				}
			}
			_, err := r.Rotate(ctx, rot)
			cancel(nil)
			states := r.states(t)
			require.Len(t, states, 2, "the same key")
			if n < at {
				require.NoError(t, err)
				break
			}
			require.Error(t, err)
			stages++
		}
		require.Greater(t, stages, 4)
		require.Equal(t, map[byte]vault.State{1: vault.Retired, 2: vault.Current}, r.states(t))
		require.Equal(t, 1800, r.of(t, 2))
		require.Len(t, open(t, o, secret(1)).read(t), 600)
	})
}

// A value that nobody can open stops neither the others nor the rotation, is named, and keeps its key from being destroyed.
func TestADamagedValueIsNamedAndKeepsItsKey(t *testing.T) {
	dbtest.EachPlace(t, func(t *testing.T, o db.Options) {
		c := clock.Stopped(dbtest.Start())
		o.Clock = c
		r := open(t, o, secret(1))
		letters := r.settle(t, 4)
		broken := append([]byte{seal.AES256GCM, 1}, make([]byte, 30)...)
		require.NoError(t, r.db.InTx(t.Context(), func(tx db.Tx) error {
			return orm.Of(tx).Exec("UPDATE letters SET note = ? WHERE id = ?", broken, letters[2].ID).Error
		}))
		p := r.rotate(t)
		require.Equal(t, vault.Pass{Resealed: 11, Damaged: 1, Named: []string{"letters.note " + letters[2].ID.String()}}, p)
		c.Advance(vault.KeepRetired)
		_, err := r.Destroy(t.Context(), rotation("me"))
		var used vault.InUse
		require.ErrorAs(t, err, &used)
		require.EqualValues(t, 1, used.Version)
		require.Equal(t, "note", used.Where.Column)
		require.Equal(t, vault.Retired, r.states(t)[1])
	})
}

func TestAKeyIsDestroyedOnceNothingNeedsIt(t *testing.T) {
	dbtest.EachPlace(t, func(t *testing.T, o db.Options) {
		c := clock.Stopped(dbtest.Start())
		o.Clock = c
		r := open(t, o, secret(1))
		r.settle(t, 4)
		inRedis, err := r.keys.Seal([]byte("登录"), "session.login:x")
		require.NoError(t, err)
		r.rotate(t)

		c.Advance(vault.KeepRetired - time.Microsecond)
		gone, err := r.Destroy(t.Context(), rotation("me"))
		require.NoError(t, err)
		require.Empty(t, gone)
		plain, err := open(t, o, secret(1)).keys.Open(inRedis, "session.login:x")
		require.NoError(t, err)
		require.Equal(t, "登录", string(plain))

		c.Advance(time.Microsecond)
		gone, err = r.Destroy(t.Context(), rotation("me"))
		require.NoError(t, err)
		require.Equal(t, []byte{1}, gone)
		require.Equal(t, map[byte]vault.State{1: vault.Destroyed, 2: vault.Current}, r.states(t))
		for _, one := range []replica{r, open(t, o, secret(1))} {
			_, err = one.keys.Open(inRedis, "session.login:x")
			require.ErrorIs(t, err, seal.ErrOpen)
			require.Len(t, one.read(t), 4)
		}
		stored, err := r.Stored(t.Context())
		require.NoError(t, err)
		require.Empty(t, stored[0].Wrapped)

		r.rotate(t)
		require.Equal(t, map[byte]vault.State{1: vault.Destroyed, 2: vault.Retired, 3: vault.Current}, r.states(t), "a version is never used twice")
	})
}

// A column of sealed values that was not registered is not sealed anew; so it keeps its key, and is shown.
func TestAForgottenColumnKeepsItsKey(t *testing.T) {
	dbtest.EachPlace(t, func(t *testing.T, o db.Options) {
		c := clock.Stopped(dbtest.Start())
		o.Clock = c
		r := open(t, o, secret(1))
		r.settle(t, 2)
		forgotten, err := r.keys.Seal([]byte("没登记"), "hidden.body:1")
		require.NoError(t, err)
		require.NoError(t, r.db.InTx(t.Context(), func(tx db.Tx) error {
			g := orm.Of(tx)
			return errors.Join(g.Exec("INSERT INTO hidden (id, body) VALUES (?, ?)", db.NewID(), forgotten).Error,
				g.Exec("INSERT INTO hidden (id, body) VALUES (?, ?)", db.NewID(), []byte{0xff, 0xd8, 1}).Error,
				g.Exec("INSERT INTO hidden (id, body) VALUES (?, NULL)", db.NewID()).Error)
		}))
		r.rotate(t)
		counts, err := r.Counts(t.Context())
		require.NoError(t, err)
		require.Contains(t, counts, vault.Count{Table: "hidden", Column: "body", Versions: map[byte]int{1: 1}})
		require.Equal(t, 1, vault.Behind(counts, 2))
		c.Advance(vault.KeepRetired)
		_, err = r.Destroy(t.Context(), rotation("me"))
		var used vault.InUse
		require.ErrorAs(t, err, &used)
		require.Equal(t, "hidden", used.Where.Table)
	})
}

// Pictures of some megabytes are sealed anew too, a few at a time.
func TestLargeValuesAreSealedAnew(t *testing.T) {
	dbtest.EachPlace(t, func(t *testing.T, o db.Options) {
		r := open(t, o, secret(1))
		picture := seal.Text(strings.Repeat("图", 1<<20)) // 3 MB
		ids := make([]letter, 4)
		for i := range ids {
			ids[i] = letter{ID: db.NewID(), Body: picture}
			r.write(t, ids[i])
		}
		require.Equal(t, vault.Pass{Resealed: 4}, r.rotate(t))
		for _, l := range r.read(t) {
			require.Equal(t, len(picture), len(l.Body))
		}
	})
}
