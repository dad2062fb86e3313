package benefit_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/models/benefit"
)

func leaflet() []benefit.Benefit {
	return []benefit.Benefit{
		{Code: "card", Title: "优待证怎么申领", Statuses: "veteran bereaved_family", Asks: "优待证多久下来|办证要钱吗", Confidence: "found", From: "2022-01-01", SortOrder: 1},
		{Code: "bus", Title: "坐公交有什么优待", Topic: "tourism", Confidence: "found", From: "2024-08-01", SortOrder: 2},
		{Code: "house", Title: "住房保障优先", Topic: "housing", Statuses: "disabled_veteran", Confidence: "known_unverified", From: "2024-08-01", Until: "2026-06-30", SortOrder: 3},
		{Code: "grain", Title: "粮油补贴", Topic: "housing", History: true, Confidence: "title_only", SortOrder: 0},
		{Code: "rent", Title: "租房补助", Topic: "housing", Confidence: "found", SortOrder: 9},
	}
}

func codes(all []benefit.Benefit) []string {
	c := []string{}
	for _, b := range all {
		c = append(c, b.Code)
	}
	return c
}

func TestWhoIsEntitledToWhat(t *testing.T) {
	d := benefit.DirectoryOf(leaflet())
	require.Equal(t, []string{"card", "bus", "rent"}, codes(d.For("veteran", "2026-11-23")), "in order, history left out")
	require.Equal(t, []string{"bus", "house", "rent"}, codes(d.For("disabled_veteran", "2026-06-30")), "the last day counts")
	require.Equal(t, []string{"bus", "rent"}, codes(d.For("disabled_veteran", "2026-07-01")))
	require.Equal(t, []string{"card", "rent"}, codes(d.For("veteran", "2023-01-01")), "not before it began")
	require.Equal(t, []string{"card", "bus", "rent"}, codes(d.For("", "2026-11-23")), "nobody in particular")
	require.Equal(t, []string{"house", "rent", "grain"}, codes(d.ByTopic("housing", "disabled_veteran")), "history comes last")
	require.Equal(t, []string{"rent", "grain"}, codes(d.ByTopic("housing", "veteran")))
	require.Empty(t, d.ByTopic("", ""))
	_, ok := d.ByCode("nothing")
	require.False(t, ok)
}

func TestQuestionsFindBenefits(t *testing.T) {
	d := benefit.DirectoryOf(leaflet())
	require.Equal(t, []string{"card"}, codes(d.Search("我的优待证要多久才下来啊", 1)))
	require.Equal(t, []string{"card"}, codes(d.Search("办证要不要钱", 1)))
	require.Equal(t, "bus", d.Search("公交优待", 3)[0].Code)
	require.Empty(t, d.Search("今天天气怎么样", 3))
	require.Empty(t, d.Search("", 3))
	require.Empty(t, benefit.NewDirectory(nil).Search("公交", 3))
	require.Empty(t, benefit.NewDirectory(nil).For("veteran", "2026-11-23"))
}
