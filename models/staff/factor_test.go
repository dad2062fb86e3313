package staff

import (
	"encoding/base32"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"shuangyong/models/seal"
)

// RFC 6238, appendix B, SHA-1, cut to six digits.
func TestCodesAreThoseOfTheStandard(t *testing.T) {
	secret := seal.Text(base32.StdEncoding.EncodeToString([]byte("12345678901234567890")))
	for at, code := range map[int64]seal.Text{59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037", 20000000000: "353130"} {
		step, ok := stepOf(secret, code, time.Unix(at, 0), 0)
		require.True(t, ok, at)
		require.Equal(t, at/30, step)
	}
}

// A code counts in its half minute, the one before and the one after, and never again once it or a later one was used.
func TestACodeCountsNearItsTimeAndOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		secret := newSecret()
		now := time.Unix(rapid.Int64Range(1_700_000_000, 4_000_000_000).Draw(t, "now"), 0)
		off := rapid.Int64Range(-4, 4).Draw(t, "off")
		last := now.Unix()/codeStep + rapid.Int64Range(-5, 3).Draw(t, "last")
		code, err := totp.GenerateCode(secret.Reveal(), now.Add(time.Duration(off)*codeStep*time.Second))
		require.NoError(t, err)
		step, ok := stepOf(secret, seal.Text(code), now, last)
		made := now.Unix()/codeStep + off
		if want := off >= -1 && off <= 1 && made > last; want || !ok {
			require.Equal(t, want, ok)
			return
		}
		require.NotEqual(t, made, step, "by chance the code of another step, one in a million")
	})
}

// Somebody without a phone has no code: not even the one that an empty secret would make.
func TestAnEmptySecretMakesNoCode(t *testing.T) {
	now := time.Unix(1_763_863_200, 0)
	code, err := totp.GenerateCode("", now)
	require.NoError(t, err)
	_, ok := stepOf("", seal.Text(code), now, 0)
	require.False(t, ok)
}

func FuzzStepOf(f *testing.F) {
	f.Add("JBSWY3DPEHPK3PXP", "123456", int64(1_763_863_200))
	f.Add("", "", int64(-1))
	f.Fuzz(func(t *testing.T, secret, code string, at int64) {
		if step, ok := stepOf(seal.Text(secret), seal.Text(code), time.Unix(at, 0), 0); ok {
			require.Len(t, code, 6)
			require.InDelta(t, at/codeStep, step, 1)
		}
	})
}
