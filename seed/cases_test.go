package seed_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"shuangyong/models/number"
	"shuangyong/models/petition"
	"shuangyong/models/shop"
	"shuangyong/seed"
)

// The imperfect cases that the tour shows.
func TestPetitions(t *testing.T) {
	c, b := whole(t, seed.Options{Start: today})
	var dueToday, overdue, extended, review []petition.Petition
	seen, steps := map[string]bool{}, map[uuid.UUID][]petition.Step{}
	for _, s := range b.Steps {
		steps[s.PetitionID] = append(steps[s.PetitionID], s)
		require.True(t, s.At.Before(today.At(23, 0)))
	}
	for _, p := range b.Petitions {
		require.True(t, number.Valid(p.Number) && !seen[p.Number])
		seen[p.Number] = true
		life := steps[p.ID]
		require.True(t, slices.IsSortedFunc(life, func(a, b petition.Step) int { return a.At.Compare(b.At) }), p.Number)
		require.Equal(t, p.State, life[len(life)-1].State)
		for _, s := range life {
			require.NotContains(t, p.Body.Reveal(), s.Text)
		}
		switch open := p.State == petition.Accepted || p.State == petition.Extended; {
		case open && p.AnswerDue == today:
			dueToday = append(dueToday, p)
		case open && p.AnswerDue != "" && p.AnswerDue < today:
			overdue = append(overdue, p)
		case p.State == petition.Registered:
			require.GreaterOrEqual(t, p.NoticeDue, today)
		}
		switch p.State {
		case petition.Extended:
			extended = append(extended, p)
		case petition.InReview:
			review = append(review, p)
		}
	}
	for _, one := range [][]petition.Petition{dueToday, overdue, extended, review} {
		require.Len(t, one, 1)
	}
	var known []string
	for _, s := range c.Stories() {
		known = append(known, s.Petition)
	}
	for _, one := range [][]petition.Petition{dueToday, overdue, extended, review} {
		require.Contains(t, known, one[0].Number)
	}
}

// The figure of the last whole month is 98.7 % because of its rows, and the months before were better.
func TestPaymentsOnTime(t *testing.T) {
	_, b := whole(t, seed.Options{Start: today})
	all, late, months := map[string]int{}, map[string]int{}, map[string]bool{}
	once := map[string]bool{}
	for _, p := range b.Payments {
		key := p.PersonID.String() + p.Subject + p.Month
		require.False(t, once[key])
		once[key], months[p.Month] = true, true
		require.LessOrEqual(t, p.PaidOn, today)
		require.Positive(t, p.Fen)
		all[p.Month]++
		if p.DueOn < today && (p.PaidOn == "" || p.PaidOn > p.DueOn) {
			late[p.Month]++
			require.NotEmpty(t, p.Late, "every late case has its reason")
		}
	}
	require.Len(t, months, 25)
	require.Equal(t, "98.7", fmt.Sprintf("%.1f", 100-100*float64(late["2026-10"])/float64(all["2026-10"])))
	for m := range months {
		if m != "2026-10" {
			require.Less(t, float64(late[m])/float64(all[m]), 0.009, m)
		}
	}
	require.Greater(t, all["2026-02"], all["2026-01"]*3/2, "春节慰问金")
	require.Greater(t, all["2026-07"], all["2026-06"]*3/2, "八一慰问金")
}

func TestShopsAndCards(t *testing.T) {
	_, b := whole(t, seed.Options{Start: today})
	states, over, later, names := map[shop.State]int{}, 0, 0, map[string]bool{}
	for _, s := range b.Shops {
		states[s.State]++
		require.False(t, names[s.Name], s.Name)
		names[s.Name] = true
		require.Contains(t, s.Address, "演示")
		require.Regexp(t, landlineForm, s.Phone)
		require.LessOrEqual(t, s.CheckedOn, today)
		require.LessOrEqual(t, s.ClosedOn, today)
		require.Equal(t, s.State == shop.Applied, s.SignedOn == "")
		for _, o := range s.Offers {
			require.Equal(t, s.ID, o.ShopID)
			if o.Until != "" && o.Until < today {
				over++
			}
			if o.From > today {
				later++
			}
		}
	}
	require.True(t, names["国强理发店"] && names["满香园饭馆"])
	for _, s := range []shop.State{shop.Applied, shop.Signed, shop.Suspended, shop.Closed, shop.Removed} {
		require.Positive(t, states[s], s)
	}
	require.Positive(t, over, "offers that ran out")
	require.Positive(t, later, "offers to come")
	cards := map[string]int{}
	for _, k := range b.Cards {
		cards[string(k.State)]++
		require.Equal(t, k.State == "issued", k.CardNumber != "")
		require.Equal(t, k.State == "refused", k.Reason != "")
		require.LessOrEqual(t, k.AppliedOn, k.UpdatedOn)
		require.LessOrEqual(t, k.UpdatedOn, today)
	}
	require.Len(t, cards, 7, "every state of the way")
}
