package search

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// Query is prepared words that a document must contain, all of them.
type Query struct {
	words []string
	ix    *Index
	lists [][]int32 // shortest first; nil when some gram occurs nowhere
	none  bool
}

// Query prepares a search for documents that contain every word of text. At most 64 characters of it count.
func (ix *Index) Query(text string) Query {
	q := Query{ix: ix, words: strings.Fields(Normal(cut(text, 64)))}
	for _, g := range grams(q.words) {
		list := ix.postings[g]
		if len(list) == 0 {
			q.none = true
			return q
		}
		q.lists = append(q.lists, list)
	}
	slices.SortFunc(q.lists, func(a, b []int32) int { return cmp.Compare(len(a), len(b)) })
	return q
}

// Blank tells whether the query has no words; it then matches everything.
func (q Query) Blank() bool { return len(q.words) == 0 }

// AtMost is an upper bound of how many documents match.
func (q Query) AtMost() int {
	switch {
	case q.none:
		return 0
	case q.Blank():
		return len(q.ix.docs)
	default:
		return len(q.lists[0])
	}
}

// Matches tells whether document i contains every word.
func (q Query) Matches(i int32) bool {
	if q.none {
		return false
	}
	for _, w := range q.words {
		if !strings.Contains(q.ix.docs[i], w) {
			return false
		}
	}
	return true
}

// Each calls f with the matching documents in ascending order until f returns false.
func (q Query) Each(f func(i int32) bool) {
	if q.none {
		return
	}
	if q.Blank() {
		for i := range q.ix.docs {
			if !f(int32(i)) {
				return
			}
		}
		return
	}
	for _, i := range q.lists[0] {
		if inAll(q.lists[1:], i) && q.Matches(i) && !f(i) {
			return
		}
	}
}

func inAll(lists [][]int32, i int32) bool {
	for _, l := range lists {
		if _, ok := slices.BinarySearch(l, i); !ok {
			return false
		}
	}
	return true
}

// Scored is a document and how much it has in common with a text, in (0, 1].
type Scored struct {
	Doc   int32
	Score float64
}

// fillers are in every question and tell nothing of what it is about; longer ones first.
var fillers = strings.NewReplacer("怎么样", " ", "为什么", " ", "是不是", " ", "能不能", " ", "有没有", " ", "怎么", " ", "怎样", " ", "咋", " ", "什么", " ", "啥", " ",
	"多少", " ", "哪里", " ", "哪儿", " ", "哪个", " ", "请问", " ", "可以", " ", "我的", " ", "我", " ", "您", " ", "你", " ", "吗", " ", "呢", " ", "啊", " ", "吧", " ")

// unknown is what a pair that no document has weighs, as a share of the rarest that one has: questions are full of words like 那个 and 怎么办.
const unknown = 0.25

// Like gives the k documents that share most with text, best first: the share of the text's pairs that the document has, rare pairs weighing more.
// It is for questions, of which a document contains only a part. Documents that share less than least are left out.
func (ix *Index) Like(text string, k int, least float64) []Scored {
	all := grams(strings.Fields(fillers.Replace(Normal(cut(text, 64)))))
	scores := map[int32]float64{}
	total := 0.0
	for _, g := range all {
		list := ix.postings[g]
		weight := math.Log1p(float64(len(ix.docs)) / float64(len(list)+1))
		if len(list) == 0 {
			weight *= unknown
		}
		total += weight
		for _, i := range list {
			scores[i] += weight
		}
	}
	var best []Scored
	for i, s := range scores {
		if s /= total; s >= least {
			best = append(best, Scored{i, s})
		}
	}
	slices.SortFunc(best, func(a, b Scored) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Doc, b.Doc))
	})
	return best[:min(max(k, 0), len(best))]
}

// cut shortens s to n characters.
func cut(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}
