package number_test

import (
	"bytes"
	"crypto/rand"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"shuangyong/models/number"
)

func numbers(t *rapid.T) string {
	seed := rapid.SliceOfN(rapid.Byte(), 4096, 4096).Draw(t, "seed")
	seed = append(seed, make([]byte, 64)...) // zeroes are accepted by any draw, so it never runs dry
	return number.New(bytes.NewReader(seed))
}

func TestEverySlipIsNoticed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := numbers(t)
		require.True(t, number.Valid(n), n)
		at := rapid.IntRange(0, len(n)-1).Draw(t, "at")
		wrong := []byte(n)
		wrong[at] = byte('0' + (int(n[at]-'0')+rapid.IntRange(1, 9).Draw(t, "by"))%10)
		require.False(t, number.Valid(string(wrong)), "%s → %s", n, wrong)
		if at > 0 && n[at] != n[at-1] {
			swapped := []byte(n)
			swapped[at], swapped[at-1] = swapped[at-1], swapped[at]
			require.False(t, number.Valid(string(swapped)), "%s → %s", n, swapped)
		}
	})
}

func TestNumbersAreReadAsPeopleTypeThem(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := numbers(t)
		read, ok := number.Parse(number.Spaced(n))
		require.True(t, ok)
		require.Equal(t, n, read)
		var wide []rune
		for _, r := range n {
			wide = append(wide, r-'0'+'０', rapid.SampledFrom([]rune{' ', '　', '-', '\t'}).Draw(t, "between"))
		}
		read, ok = number.Parse(string(wide))
		require.True(t, ok)
		require.Equal(t, n, read)
	})
}

func TestWhatIsNoNumber(t *testing.T) {
	n := number.New(rand.Reader)
	for _, s := range []string{"", "1", n[:8], n + "0", n + "号", "x" + n, "13800000000", "000000000", "０", "12345678９９"} {
		_, ok := number.Parse(s)
		require.False(t, ok, s)
	}
	require.Equal(t, "482 193 057", number.Spaced("482193057"))
	require.Equal(t, "48", number.Spaced("48"))
}

func TestNumbersAreSpread(t *testing.T) {
	seen := map[string]bool{}
	first := map[byte]int{}
	for range 5000 {
		n := number.New(rand.Reader)
		seen[n] = true
		first[n[0]]++
	}
	require.Greater(t, len(seen), 4990, "5,000 of 90,000,000 hardly ever meet")
	require.Zero(t, first['0'])
	for d := byte('1'); d <= '9'; d++ {
		require.InDelta(t, 5000/9, first[d], 150, "first digit %c", d)
	}
}

func FuzzParse(f *testing.F) {
	f.Add("482 193 057")
	f.Add("４８２－１９３－０５７")
	f.Fuzz(func(t *testing.T, s string) {
		n, ok := number.Parse(s)
		require.Equal(t, ok, number.Valid(n))
		require.LessOrEqual(t, len(n), 9)
	})
}
