package seal_test

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log/slog"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"shuangyong/models/seal"
)

func keyring(t testing.TB, b byte) *seal.Keyring {
	t.Helper()
	k, err := seal.NewKeyring(bytes.Repeat([]byte{b}, seal.SecretSize))
	require.NoError(t, err)
	return k
}

func TestSealedOpensOnlyWhereItBelongs(t *testing.T) {
	k, stranger := keyring(t, 1), keyring(t, 2)
	rapid.Check(t, func(t *rapid.T) {
		plain := rapid.SliceOf(rapid.Byte()).Draw(t, "plain")
		label := rapid.String().Draw(t, "label")
		other := rapid.String().Filter(func(s string) bool { return s != label }).Draw(t, "other")
		sealed, err := k.Seal(plain, label)
		require.NoError(t, err)
		again, err := k.Seal(plain, label)
		require.NoError(t, err)
		require.NotEqual(t, sealed, again, "equal values do not look equal")

		opened, err := k.Open(sealed, label)
		require.NoError(t, err)
		require.True(t, bytes.Equal(plain, opened))

		_, err = k.Open(sealed, other)
		require.ErrorIs(t, err, seal.ErrOpen)
		_, err = stranger.Open(sealed, label)
		require.ErrorIs(t, err, seal.ErrOpen)
		at := rapid.IntRange(0, len(sealed)-1).Draw(t, "at")
		sealed[at] ^= byte(rapid.IntRange(1, 255).Draw(t, "flip"))
		_, err = k.Open(sealed, label)
		require.ErrorIs(t, err, seal.ErrOpen)
	})
}

// What the first release sealed under keyring(1), and its index: every later one must open and find it.
const (
	firstSealed = "0101991cd20f3d3882e9870ef109cf3dd719ce64e9a1afd1cb610fc744f2e3e4f8914dfeba64ad"
	firstIndex  = "b2ead6f6742f9c09ea877302a184f11185dec9143a43d841beca31c86e0b98ed"
)

func sealedFirst(t testing.TB) []byte {
	t.Helper()
	b, err := hex.DecodeString(firstSealed)
	require.NoError(t, err)
	return b
}

func TestStoredValuesOutliveReleases(t *testing.T) {
	plain, err := keyring(t, 1).Open(sealedFirst(t), "people.name:1")
	require.NoError(t, err)
	require.Equal(t, "王秀兰", string(plain))
	require.Equal(t, seal.Index(firstIndex), keyring(t, 1).Index("people.phone", "13800000000"))
}

func FuzzOpen(f *testing.F) {
	k, good := keyring(f, 1), sealedFirst(f)
	f.Add(good, "people.name:1")
	f.Add(good[:2], "people.name:1")
	f.Add([]byte{}, "")
	f.Add([]byte{1}, "x")
	f.Fuzz(func(t *testing.T, sealed []byte, label string) {
		plain, err := k.Open(sealed, label)
		if err != nil {
			require.ErrorIs(t, err, seal.ErrOpen)
			require.Nil(t, plain)
			return
		}
		require.True(t, bytes.Equal(sealed, good) && label == "people.name:1", "forged")
	})
}

func TestIndexIsEqualForEqualAndTellsNothing(t *testing.T) {
	k := keyring(t, 1)
	require.Equal(t, k.Index("people.phone", "13800000000"), k.Index("people.phone", "13800000000"))
	require.NotEqual(t, k.Index("people.phone", "13800000000"), k.Index("people.phone", "13800000001"))
	require.NotEqual(t, k.Index("people.phone", "13800000000"), k.Index("petitions.phone", "13800000000"))
	require.NotEqual(t, k.Index("people.phone", "13800000000"), keyring(t, 2).Index("people.phone", "13800000000"))
	require.NotEqual(t, k.Index("a", "b\x00c"), k.Index("a\x00b", "c"))
	require.Len(t, string(k.Index("people.phone", "13800000000")), 64)
	require.Empty(t, k.Index("people.phone", ""), "no value, no match")
}

func TestSecretHasItsLength(t *testing.T) {
	for _, n := range []int{0, 16, 31, 33} {
		_, err := seal.NewKeyring(make([]byte, n))
		require.Error(t, err, n)
	}
}

func TestNothingPrintsWhatIsPrivate(t *testing.T) {
	type holder struct {
		Text seal.Text
		Keys *seal.Keyring
		List []seal.Text
	}
	k := keyring(t, 'k')
	h := holder{Text: "13800000000", Keys: k, List: []seal.Text{"王秀兰"}}
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "holder", h, "text", h.Text, "keys", k)
	asJSON, err := json.Marshal(h.Text)
	require.NoError(t, err)
	for _, printed := range []string{
		fmt.Sprint(h), fmt.Sprintf("%v %+v %#v %s %q %x", h, h, h, h.Text, h.Text, h.Text), fmt.Sprintf("%#v %d", k, k), log.String(), string(asJSON),
		fmt.Sprint(fmt.Errorf("for %v", h.Text)), fmt.Sprintf("%d", h.Text),
	} {
		require.NotContains(t, printed, "1380")
		require.NotContains(t, printed, "王")
		require.NotContains(t, printed, "kkk")
		require.NotContains(t, printed, "107 107")
	}
	_, err = h.Text.Value()
	require.ErrorIs(t, err, seal.ErrUnsealed)
	require.NotContains(t, err.Error(), "1380")
}

func BenchmarkIndex(b *testing.B) {
	k := keyring(b, 1)
	b.ReportAllocs()
	for b.Loop() {
		k.Index("people.phone", "13800000000")
	}
}

func BenchmarkSealOpen(b *testing.B) { sealOpen(b, keyring(b, 1)) }

func BenchmarkSealOpenSM4(b *testing.B) {
	k := keyring(b, 1)
	c, err := seal.NewCipher(seal.SM4GCM, seal.NewMaterial())
	require.NoError(b, err)
	require.NoError(b, k.Replace(indexKey(b), 2, seal.Key{Version: 2, Cipher: c}))
	sealOpen(b, k)
}

func sealOpen(b *testing.B, k *seal.Keyring) {
	b.Helper()
	plain := bytes.Repeat([]byte("回复"), 300)
	b.ReportAllocs()
	for b.Loop() {
		sealed, err := k.Seal(plain, "once.reply:x")
		require.NoError(b, err)
		_, err = k.Open(sealed, "once.reply:x")
		require.NoError(b, err)
	}
}
