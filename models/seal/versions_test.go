package seal_test

import (
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"shuangyong/models/seal"
)

// another is a second cipher, for the tests alone: it shows that another ID lives beside the first. It protects nothing.
type another struct{}

func (another) ID() byte { return 200 }

func (another) Seal(plain, associated []byte) ([]byte, error) {
	sum := sha256.Sum256(append(append([]byte{}, associated...), plain...))
	return append(sum[:], plain...), nil
}

func (a another) Open(sealed, associated []byte) ([]byte, error) {
	if len(sealed) < sha256.Size {
		return nil, errors.New("short")
	}
	plain := append([]byte{}, sealed[sha256.Size:]...)
	if again, _ := a.Seal(plain, associated); subtle.ConstantTimeCompare(again, sealed) != 1 {
		return nil, errors.New("forged")
	}
	return plain, nil
}

func aes(t testing.TB) seal.Cipher {
	t.Helper()
	c, err := seal.NewCipher(seal.AES256GCM, seal.NewMaterial())
	require.NoError(t, err)
	return c
}

func indexKey(t testing.TB) seal.Material {
	t.Helper()
	_, index, err := seal.Derive(make([]byte, seal.SecretSize))
	require.NoError(t, err)
	return index
}

// Whatever was sealed opens as long as its version is there, whichever is current, and not with any other version or cipher.
func TestEveryVersionThatIsThereOpens(t *testing.T) {
	k := keyring(t, 1)
	rapid.Check(t, func(t *rapid.T) {
		versions := rapid.SliceOfNDistinct(rapid.ByteRange(1, 255), 1, 6, rapid.ID[byte]).Draw(t, "versions")
		all := make([]seal.Key, len(versions))
		for i, v := range versions {
			if id := rapid.SampledFrom([]byte{seal.AES256GCM, seal.SM4GCM, another{}.ID()}).Draw(t, "cipher"); id == (another{}).ID() {
				all[i] = seal.Key{Version: v, Cipher: another{}}
			} else {
				c, err := seal.NewCipher(id, seal.NewMaterial())
				require.NoError(t, err)
				all[i] = seal.Key{Version: v, Cipher: c}
			}
		}
		_, index, err := seal.Derive(make([]byte, seal.SecretSize))
		require.NoError(t, err)
		sealed := map[byte][]byte{}
		for _, v := range versions {
			require.NoError(t, k.Replace(index, v, all...))
			require.Equal(t, v, k.Current())
			sealed[v], err = k.Seal([]byte("王秀兰"), "people.name:1")
			require.NoError(t, err)
			of, ok := seal.VersionOf(sealed[v])
			require.True(t, ok)
			require.Equal(t, v, of)
		}
		left := all[rapid.IntRange(0, len(all)-1).Draw(t, "left"):]
		require.NoError(t, k.Replace(index, left[0].Version, left...))
		for i, v := range versions {
			plain, err := k.Open(sealed[v], "people.name:1")
			if i < len(all)-len(left) {
				require.ErrorIs(t, err, seal.ErrOpen, "its version is gone")
				require.False(t, k.Has(v))
				continue
			}
			require.NoError(t, err)
			require.Equal(t, "王秀兰", string(plain))
			_, err = k.Open(sealed[v], "people.name:2")
			require.ErrorIs(t, err, seal.ErrOpen)
			for _, at := range []int{0, 1} { // another cipher, another version
				moved := append([]byte{}, sealed[v]...)
				moved[at] ^= byte(rapid.IntRange(1, 255).Draw(t, "flip"))
				_, err = k.Open(moved, "people.name:1")
				require.ErrorIs(t, err, seal.ErrOpen)
			}
		}
	})
}

func TestKeyringsThatAreRefused(t *testing.T) {
	k, index := keyring(t, 1), indexKey(t)
	one := seal.Key{Version: 1, Cipher: aes(t)}
	for name, try := range map[string]func() error{
		"no index key":    func() error { return k.Replace(seal.Material{}, 1, one) },
		"no current":      func() error { return k.Replace(index, 2, one) },
		"none":            func() error { return k.Replace(index, 1) },
		"version 0":       func() error { return k.Replace(index, 0, seal.Key{Version: 0, Cipher: aes(t)}) },
		"a version twice": func() error { return k.Replace(index, 1, one, one) },
		"no cipher":       func() error { return k.Replace(index, 1, seal.Key{Version: 1}) },
	} {
		require.Error(t, try(), name)
	}
	plain, err := k.Open(sealedFirst(t), "people.name:1")
	require.NoError(t, err, "it is as it was")
	require.Equal(t, "王秀兰", string(plain))
	_, err = seal.NewCipher(99, seal.NewMaterial())
	require.Error(t, err)
	_, err = seal.NewCipher(seal.SM4GCM, seal.Material{})
	require.Error(t, err)
}

// While keys are replaced, everybody seals and opens without a gap.
func TestKeysAreReplacedWhileTheyAreUsed(t *testing.T) {
	k, index := keyring(t, 1), indexKey(t)
	all := []seal.Key{{Version: 1, Cipher: aes(t)}, {Version: 2, Cipher: aes(t)}, {Version: 3, Cipher: another{}}}
	require.NoError(t, k.Replace(index, 1, all...))
	stop := make(chan struct{})
	var workers sync.WaitGroup
	errs := make(chan error, 4)
	for range 4 {
		workers.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				sealed, err := k.Seal([]byte("回复"), "x")
				if err == nil {
					_, err = k.Open(sealed, "x")
				}
				if err != nil {
					errs <- err
					return
				}
			}
		})
	}
	for i := range 3000 {
		require.NoError(t, k.Replace(index, byte(1+i%3), all...))
	}
	close(stop)
	workers.Wait()
	require.Empty(t, errs)
}

// An unknown version is asked for, and a known one or rubbish is not.
func TestAnUnknownVersionIsAskedFor(t *testing.T) {
	k, other, index := keyring(t, 1), keyring(t, 1), indexKey(t)
	all := []seal.Key{{Version: 1, Cipher: aes(t)}, {Version: 2, Cipher: aes(t)}}
	require.NoError(t, other.Replace(index, 2, all...))
	require.NoError(t, k.Replace(index, 1, all[0]))
	asked := 0
	k.OnUnknown(func() {
		asked++
		require.NoError(t, k.Replace(index, 1, all...))
	})
	for _, rubbish := range [][]byte{nil, {}, {1}, {0, 2, 3}, {1, 0, 3}, {1, 1, 3}} {
		_, err := k.Open(rubbish, "x")
		require.ErrorIs(t, err, seal.ErrOpen)
	}
	require.Zero(t, asked)
	sealed, err := other.Seal([]byte("回复"), "x")
	require.NoError(t, err)
	plain, err := k.Open(sealed, "x")
	require.NoError(t, err)
	require.Equal(t, "回复", string(plain))
	require.Equal(t, 1, asked)
	sealed[1] = 77
	_, err = k.Open(sealed, "x")
	require.ErrorIs(t, err, seal.ErrOpen)
	require.Equal(t, 2, asked)
}

// Wrapped keys open with the secret and the label that they were wrapped with, and never print.
func TestWrappedKeysOpenWithTheirSecret(t *testing.T) {
	mine, err := seal.NewWrapper(make([]byte, seal.SecretSize))
	require.NoError(t, err)
	_, index, err := seal.Derive(make([]byte, seal.SecretSize))
	require.NoError(t, err)
	wrapped, err := mine.Wrap(index, "seal_keys.wrapped:index/1")
	require.NoError(t, err)
	again, err := mine.Unwrap(wrapped, "seal_keys.wrapped:index/1")
	require.NoError(t, err)
	require.Equal(t, index, again)
	_, err = mine.Unwrap(wrapped, "seal_keys.wrapped:data/1")
	require.ErrorIs(t, err, seal.ErrOpen)
	stranger, err := seal.NewWrapper(append(make([]byte, seal.SecretSize-1), 1))
	require.NoError(t, err)
	_, err = stranger.Unwrap(wrapped, "seal_keys.wrapped:index/1")
	require.ErrorIs(t, err, seal.ErrOpen)
	_, ok := seal.VersionOf(wrapped)
	require.False(t, ok, "a key is not mistaken for a value")
	_, err = keyring(t, 0).Open(wrapped, "seal_keys.wrapped:index/1")
	require.ErrorIs(t, err, seal.ErrOpen, "nor opened as one")
	require.Equal(t, "••• •••", fmt.Sprintf("%v %#v", index, mine))
	_, err = seal.NewWrapper(nil)
	require.Error(t, err)
}

// The places of a model are the columns with the tag, and it needs one and a single key.
func TestPlacesAreFoundByTheirTag(t *testing.T) {
	type card struct {
		ID   string
		Name seal.Text `gorm:"serializer:sealed"`
		Note seal.Text `gorm:"column:remark;serializer:sealed"`
		Kind string
	}
	places, err := seal.PlacesOf(card{})
	require.NoError(t, err)
	require.Len(t, places, 2)
	require.Equal(t, "cards.name", places[0].String())
	require.Equal(t, "id", places[0].Key)
	require.Equal(t, "cards.remark:7", places[1].Label("7"))
	type plain struct{ ID string }
	type keyless struct {
		A, B string    `gorm:"primaryKey"`
		Name seal.Text `gorm:"serializer:sealed"`
	}
	for _, wrong := range []any{plain{}, keyless{}, 7} {
		_, err := seal.PlacesOf(wrong)
		require.Error(t, err, "%T", wrong)
	}
}
