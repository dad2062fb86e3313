package benefit_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"shuangyong/models/benefit"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/seal"
)

// A card's number leads to one person, however it is spelled; one that two people have proves nothing of either.
func TestPersonByCard(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		stationID, people := plant(t, d)
		card := func(whose int, number seal.Text) benefit.Card {
			return benefit.Card{PersonID: people[whose].ID, StationID: stationID, StationPath: city, State: benefit.CardIssued, CardNumber: number}
		}
		rows := []benefit.Card{card(0, "9901000000000123"), card(0, "9901000000000123"), card(0, ""), card(1, "ZJ0001"), card(0, "9901000000000999"), card(1, "9901000000000999")}
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error { return benefit.InsertCards(tx, rows) }))
		for number, want := range map[seal.Text]uuid.UUID{
			"9901000000000123": people[0].ID, " 9901 0000-0000 0123": people[0].ID, "９９０１0000000001２３": people[0].ID, "zj0001": people[1].ID,
			"": uuid.Nil, " ": uuid.Nil, "990100000000012": uuid.Nil, "9901000000000999": uuid.Nil,
		} {
			got, err := benefit.PersonByCard(d.View(t.Context()), number)
			require.NoError(t, err)
			require.Equal(t, want, got, number.Reveal())
		}
	})
}
