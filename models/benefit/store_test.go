package benefit_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"shuangyong/models/benefit"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/fault"
	"shuangyong/models/person"
	"shuangyong/models/station"
)

const city = station.Path("990100/")

func plant(t *testing.T, d *db.DB) (stationID uuid.UUID, people []person.Person) {
	t.Helper()
	s := []station.Station{{Code: "990100", Level: station.City, Path: city}}
	people = []person.Person{{Name: "郑守田", StationPath: city}, {Name: "周桂兰", StationPath: city}}
	require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error {
		if err := station.InsertStations(tx, s); err != nil {
			return err
		}
		for i := range people {
			people[i].StationID = s[0].ID
		}
		return person.InsertPeople(tx, people)
	}))
	return s[0].ID, people
}

func TestCards(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		stationID, people := plant(t, d)
		store := benefit.NewStore(d)
		card := func(state benefit.CardState, applied clock.Date, reason string) benefit.Card {
			return benefit.Card{
				PersonID: people[0].ID, StationID: stationID, StationPath: city, State: state, AppliedOn: applied, UpdatedOn: applied,
				Reason: reason, CreatedAt: applied.At(9, 0).UTC(),
			}
		}
		rows := []benefit.Card{card(benefit.CardRefused, "2026-03-01", "照片不清楚"), card(benefit.CardMaking, "2026-10-08", "")}
		rows[1].CardNumber = "99000001"
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error { return benefit.InsertCards(tx, rows) }))
		c, ok, err := store.CardOf(t.Context(), people[0].ID)
		require.NoError(t, err)
		require.True(t, ok)
		c.CreatedAt = c.CreatedAt.UTC()
		require.Equal(t, rows[1], c, "the latest application counts")
		require.Equal(t, "99000001", c.CardNumber.Reveal())
		_, ok, err = store.CardOf(t.Context(), people[1].ID)
		require.NoError(t, err)
		require.False(t, ok)
		require.Error(t, d.InTx(t.Context(), func(tx db.Tx) error {
			return benefit.InsertCards(tx, []benefit.Card{card(benefit.CardRefused, "2026-11-01", "")})
		}), "nobody is refused without a reason")
	})
}

func TestPaymentsAndTheFigureBehindThem(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		_, people := plant(t, d)
		store := benefit.NewStore(d)
		pay := func(who int, subject, month string, due, paid clock.Date, late string) benefit.Payment {
			return benefit.Payment{PersonID: people[who].ID, StationPath: city, Subject: subject, Month: month, DueOn: due, PaidOn: paid, Fen: 88_00, Late: late}
		}
		rows := []benefit.Payment{
			pay(0, "残疾抚恤金", "2026-10", "2026-10-20", "2026-10-20", ""),
			pay(1, "定期抚恤金", "2026-10", "2026-10-20", "2026-10-23", "银行退回"),
			pay(0, "残疾抚恤金", "2026-11", "2026-11-20", "2026-11-18", ""),
			pay(1, "定期抚恤金", "2026-11", "2026-11-20", "", "账户注销"),
			pay(1, "取暖补助", "2026-11", "2026-11-25", "", ""), // not due yet on the 23rd
		}
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error { return benefit.InsertPayments(tx, rows) }))

		own, err := store.PaymentsOf(t.Context(), people[1].ID, 2)
		require.NoError(t, err)
		require.Equal(t, []benefit.Payment{rows[4], rows[3]}, own, "the newest first")

		for month, want := range map[string]benefit.Figure{
			"2026-10": {Numerator: 1, Denominator: 2, AsOf: "2026-11-23", Cases: []benefit.Payment{rows[1]}},
			"2026-11": {Numerator: 1, Denominator: 2, AsOf: "2026-11-23", Cases: []benefit.Payment{rows[3]}},
			"2026-12": {AsOf: "2026-11-23", Cases: []benefit.Payment{}},
		} {
			f, err := store.Timely(t.Context(), month)
			require.NoError(t, err)
			require.Equal(t, want, f, month)
			require.Len(t, f.Cases, f.Denominator-f.Numerator, "a figure is proved by its cases")
		}
		err = d.InTx(t.Context(), func(tx db.Tx) error {
			return benefit.InsertPayments(tx, []benefit.Payment{pay(0, "残疾抚恤金", "2026-10", "2026-10-20", "", "")})
		})
		require.Equal(t, fault.Conflict, fault.CodeOf(err), "a month is due once")
		negative := pay(0, "残疾抚恤金", "2026-09", "2026-09-20", "", "")
		negative.Fen = -1
		require.Error(t, d.InTx(t.Context(), func(tx db.Tx) error { return benefit.InsertPayments(tx, []benefit.Payment{negative}) }))
	})
}

func TestBenefitsAreKeptAndReloaded(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		directory := benefit.NewDirectory(benefit.NewStore(d))
		require.NoError(t, directory.Load(t.Context()))
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error { return benefit.InsertBenefits(tx, leaflet()) }))
		revs, err := d.Revisions(t.Context())
		require.NoError(t, err)
		require.NoError(t, directory.Refresh(t.Context(), revs[benefit.Subject]))
		b, ok := directory.ByCode("bus")
		require.True(t, ok)
		require.Equal(t, leaflet()[1], b)
		bad := benefit.Benefit{Code: "x", Confidence: "sure"}
		require.Error(t, d.InTx(t.Context(), func(tx db.Tx) error { return benefit.InsertBenefits(tx, []benefit.Benefit{bad}) }))
	})
}
