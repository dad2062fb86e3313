package seed

import (
	"fmt"
	"slices"
	"strings"

	"shuangyong/models/clock"
)

// The shops of the stories, and one of each trouble that even the smallest city has.
const (
	barberShop = iota
	closedShop
	suspendedShop
	removedShop
	appliedShop
)

var (
	tradeShares = shares(len(trades), func(i int) int { return trades[i].share })
	townWeights = shares(len(townSeeds), func(i int) int { return townSeeds[i].weight })
)

func shares(n int, of func(int) int) []int {
	w := make([]int, n)
	for i := range w {
		w[i] = of(i)
	}
	return w
}

// brands are pairs of lucky words that a real firm uses.
var brands = strings.Fields("顺丰 永和 安利 康师傅 乐友 恒源 丰田 福田 康佳 泰禾 荣昌 聚丰 老街坊 老乡亲 裕丰 永发 安居 永利 大发 德信 宏利 吉利 恒大 和信 瑞丰 同里 邻家 大家 邻里")

// namesKept bounds the memory of shop names; beyond it two shops may share one, as they do in life.
const namesKept = 20_000

// shopName invents a name that no other shop in the town has. Banks, petrol stations and the like are called after their town, so that no chain is meant.
func shopName(d dice, t trade, tw town, used map[string]bool) string {
	for try := 0; ; try++ {
		noun := pick(d, strings.Fields(t.nouns))
		luck := pick(d, luckFirst) + pick(d, luckSecond)
		if slices.Contains(brands, luck) {
			luck = tw.short + "街坊"
		}
		name := luck + noun
		switch {
		case t.category == "加油" || t.category == "银行" || t.category == "通信" && d.chance(60):
			name = tw.short + pick(d, []string{"中心", "新街", "桥头", "站前", "大集"}) + noun
		case t.category == "法律":
			name = "青梧" + luck + noun
		case d.chance(18):
			name = tw.short + pick(d, neighbours) + noun
		case d.chance(22):
			name = pick(d, surnames[:50]) + pick(d, owners) + noun
		}
		if try > 2 {
			name += "（" + pick(d, streets) + "店）"
		}
		if try > 6 {
			name = fmt.Sprintf("%s%d号%s", tw.short, d.between(2, 400), noun)
		}
		if !used[name] || try > 9 {
			if len(used) < namesKept {
				used[name] = true
			}
			return name
		}
	}
}

// laterOf is the later of two days; an empty one does not count.
func laterOf(a, b clock.Date) clock.Date { return max(a, b) }

// earlierOf is the earlier of two days; an empty one does not count.
func earlierOf(a, b clock.Date) clock.Date {
	if a == "" || (b != "" && b < a) {
		return b
	}
	return a
}
