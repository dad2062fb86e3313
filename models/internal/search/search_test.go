package search_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"shuangyong/models/internal/search"
)

func find(ix *search.Index, text string) []int32 {
	found := []int32{}
	ix.Query(text).Each(func(i int32) bool { found = append(found, i); return true })
	return found
}

func TestWordsAreFoundByCharactersAndPairs(t *testing.T) {
	ix := search.New([]string{"老兵面馆 东街12号", "东方理发", "清风面馆（东街店）", "ＡＢＣ眼镜", ""})
	require.Equal(t, []int32{0, 2}, find(ix, "面馆"))
	require.Equal(t, []int32{0, 2}, find(ix, "东街，面馆！"))
	require.Equal(t, []int32{0, 1, 2}, find(ix, "东"))
	require.Equal(t, []int32{3}, find(ix, "abc"))
	require.Empty(t, find(ix, "馆面"), "order counts")
	require.Empty(t, find(ix, "火锅"))
	require.Len(t, find(ix, " ？"), 5, "no words match everything")
	require.Equal(t, 2, ix.Query("面馆").AtMost())
	require.Zero(t, ix.Query("火锅").AtMost())
}

// Whatever is asked, the index finds exactly the documents that contain every word.
func TestFindsExactlyWhatContains(t *testing.T) {
	word := rapid.StringOfN(rapid.RuneFrom([]rune("东街面馆ab 1，")), 0, 6, -1)
	rapid.Check(t, func(t *rapid.T) {
		docs := rapid.SliceOfN(word, 0, 20).Draw(t, "docs")
		text := word.Draw(t, "text")
		want := []int32{}
		for i, d := range docs {
			has := true
			for _, w := range strings.Fields(search.Normal(text)) {
				has = has && strings.Contains(search.Normal(d), w)
			}
			if has {
				want = append(want, int32(i))
			}
		}
		ix := search.New(docs)
		require.Equal(t, want, find(ix, text))
		require.GreaterOrEqual(t, ix.Query(text).AtMost(), len(want))
	})
}

func TestLikeRanksQuestions(t *testing.T) {
	ix := search.New([]string{"优待证怎么申领", "优待证丢了怎么补", "老兵生活补助什么时候发", "光荣牌"})
	best := ix.Like("我的优待证丢了咋办", 2, 0.1)
	require.Equal(t, int32(1), best[0].Doc)
	require.Empty(t, ix.Like("今天天气", 2, 0.1))
	require.Empty(t, ix.Like("", 2, 0.1))
}

func BenchmarkQuery(b *testing.B) {
	docs := make([]string, 1_000_000)
	streets := []string{"东街", "西街", "解放路", "人民路", "滨河路", "新华街"}
	trades := []string{"面馆", "理发", "超市", "眼镜", "药房", "汽修"}
	for i := range docs {
		docs[i] = fmt.Sprintf("%s%s%d", streets[i%6], trades[i/6%6], i)
	}
	ix := search.New(docs)
	b.ResetTimer()
	for b.Loop() {
		n := 0
		ix.Query("解放路 4321").Each(func(int32) bool { n++; return n < 20 })
	}
}
