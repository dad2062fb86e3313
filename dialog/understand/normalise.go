package understand

import (
	"unicode"
	"unicode/utf8"
)

const (
	pause = '，' // any mark or line end between clauses
	query = '？'
	// longest message that is read in full, in runes; what comes after it is only searched for a crisis and for secrets
	fullyRead = 400
)

// script is a message made plain: half width, simplified, lower case, without emoji, marks reduced to pause and query, spelled pinyin as one
// rune a syllable. The slices run in parallel.
type script struct {
	runes []rune
	sound []uint16
	from  []int32 // where in the original text the rune starts, in bytes
	upto  []int32
	signs string // what emoji said, in words: 谢谢, 好的, 不
}

func (r *Reader) normalise(text string) *script {
	n := len(text)/3 + 8
	s := &script{runes: make([]rune, 0, n), sound: make([]uint16, 0, n), from: make([]int32, 0, n), upto: make([]int32, 0, n)}
	for i := 0; i < len(text); {
		if _, size := letterAt(text, i); size > 0 {
			i = r.letters(s, text, i)
			continue
		}
		c, size := utf8.DecodeRuneInString(text[i:])
		if c == utf8.RuneError && size <= 1 {
			i++
			continue
		}
		s.add(r.plain(s, c), i, i+size, r.sounds)
		i += size
	}
	s.trim()
	return s
}

// plain is what a rune is read as; 0 drops it.
func (r *Reader) plain(s *script, c rune) rune {
	if c >= 0xff01 && c <= 0xff5e {
		c -= 0xfee0
	}
	switch {
	case c >= firstHan && c <= lastHan:
		if t, ok := r.simple[c]; ok {
			return t
		}
		return c
	case c >= '0' && c <= '9':
		return c
	case c >= '①' && c <= '⑨':
		return c - '①' + '1'
	case c == '〇' || c == '○':
		return '零'
	case c == '?' || c == '？' || c == '⁇':
		return query
	case c == '-' || c == '–' || c == '—' || c == '－' || c == '−':
		return '-'
	case c == ':' || c == '：' || c == '∶':
		return ':'
	case c == '.' || c == '·' || c == '/' || c == '#' || c == '*' || c == '+':
		return c
	case unicode.IsSpace(c) && c != '\n' && c != '\r':
		return ' '
	case unicode.Is(unicode.M, c) || unicode.Is(unicode.Cf, c):
		return 0
	case unicode.IsPunct(c) || c == '\n' || c == '\r' || c == '|' || c == '~':
		return pause
	}
	return s.sign(c)
}

// sign keeps what the few emoji say that are answers in themselves; all others say nothing.
func (s *script) sign(c rune) rune {
	switch c {
	case '🙏', '🌹', '💐':
		s.signs = "谢谢"
	case '👌', '👍', '🆗', '✅', '✔':
		s.signs = "好的"
	case '❌', '🙅', '👎':
		s.signs = "不"
	}
	if unicode.IsLetter(c) || unicode.IsDigit(c) {
		return c
	}
	return 0
}

// add appends a rune, without a third repetition in a row, doubled spaces or a space between two Chinese characters said one by one.
func (s *script) add(c rune, from, upto int, sounds *phonetics) {
	if c == 0 {
		return
	}
	n := len(s.runes)
	if c == ' ' || c == pause || c == query {
		if n == 0 {
			return
		}
		if last := s.runes[n-1]; last == ' ' || last == pause || last == query {
			if last == ' ' || c == query {
				s.runes[n-1] = c
			}
			return
		}
	} else if n >= 2 && s.runes[n-1] == c && s.runes[n-2] == c && (c < '0' || c > '9') {
		return
	}
	s.runes, s.sound = append(s.runes, c), append(s.sound, sounds.of(c))
	s.from, s.upto = append(s.from, int32(from)), append(s.upto, int32(upto))
}

// letters reads a run of Latin letters of either width: pinyin becomes syllables, anything else stays as it is in lower case.
func (r *Reader) letters(s *script, text string, i int) int {
	var run [32]byte
	n, start := 0, i
	for i < len(text) {
		c, size := letterAt(text, i)
		if size == 0 {
			break
		}
		if n < len(run) {
			run[n] = c
		}
		n++
		i += size
	}
	digitBeside := start > 0 && isDigit(rune(text[start-1])) || i < len(text) && isDigit(rune(text[i]))
	if n >= 2 && n <= len(run) && !digitBeside {
		var room [32]uint16
		if syllables, ok := r.sounds.split(string(run[:n]), room[:0]); ok {
			for _, id := range syllables {
				s.add(latinBase+rune(id), start, i, r.sounds)
			}
			return i
		}
	}
	for j := start; j < i; {
		c, size := letterAt(text, j)
		s.add(rune(c), j, j+size, r.sounds)
		j += size
	}
	return i
}

// letterAt is the lower-case letter at i and its size in bytes, 0 when there is none.
func letterAt(text string, i int) (letter byte, size int) {
	c, size := rune(text[i]), 1
	if c >= utf8.RuneSelf {
		if c, size = utf8.DecodeRuneInString(text[i:]); c >= 0xff01 && c <= 0xff5e {
			c -= 0xfee0
		}
	}
	if c = lower(c); !isLetter(c) {
		return 0, 0
	}
	return byte(c), size
}

func (s *script) trim() {
	for n := len(s.runes); n > 0 && (s.runes[n-1] == ' ' || s.runes[n-1] == pause); n = len(s.runes) {
		s.cut(n - 1)
	}
}

func (s *script) cut(n int) {
	s.runes, s.sound, s.from, s.upto = s.runes[:n], s.sound[:n], s.from[:n], s.upto[:n]
}

func lower(c rune) rune {
	if c >= 'A' && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}

func isLetter(c rune) bool { return c >= 'a' && c <= 'z' }
func isDigit(c rune) bool  { return c >= '0' && c <= '9' }
func isHan(c rune) bool {
	return c >= firstHan && c <= lastHan || c > latinBase && c < latinBase+0x800
}
