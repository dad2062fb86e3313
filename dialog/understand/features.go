package understand

import "slices"

// view is a message, or one clause of it, as the classifier sees it: marks stand for whatever has a form of its own.
type view struct {
	runes []rune
	sound []uint16
	hits  []hit
}

// Seeds keep the kinds of features apart.
const (
	seedChar = iota + 1
	seedSound
	seedConcept
	seedWritten
	seedPair
	seedGroup
	seedEnds
	seedShape
)

func hash(seed uint32, parts ...uint32) uint32 {
	h := seed*0x9e3779b1 + 0x85ebca6b
	for _, p := range parts {
		h ^= p
		h *= 0xcc9e2d51
		h ^= h >> 15
	}
	h *= 0x1b873593
	h ^= h >> 13
	if h == 0 {
		return 1 // 0 is an empty place in the model's table
	}
	return h
}

// features turns a view into hashed features: character and pinyin n-grams up to three, concepts, pairs of concepts, and the shape. With
// heardOnly it leaves out what only the right characters would give; the model learns from both, and so reads homophones and typed pinyin.
func (r *Reader) features(v view, heardOnly bool, into []uint32) []uint32 {
	var c1, c2, s1, s2 uint32 = '^', 0, '^', 0
	counted, query := 0, uint32(0)
	for i, c := range v.runes {
		switch c {
		case ' ':
			continue
		case pause, '？':
			if c == '？' {
				query = 1
			}
			c1, c2, s1, s2 = 0, 0, 0, 0
			continue
		}
		char, sound := uint32(c), uint32(soundKey(c, v.sound[i]))
		counted++
		if !heardOnly && (c < latinBase || c > latinBase+0x800) {
			into = append(into, hash(seedChar, char))
			if c1 != 0 {
				into = append(into, hash(seedChar, c1, char))
			}
			if c2 != 0 {
				into = append(into, hash(seedChar, c2, c1, char))
			}
		}
		into = append(into, hash(seedSound, sound))
		if s1 != 0 {
			into = append(into, hash(seedSound, s1, sound))
		}
		if s2 != 0 {
			into = append(into, hash(seedSound, s2, s1, sound))
		}
		c1, c2, s1, s2 = char, c1, sound, s1
	}
	into = append(into, hash(seedEnds, s2, s1), hash(seedShape, 0, uint32(lengthClass(counted))), hash(seedShape, 1, query))
	return r.conceptFeatures(v, heardOnly, into)
}

func lengthClass(n int) int {
	for class, limit := range []int{1, 2, 4, 7, 12, 20, 40, 80} {
		if n <= limit {
			return class
		}
	}
	return 9
}

const mostConcepts = 12

func (r *Reader) conceptFeatures(v view, heardOnly bool, into []uint32) []uint32 {
	var room [mostConcepts]uint32
	seen := room[:0]
	ours, others := uint32(0), uint32(0)
	for _, h := range v.hits {
		if heardOnly && r.words.short(h) {
			continue
		}
		group := r.groups[h.concept]
		if h.written && !heardOnly {
			into = append(into, hash(seedWritten, uint32(h.concept)))
		}
		switch group {
		case 'x':
			others = 1
		case 'q', 'v':
		default:
			ours = min(ours+1, 3)
		}
		if slices.Contains(seen, uint32(h.concept)) || len(seen) == mostConcepts {
			continue
		}
		seen = append(seen, uint32(h.concept))
		into = append(into, hash(seedConcept, uint32(h.concept)), hash(seedConcept, uint32(h.concept), 1), hash(seedConcept, uint32(h.concept), 2))
		if group != 'n' && group != 'q' && group != 'v' {
			into = append(into, hash(seedGroup, uint32(group)))
		}
	}
	slices.Sort(seen)
	for i, a := range seen {
		for _, b := range seen[i+1:] {
			into = append(into, hash(seedPair, a, b), hash(seedPair, a, b, 1))
		}
	}
	return append(into, hash(seedShape, 2, ours), hash(seedShape, 3, others, min(ours, 1)), hash(seedShape, 4, ours), hash(seedShape, 5, others, min(ours, 1)))
}

// short says that a hit is a single character, which only counts as written.
func (l *lexicon) short(h hit) bool { return h.end-h.start < 2 }

// outermost drops hits that lie inside longer ones (优待金 is not also 优待), and those by sound alone that overlap written words. Words are
// short and hits come in order, so only near neighbours are compared.
func outermost(hits []hit) []hit {
	kept := hits[:0:0]
	for i, h := range hits {
		if !overshadowed(hits, i, h) {
			kept = append(kept, h)
		}
	}
	return kept
}

const longestWord = 12

func overshadowed(hits []hit, i int, h hit) bool {
	for j := i - 1; j >= 0 && hits[j].start > h.start-longestWord; j-- {
		if overshadows(hits[j], h) {
			return true
		}
	}
	for j := i + 1; j < len(hits) && hits[j].start < h.end; j++ {
		if overshadows(hits[j], h) {
			return true
		}
	}
	return false
}

func overshadows(o, h hit) bool {
	if o.start >= h.end || h.start >= o.end {
		return false
	}
	longer := o.end-o.start > h.end-h.start
	if o.written && !h.written && o.end-o.start >= 2 {
		return longer || o.end-o.start == h.end-h.start
	}
	return longer && o.start <= h.start && o.end >= h.end && (o.written || !h.written)
}
