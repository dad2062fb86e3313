package session

import (
	"crypto/sha256"
	"testing"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"shuangyong/models/clock"
	"shuangyong/models/seal"
)

// rotated is the test's keyring after its data key was changed: the key before still opens, or was destroyed.
func rotated(t *testing.T, destroyed bool) *seal.Keyring {
	t.Helper()
	secret := sha256.Sum256([]byte(t.Name() + run))
	data, index, err := seal.Derive(secret[:])
	require.NoError(t, err)
	var list []seal.Key
	for i, m := range []seal.Material{data, seal.NewMaterial()} {
		c, err := seal.NewCipher(seal.AES256GCM, m)
		require.NoError(t, err)
		list = append(list, seal.Key{Version: byte(i + 1), Cipher: c})
	}
	if destroyed {
		list = list[1:]
	}
	k := keyring(t)
	require.NoError(t, k.Replace(index, 2, list...))
	return k
}

// Nobody is signed out, no conversation begins anew and no reply is forgotten when the key is changed; a replica that knows the new key reads what one that does not yet
// goes on writing. Once the key is destroyed they count as absent.
func TestWhatLiesInRedisOutlivesAChangeOfTheKey(t *testing.T) {
	each(t, func(t *testing.T, c redis.UniversalClient) {
		clk := clock.Stopped(start)
		old, now, after := keyring(t), rotated(t, false), rotated(t, true)
		token := signIn(t, NewLogins(c, old, clk, quiet()), canary())
		before := New(c, old, clk, quiet())
		_, err := before.Finish(t.Context(), begin(t, before, "m1", "o1"), []byte("answer"), []byte("talk"))
		require.NoError(t, err)

		requireIn(t, NewLogins(c, now, clk, quiet()), token)
		s := New(c, now, clk, quiet())
		require.Equal(t, "answer", string(begin(t, s, "m1", "o1").Reply))
		turn := begin(t, s, "m2", "o1")
		require.Equal(t, "talk", string(turn.Conversation))
		require.NoError(t, s.Release(t.Context(), turn))

		requireOut(t, NewLogins(c, after, clk, quiet()), token)
		turn = begin(t, New(c, after, clk, quiet()), "m2", "o1")
		require.Equal(t, Mine, turn.Phase)
		require.Empty(t, turn.Conversation)
	})
}
