package dialog

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"shuangyong/models/benefit"
	"shuangyong/models/shop"
)

// What is on the screen is meant by 它, whatever the words alone would mean.
func TestTheShopOnTheScreenIsMeant(t *testing.T) {
	s := newStage(t).means("理发店", "shop.search", "category", "理发").means("它的电话", "station.find").means("这家几点开门", "station.find")
	open := s.say("理发店")
	require.Contains(t, open, "老陶理发店")
	require.Equal(t, open, s.say("它的电话"))
	require.Equal(t, open, s.say("这家几点开门"))
}

// Undertakers are for who asks for them.
func TestNoUndertakerUnasked(t *testing.T) {
	s := newStage(t).means("附近优惠店", "shop.nearby").means("殡葬", "shop.nearby", "category", "殡葬")
	nearest := shop.Shop{ID: uuid.New(), Name: "长安寿衣店", Category: shop.Mourning, State: shop.Signed, Lat: market.Lat, Lng: market.Lng}
	nearest.Offers = []shop.Offer{{ID: uuid.New(), ShopID: nearest.ID, Title: "服务费8折", From: "2025-03-01"}}
	s.deps.Shops = shop.DirectoryOf([]shop.Shop{nearest})
	s.at(market, "")
	require.NotContains(t, s.say("附近优惠店"), "寿衣")
	require.Contains(t, s.say("殡葬"), "长安寿衣店")
}

// A number of ours says what is wanted, whatever verb stands with it.
func TestACaseNumberIsAQuestionAboutTheCase(t *testing.T) {
	s := newStage(t).means("我反映的事"+caseNo, "petition.file")
	require.Contains(t, s.say("我反映的事"+caseNo), "手机号后四位")
}

func TestWordsThatSettleTheWish(t *testing.T) {
	s := newStage(t).means("想理发", "unknown", "category", "理发").means("不理发", "unknown", "category", "理发")
	s.deps.Benefits = benefits{all: append(townBenefits().all, benefit.Benefit{Code: "card-proxy", Title: "走不动的，能代办或上门", Confidence: "found"})}
	s.at(market, "")
	require.Contains(t, s.say("想理发"), "老陶理发店")
	require.Contains(t, s.say("不理发"), "没听明白")
	require.Contains(t, s.say("我妈92了没有手机，能上门不"), "上门")
}
