package understand

import (
	_ "embed"
	"strings"
)

//go:embed lexicon.tsv
var lexiconFile string

// lexicon finds words by how they sound, and says whether they were also written so.
type lexicon struct {
	concepts []string
	edges    map[uint64]uint32 // node<<16|sound → node
	ends     [][]entry         // by node
}

type entry struct {
	word      []rune
	concept   uint16
	asWritten bool // never by sound alone
}

// hit is a word of the lexicon in a message.
type hit struct {
	concept    uint16
	start, end int
	written    bool
	nearly     bool // at least its first character is as written: 药点 for 药店
}

func newLexicon(file string, sounds *phonetics) *lexicon {
	l := &lexicon{edges: make(map[uint64]uint32, 4096), ends: make([][]entry, 1, 4096)}
	for row := range strings.Lines(file) {
		name, words, ok := strings.Cut(strings.TrimRight(row, "\n"), "\t")
		if !ok || strings.HasPrefix(row, "#") {
			continue
		}
		concept := uint16(len(l.concepts))
		l.concepts = append(l.concepts, name)
		for word := range strings.FieldsSeq(words) {
			word, asWritten := strings.CutPrefix(word, "!")
			l.add([]rune(word), concept, asWritten, sounds)
		}
	}
	return l
}

func (l *lexicon) add(word []rune, concept uint16, asWritten bool, sounds *phonetics) {
	node := uint32(0)
	for _, c := range word {
		key := edge(node, soundKey(c, sounds.of(c)))
		next, ok := l.edges[key]
		if !ok {
			next = uint32(len(l.ends))
			l.ends = append(l.ends, nil)
			l.edges[key] = next
		}
		node = next
	}
	l.ends[node] = append(l.ends[node], entry{word: word, concept: concept, asWritten: asWritten || len(word) < 2})
}

// soundKey is the sound, or for what has none the character itself, out of the way of sounds.
func soundKey(c rune, sound uint16) uint64 {
	if sound != 0 {
		return uint64(sound)
	}
	return uint64(c)&0x7fff | 0x8000
}

func edge(node uint32, key uint64) uint64 { return uint64(node)<<16 | key }

// find reports every word between from and to, longest last at each place.
func (l *lexicon) find(runes []rune, sound []uint16, into []hit) []hit {
	for i := range runes {
		if runes[i] == ' ' || runes[i] == pause {
			continue
		}
		node, ok := uint32(0), false
		for j := i; j < len(runes); j++ {
			if runes[j] == ' ' {
				continue
			}
			if node, ok = l.edges[edge(node, soundKey(runes[j], sound[j]))]; !ok {
				break
			}
			for _, e := range l.ends[node] {
				written := j+1-i == len(e.word) && same(runes[i:j+1], e.word)
				if written || !e.asWritten {
					into = append(into, hit{concept: e.concept, start: i, end: j + 1, written: written, nearly: runes[i] == e.word[0]})
				}
			}
		}
	}
	return into
}

func same(a, b []rune) bool {
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}
