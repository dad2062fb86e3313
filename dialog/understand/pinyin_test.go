package understand

import (
	"testing"

	"github.com/mozillazg/go-pinyin"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestSimplificationsKeepTheSound finds slips of the pen in the table: a character and its simplified form are read alike.
func TestSimplificationsKeepTheSound(t *testing.T) {
	others := "嘅唔冇喺啲咁乜佢哋睇嚟攞瞓咗卹佔睏妳祂藉喫係桿姊" // of another sound on purpose: Cantonese words and variants
	for from, to := range simplifications() {
		if containsRune(others, from) {
			continue
		}
		a := pinyin.SinglePinyin(from, pinyin.Args{Heteronym: true})
		b := pinyin.SinglePinyin(to, pinyin.Args{Heteronym: true})
		assert.True(t, overlap(a, b), "%c %v → %c %v", from, a, to, b)
	}
}

func containsRune(s string, r rune) bool {
	for _, c := range s {
		if c == r {
			return true
		}
	}
	return false
}

func overlap(a, b []string) bool {
	for _, x := range a {
		for _, y := range b {
			if x == y {
				return true
			}
		}
	}
	return false
}

func TestSoundsAlike(t *testing.T) {
	p := newPhonetics()
	for _, pair := range []string{"证正", "诊阵", "是四", "山三", "京金", "方翻", "车扯"} {
		r := []rune(pair)
		require.Equal(t, p.of(r[0]), p.of(r[1]), pair)
	}
	require.NotEqual(t, p.of('优'), p.of('军'))
	syllables, ok := p.split("youdaizheng", nil)
	require.True(t, ok)
	require.Equal(t, []uint16{p.of('优'), p.of('待'), p.of('证')}, syllables)
	_, ok = p.split("wifi", nil)
	require.False(t, ok)
}
