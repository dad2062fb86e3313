package staff

import (
	"context"
	"testing"

	"github.com/alexedwards/argon2id"
	"github.com/stretchr/testify/require"
)

// At most so many hashes take their memory at a time; who is gone before it is his turn takes nobody's place.
func TestHashesWaitTheirTurn(t *testing.T) {
	h, err := NewHasher(&argon2id.Params{Memory: 64, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32}, 2)
	require.NoError(t, err)
	made, err := h.hash(t.Context(), "a")
	require.NoError(t, err)
	require.NoError(t, h.wait(t.Context()))
	require.NoError(t, h.wait(t.Context()))
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = h.matches(gone, "a", made)
	require.ErrorIs(t, err, errBusy)
	<-h.slots
	for range 3 { // each gives its place back
		right, err := h.matches(t.Context(), "a", made)
		require.NoError(t, err)
		require.True(t, right)
		right, err = h.matches(t.Context(), "a", "")
		require.NoError(t, err)
		require.False(t, right, "without an account nothing is right")
	}
}

func BenchmarkHash(b *testing.B) {
	h, err := NewHasher(Params(), 1)
	require.NoError(b, err)
	for b.Loop() {
		_, _ = h.matches(b.Context(), "not it", "")
	}
}
