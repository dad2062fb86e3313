// Package search finds names and short texts by the characters in them: single characters and pairs, which is what Chinese needs, without a
// dictionary.
package search

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// Index is an immutable index over documents numbered from 0.
type Index struct {
	docs     []string           // normalised
	postings map[uint64][]int32 // gram → documents, ascending
}

// New indexes docs.
func New(docs []string) *Index {
	ix := &Index{docs: make([]string, len(docs)), postings: map[uint64][]int32{}}
	for i, doc := range docs {
		ix.docs[i] = Normal(doc)
		eachGram(ix.docs[i], func(g uint64) {
			list := ix.postings[g]
			if len(list) == 0 || list[len(list)-1] != int32(i) {
				ix.postings[g] = append(list, int32(i))
			}
		})
	}
	for g, list := range ix.postings {
		ix.postings[g] = slices.Clip(list)
	}
	return ix
}

// Normal is s as it is compared: half width, lower case, everything but letters and digits turned into single spaces.
func Normal(s string) string {
	var b strings.Builder
	gap := false
	for _, r := range width.Fold.String(s) {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			gap = b.Len() > 0
			continue
		}
		if gap {
			b.WriteByte(' ')
			gap = false
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// eachGram calls f with every character and every pair of neighbours of a normalised text.
func eachGram(s string, f func(uint64)) {
	prev := ' '
	for _, r := range s {
		if r != ' ' {
			f(uint64(r))
			if prev != ' ' {
				f(uint64(prev)<<32 | uint64(r))
			}
		}
		prev = r
	}
}

// grams are those that a query's words must all have: pairs, or the character where a word has only one.
func grams(words []string) []uint64 {
	var all []uint64
	for _, w := range words {
		runes := []rune(w)
		if len(runes) == 1 {
			all = append(all, uint64(runes[0]))
		}
		for i := 1; i < len(runes); i++ {
			all = append(all, uint64(runes[i-1])<<32|uint64(runes[i]))
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}
