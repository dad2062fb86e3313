package app

import (
	"context"
	"io"
	"log/slog"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shuangyong/config"
	"shuangyong/models/once"
	"shuangyong/models/seal"
	"shuangyong/models/vault"
	"shuangyong/session"
)

// openBytes are the columns of bytes that hold nothing sealed, each with its reason.
var openBytes = map[string]string{}

// Whoever adds a column of bytes says in SealedPlaces how it is sealed anew, or here why it is not sealed: else what it holds would be lost with its key.
func TestEveryColumnOfBytesIsKnownToTheRotation(t *testing.T) {
	s := opened(t, settings(t))
	places, err := SealedPlaces()
	require.NoError(t, err)
	columns, err := s.Vault.Columns(t.Context())
	require.NoError(t, err)
	var names []string
	for _, c := range columns {
		name := c.Table + "." + c.Column
		names = append(names, name)
		if openBytes[name] == "" && !c.Known {
			t.Errorf("%s is neither in SealedPlaces nor in openBytes", name)
		}
	}
	for _, p := range places {
		require.Contains(t, names, p.String(), "a place that the database does not have")
	}
	for name := range openBytes {
		require.Contains(t, names, name)
	}
}

// opened are stores that are ready for use.
func opened(t *testing.T, c config.Config) *Stores {
	t.Helper()
	s, err := OpenStores(t.Context(), c, quiet)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	require.NoError(t, s.Prepare(t.Context()))
	return s
}

// The whole city is sealed anew, with the labels that each column really has, and its people can still be found and read.
func TestTheCitysKeyIsRotated(t *testing.T) {
	c := inhabited(t)
	s := opened(t, c)
	counts, err := s.Vault.Counts(t.Context())
	require.NoError(t, err)
	total := vault.Of(counts, 1)
	require.Greater(t, total, 10_000)
	pass, err := s.Vault.Rotate(t.Context(), s.Rotation(time.Nanosecond, nil))
	require.NoError(t, err)
	require.Equal(t, vault.Pass{Resealed: total}, pass)
	counts, err = s.Vault.Counts(t.Context())
	require.NoError(t, err)
	require.Zero(t, vault.Behind(counts, 2))
	require.Equal(t, total, vault.Of(counts, 2))

	a, err := New(t.Context(), c, quiet, io.Discard)
	require.NoError(t, err)
	defer a.release()
	require.EqualValues(t, 2, a.stores.Keys.Current())
	pass, err = a.stores.Vault.Rotate(t.Context(), a.stores.Rotation(time.Nanosecond, nil))
	require.NoError(t, err)
	require.Equal(t, total, pass.Resealed, "it can read all of it")
}

const (
	firstSecret  = "SY_SECRET_KEY=3q2+7wABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhs="
	secondSecret = "SY_SECRET_KEY=AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
)

// previously is a secret given as the one before.
func previously(secret string) string {
	return "SY_SECRET_KEY_PREVIOUS=" + secret[len("SY_SECRET_KEY="):]
}

// The doctor and the start tell a wrong secret from other troubles, and the doctor leads through a change of it.
func TestTheSecretIsChangedStepByStep(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	with := func(more ...string) config.Config { return settings(t, append(more, "SY_DATA_DIR="+dir)...) }
	finding := func(c config.Config) Finding {
		list := Examine(t.Context(), c, slog.New(slog.DiscardHandler))
		i := slices.IndexFunc(list, func(f Finding) bool { return f.About == "keys" })
		require.GreaterOrEqual(t, i, 0, "%v", list)
		return list[i]
	}
	sealed := func(c config.Config) {
		s := opened(t, c)
		_, err := s.Vault.Rotate(t.Context(), s.Rotation(0, nil))
		require.NoError(t, err)
		require.Equal(t, s.Keys.Index("x", "y"), opened(t, with(append([]string{secondSecret}, previously(firstSecret))...)).Keys.Index("x", "y"))
	}

	_, err := OpenStores(t.Context(), with(secondSecret, previously(firstSecret)), quiet)
	require.ErrorIs(t, err, vault.ErrTwoSecrets)
	require.Contains(t, err.Error(), "SY_SECRET_KEY_PREVIOUS")
	sealed(with(firstSecret))
	require.Equal(t, "✓", finding(with(firstSecret)).Mark())
	require.Contains(t, finding(with(firstSecret)).What, "version 2")

	_, err = OpenStores(t.Context(), with(secondSecret), quiet)
	require.ErrorIs(t, err, vault.ErrSecret)
	require.Contains(t, err.Error(), "SY_SECRET_KEY")
	require.True(t, finding(with(secondSecret)).Bad)

	both := with(secondSecret, previously(firstSecret))
	require.Equal(t, "!", finding(both).Mark())
	require.Contains(t, finding(both).Cure, "keys rotate --secret --apply")
	n, err := opened(t, both).RewrapKeys(t.Context())
	require.NoError(t, err)
	require.Equal(t, 3, n)
	require.Contains(t, finding(both).What, "not needed any more")
	require.Equal(t, "✓", finding(with(secondSecret)).Mark())
	require.True(t, finding(with(firstSecret)).Bad)
}

// A rotation that was broken off, and a key that is due, are on the doctor's list.
func TestTheDoctorKnowsWhatIsLeftToDo(t *testing.T) {
	c := settings(t)
	s := opened(t, c)
	require.Equal(t, "✓", s.examineKeys(t.Context()).Mark())
	off := s.Rotation(0, nil)
	ctx, cancel := context.WithCancel(t.Context())
	off.Tell = func(string, int) { cancel() }
	_, err := s.Vault.Rotate(ctx, off)
	require.Error(t, err)
	require.Contains(t, s.examineKeys(t.Context()).Cure, "keys rotate --apply")
	_, err = s.Vault.Rotate(t.Context(), s.Rotation(0, nil))
	require.NoError(t, err)
	require.Equal(t, "✓", s.examineKeys(t.Context()).Mark())
	s.Clock.Advance(vault.KeepRetired)
	require.Contains(t, s.examineKeys(t.Context()).Cure, "keys retire --apply")
	gone, err := s.Vault.Destroy(t.Context(), s.Rotation(0, nil))
	require.NoError(t, err)
	require.Equal(t, []byte{1}, gone)
	require.Equal(t, "✓", s.examineKeys(t.Context()).Mark())
}

// Replicas follow a change of the keys by themselves.
func TestEveryReplicaLoadsKeys(t *testing.T) {
	c := settings(t)
	one, other := opened(t, c), opened(t, c)
	_, err := one.Vault.Rotate(t.Context(), one.Rotation(0, nil))
	require.NoError(t, err)
	require.EqualValues(t, 1, other.Keys.Current())
	job := other.loadKeys()
	require.True(t, job.Each, "in every process")
	require.Less(t, 2*job.Every, KeysGrace)
	require.Greater(t, vault.KeepRetired, session.LoginLife, "nobody is signed out by a key that is destroyed")
	require.Greater(t, vault.KeepRetired, once.Keep)
	_, err = job.Run(t.Context())
	require.NoError(t, err)
	require.EqualValues(t, 2, other.Keys.Current())
	sealed, err := other.Keys.Seal([]byte("x"), "y")
	require.NoError(t, err)
	version, _ := seal.VersionOf(sealed)
	require.EqualValues(t, 2, version)
}
