package dialog

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/models/fault"
)

func TestComplainAboutShop(t *testing.T) {
	s := newStage(t).means("他家不认我的证", "shop.complain").means("附近还有别的吗", "shop.nearby")
	s.say("他家不认我的证")
	s.say("附近还有别的吗")
	s.say("柳叶面馆，今天中午，收银员说没这回事")
	s.golden("complain_shop")
	require.Len(t, s.queue.opened, 1)
	require.Contains(t, s.queue.opened[0].Summary.Reveal(), "收银员说没这回事")
	require.Contains(t, s.queue.opened[0].Summary.Reveal(), "他家不认我的证")
	require.Nil(t, s.state.Form)
}

// When nothing could be written, nothing is claimed, and what was filled in stays.
func TestComplainNotTaken(t *testing.T) {
	s := newStage(t).means("司机不认我的证", "bus.concession")
	s.queue.broken = fault.New(fault.Unavailable, "db.unavailable", "")
	s.say("司机不认我的证")
	s.say("5路，早上八点，让我下车")
	s.golden("complain_not_taken")
	require.NotNil(t, s.state.Form)
	require.NotEmpty(t, s.turn.FormID)
}

func TestRefusedAt(t *testing.T) {
	for said, want := range map[string]string{
		"司机不认我的证": "bus", "刷了扣的是全价": "bus", "他家店里不给打折": "shop", "坐公交要钱吗": "", "我不认识路": "", "乘务员态度很差": "bus",
	} {
		require.Equal(t, want, refusedAt(said), said)
	}
}

// A complaint right after a shop was shown is about that shop.
func TestComplainOfTheShopOnScreen(t *testing.T) {
	s := newStage(t).means("柳叶面馆", "shop.search").means("店家不给打折", "shop.complain")
	s.say("柳叶面馆")
	s.say("店家不给打折")
	require.Contains(t, s.last, "“柳叶面馆”什么时候")
}

// 认不认 asks; a story of a driver is a bus's, wherever it was begun.
func TestComplainOrQuestion(t *testing.T) {
	s := newStage(t).means("县里的车认不认优待证", "shop.complain").means("有家店不认证", "shop.complain")
	require.NotContains(t, s.say("县里的车认不认优待证"), "受委屈")
	s.say("有家店不认证")
	require.Contains(t, s.say("不是店，是公交司机不让坐"), "先照常付钱")
}
