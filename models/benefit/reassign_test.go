package benefit_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"shuangyong/models/audit"
	"shuangyong/models/benefit"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/person"
)

var clerk = audit.Actor{Kind: audit.Staff, ID: "clerk-1"}

func TestPaymentsOfTwoRecords(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		stationID, people := plant(t, d)
		from, into := people[0].ID, people[1].ID
		pay := func(month string, fen int64, paid clock.Date) benefit.Payment {
			return benefit.Payment{StationPath: city, Subject: "定期抚恤金", Month: month, DueOn: clock.Date(month + "-20"), PaidOn: paid, Fen: fen}
		}
		of := func(p benefit.Payment, first bool) benefit.Payment {
			p.PersonID = into
			if first {
				p.PersonID = from
			}
			return p
		}
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error {
			if err := benefit.InsertCards(tx, []benefit.Card{{PersonID: from, StationID: stationID, StationPath: city, State: benefit.CardReady}}); err != nil {
				return err
			}
			return benefit.InsertPayments(tx, []benefit.Payment{
				of(pay("2026-07", 100, "2026-07-20"), true),                                     // only on one
				of(pay("2026-08", 100, "2026-08-20"), true), of(pay("2026-08", 100, ""), false), // paid on one, due on the other: one payment
				of(pay("2026-09", 100, "2026-09-20"), true), of(pay("2026-09", 100, "2026-09-21"), false), // paid twice: two facts
				of(pay("2026-10", 100, ""), true), of(pay("2026-10", 200, ""), false), // differing amounts: two
			})
		}))
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error { return benefit.Reassign(tx, clerk, from, into) }))
		left, err := benefit.NewStore(d).PaymentsOf(t.Context(), from, 50)
		require.NoError(t, err)
		require.Empty(t, left)
		all, err := benefit.NewStore(d).PaymentsOf(t.Context(), into, 50)
		require.NoError(t, err)
		months := map[string]int{}
		for _, p := range all {
			months[p.Month]++
			if p.Month == "2026-08" {
				require.Equal(t, clock.Date("2026-08-20"), p.PaidOn, "what was paid stays paid")
			}
		}
		require.Equal(t, map[string]int{"2026-07": 1, "2026-08": 1, "2026-09": 2, "2026-10": 2}, months)
		_, ok, err := benefit.NewStore(d).CardOf(t.Context(), into)
		require.NoError(t, err)
		require.True(t, ok)
	})
}

// Whatever two records were paid, together, the one person was paid afterwards; three records merged one after the other too.
func TestNoMoneyIsLost(t *testing.T) {
	d := dbtest.SQLite(t)
	_, planted := plant(t, d)
	rapid.Check(t, func(rt *rapid.T) {
		people := fresh(t, d, planted[0], 3)
		rows, paid := []benefit.Payment{}, int64(0)
		for _, p := range people {
			for _, month := range []string{"2026-08", "2026-09"} {
				if !rapid.Bool().Draw(rt, "has") {
					continue
				}
				one := benefit.Payment{PersonID: p, StationPath: city, Subject: "定期抚恤金", Month: month, DueOn: clock.Date(month + "-20"), Fen: rapid.SampledFrom([]int64{100, 200}).Draw(rt, "fen")}
				if rapid.Bool().Draw(rt, "paid") {
					one.PaidOn, paid = one.DueOn, paid+one.Fen
				}
				rows = append(rows, one)
			}
		}
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error {
			if err := benefit.InsertPayments(tx, rows); err != nil {
				return err
			}
			if err := benefit.Reassign(tx, clerk, people[0], people[1]); err != nil {
				return err
			}
			return benefit.Reassign(tx, clerk, people[1], people[2])
		}))
		all, err := benefit.NewStore(d).PaymentsOf(t.Context(), people[2], 50)
		require.NoError(t, err)
		for _, p := range all {
			if p.PaidOn != "" {
				paid -= p.Fen
			}
		}
		require.Zero(t, paid)
	})
}

// fresh gives n more people like one.
func fresh(t *testing.T, d *db.DB, like person.Person, n int) []uuid.UUID {
	t.Helper()
	rows, ids := make([]person.Person, n), make([]uuid.UUID, n)
	for i := range rows {
		ids[i] = db.NewID()
		rows[i] = person.Person{ID: ids[i], Name: like.Name, StationID: like.StationID, StationPath: like.StationPath}
	}
	require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error { return person.InsertPeople(tx, rows) }))
	return ids
}
