package dialog

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/dialog/understand"
)

func TestShopJoin(t *testing.T) {
	s := newStage(t).means("我开了个馆子想加入", "shop.join")
	s.say("我开了个馆子想加入")
	s.say("2")
	s.golden("shop_join")
}

// An owner whose shop has joined asks something else than how to join.
func TestShopOwnersMatters(t *testing.T) {
	s := newStage(t)
	for _, said := range []string{"想改我店的优惠", "名单里没有我的店", "店牌丢了", "不想干拥军店了", "有人拿假优待证来", "加入有啥好处"} {
		s.means(said, "shop.join")
		s.say(said)
		require.NotContains(t, s.last, "签约、授牌都不收费", said)
	}
	s.means("怎么加入", "shop.join").means("要啥材料", "petition.progress")
	s.script()["要啥材料"] = understand.Understanding{Intent: "petition.progress", Confidence: 0.2}
	s.say("怎么加入")
	s.say("要啥材料")
	require.Contains(t, s.last, "营业执照", "a short question is about what is on the screen")
	s.golden("shop_owner")
}
