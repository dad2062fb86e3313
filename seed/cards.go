package seed

import (
	"fmt"

	"shuangyong/models/benefit"
	"shuangyong/models/clock"
	"shuangyong/models/person"
	"shuangyong/models/seal"
)

// cardRefusals are why cards were refused, as the person is told, with what to do next.
var cardRefusals = []string{
	"照片穿了军装。请换一张便装白底一寸照，交到服务站就行。",
	"档案里的名字和身份证差一个字。请带户口簿到服务站，我们一起核对。",
	"退役证上的日期和档案不一致。请带退役证原件到服务站核对，档案由我们去调。",
	"还没有建档立卡。请先到服务站登记，当天就能重新申请。",
	"户口已经迁走。请在新的户籍地申请，需要的话我们帮您联系。",
}

// cardSteps are the states after receipt with the days they usually take from the application.
var cardSteps = []struct {
	state benefit.CardState
	days  int
}{{benefit.CardReviewed, 9}, {benefit.CardFiled, 24}, {benefit.CardMaking, 33}, {benefit.CardReady, 52}, {benefit.CardIssued, 61}}

// cardsOf are the applications of one person for the preferential card: most veterans and bereaved relatives have one.
func (g *census) cardsOf(h *home, m *member) []benefit.Card {
	if m.cards != nil {
		return m.cards
	}
	d := g.dice("card", h.slot(m))
	status := m.held[0].Status
	if status != person.Veteran && status != person.BereavedFamily || m.held[0].SeenOn == "" || !d.chance(78) {
		return nil
	}
	applied := laterOf(g.City.cards.day(d), clock.DateOf(m.CreatedAt))
	if m.DiedOn != "" && applied >= m.DiedOn || applied >= g.o.Start {
		return nil
	}
	card := g.card(h, m, 0, applied)
	age := g.o.Start.DaysSince(applied)
	if !d.chance(2) || age < 10 {
		g.progress(&card, age-d.between(-4, 6))
		if card.State == benefit.CardIssued && d.chance(2) {
			card.State, card.CardNumber = benefit.CardReady, "" // lies at the station; he has not come for it
		}
		return []benefit.Card{card}
	}
	refused := g.refuse(card, d.between(6, 9), pick(d, cardRefusals))
	again := refused.UpdatedOn.AddDays(d.between(2, 30))
	if again >= g.o.Start || !d.chance(60) {
		return []benefit.Card{refused}
	}
	second := g.card(h, m, 1, again)
	g.progress(&second, g.o.Start.DaysSince(again))
	return []benefit.Card{refused, second}
}

// card is the k-th application of m, received that day.
func (g *census) card(h *home, m *member, k int, applied clock.Date) benefit.Card {
	return benefit.Card{
		ID: g.id("card", h.slot(m)*2+k), PersonID: m.ID, StationID: m.StationID, StationPath: m.StationPath, State: benefit.CardReceived,
		AppliedOn: applied, UpdatedOn: applied, CreatedAt: applied.At(9+k, 30).UTC(),
		CardNumber: seal.Text(fmt.Sprintf("%s%010d", RegionCode, h.slot(m)*2+k)),
	}
}

// progress takes the application as far as it got in so many days.
func (g *census) progress(card *benefit.Card, age int) {
	for _, s := range cardSteps {
		if age >= s.days {
			card.State, card.UpdatedOn = s.state, min(g.cal.onOrAfter(card.AppliedOn.AddDays(s.days)), g.o.Start)
		}
	}
	if card.State != benefit.CardIssued {
		card.CardNumber = ""
	}
}

func (g *census) refuse(card benefit.Card, days int, reason string) benefit.Card {
	card.State, card.CardNumber, card.Reason = benefit.CardRefused, "", reason
	card.UpdatedOn = min(g.cal.onOrAfter(card.AppliedOn.AddDays(days)), g.o.Start)
	return card
}
