package petition_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/fault"
	"shuangyong/models/internal/orm"
	"shuangyong/models/person"
	"shuangyong/models/petition"
	"shuangyong/models/seal"
	"shuangyong/models/station"
)

const city = station.Path("990100/")

// plant writes a station and a person.
func plant(t *testing.T, d *db.DB) (stationID, personID uuid.UUID) {
	t.Helper()
	s := []station.Station{{Code: "990100", Level: station.City, Path: city}}
	p := []person.Person{{Name: "周桂兰", StationPath: city}}
	require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error {
		if err := station.InsertStations(tx, s); err != nil {
			return err
		}
		p[0].StationID = s[0].ID
		return person.InsertPeople(tx, p)
	}))
	return s[0].ID, p[0].ID
}

func file(t *testing.T, d *db.DB, rows ...petition.Petition) {
	t.Helper()
	require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error { return petition.InsertPetitions(tx, rows) }))
}

func TestByNumberNeedsBothProofs(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		stationID, personID := plant(t, d)
		store := petition.NewStore(d)
		received := clock.Date("2026-11-02").At(9, 30).UTC()
		p := petition.Petition{
			ID: db.NewID(), Number: "482193057", Kind: petition.Appeal, State: petition.Accepted, PersonID: &personID, Petitioner: "周桂兰",
			Phone: "13900004321", Body: "房子漏雨", StationID: stationID, StationPath: city, Receiver: "李同志", ReceivedAt: received, NoticeDue: "2026-11-17",
			AcceptedOn: "2026-11-05", UpdatedAt: received,
		}
		silent := petition.Petition{Number: "100000009", Kind: petition.Suggestion, State: petition.Registered, StationID: stationID, StationPath: city, ReceivedAt: received}
		file(t, d, p, silent)
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error {
			return petition.InsertSteps(tx, []petition.Step{
				{PetitionID: p.ID, At: received.Add(72 * time.Hour), State: petition.Accepted, Text: "已受理"},
				{PetitionID: p.ID, At: received, State: petition.Registered, Text: "已登记"},
			})
		}))

		read, steps, err := store.ByNumber(t.Context(), "482193057", "4321")
		require.NoError(t, err)
		require.Equal(t, "房子漏雨", read.Body.Reveal())
		require.Equal(t, p.ReceivedAt, read.ReceivedAt.UTC())
		require.Equal(t, []string{"已登记", "已受理"}, []string{steps[0].Text, steps[1].Text}, "oldest first")

		for name, x := range map[string][2]string{
			"a wrong tail": {"482193057", "4322"}, "a wrong number": {"482193058", "4321"}, "another's tail": {"100000009", "4321"},
			"no phone on file": {"100000009", ""}, "no tail": {"482193057", ""}, "the whole phone": {"482193057", "13900004321"},
			"nothing": {"", ""}, "a pattern": {"%", "4321"},
		} {
			got, steps, err := store.ByNumber(t.Context(), x[0], x[1])
			require.Equal(t, petition.ErrNotFound, err, name)
			require.Equal(t, fault.NotFound, fault.CodeOf(err))
			require.Empty(t, got, name)
			require.Empty(t, steps, name)
		}

		var raw []byte
		require.NoError(t, orm.Of(d.View(t.Context())).Table("petitions").Select("body").Where("number = ?", "482193057").Row().Scan(&raw))
		require.NotContains(t, string(raw), "漏雨")
		err = d.InTx(t.Context(), func(tx db.Tx) error {
			return petition.InsertPetitions(tx, []petition.Petition{{
				Number: "482193057", Kind: petition.Appeal, State: petition.Registered,
				StationID: stationID, StationPath: city, ReceivedAt: received,
			}})
		})
		require.Equal(t, fault.Conflict, fault.CodeOf(err), "a number is given once")
	})
}

// The same statements run whether the number exists or not and whether the tail is right or not.
func TestByNumberDoesLikeWork(t *testing.T) {
	d := dbtest.SQLite(t)
	stationID, _ := plant(t, d)
	file(t, d, petition.Petition{
		Number: "482193057", Kind: petition.Appeal, State: petition.Accepted, Phone: "13900004321", StationID: stationID,
		StationPath: city, ReceivedAt: dbtest.Start(),
	})
	g := orm.Of(d.View(t.Context()))
	count := 0
	require.NoError(t, g.Callback().Query().After("gorm:query").Register("test:count", func(*gorm.DB) { count++ }))
	store := petition.NewStore(d)
	work := func(number, tail string) int {
		count = 0
		_, _, _ = store.ByNumber(t.Context(), number, tail)
		return count
	}
	right := work("482193057", "4321")
	require.Equal(t, 2, right)
	require.Equal(t, right, work("482193057", "0000"))
	require.Equal(t, right, work("999999999", "4321"))
}

func TestOfPersonAndDue(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		stationID, personID := plant(t, d)
		store := petition.NewStore(d)
		at := clock.Date("2026-09-01").At(9, 0).UTC()
		row := func(number string, state petition.State, day int, notice, answer clock.Date) petition.Petition {
			return petition.Petition{
				Number: number, Kind: petition.Appeal, State: state, PersonID: &personID, Phone: seal.Text("1390000" + number[:4]),
				StationID: stationID, StationPath: city, ReceivedAt: at.AddDate(0, 0, day), NoticeDue: notice, AnswerDue: answer,
			}
		}
		file(t, d,
			row("000000001", petition.Registered, 1, "2026-11-23", ""),           // due today
			row("000000002", petition.Registered, 2, "2026-11-24", ""),           // tomorrow
			row("000000003", petition.Accepted, 3, "2026-09-15", "2026-11-20"),   // overdue
			row("000000004", petition.Extended, 4, "2026-09-15", "2026-11-23"),   // due today
			row("000000005", petition.Answered, 5, "2026-09-15", "2026-11-20"),   // done
			row("000000006", petition.Accepted, 6, "2026-09-15", ""),             // its year's calendar is missing
			row("000000007", petition.Registered, 7, "2026-11-01", "2026-11-21"), // overdue notice
		)
		due, err := store.Due(t.Context(), clock.Date("2026-11-23").At(10, 0))
		require.NoError(t, err)
		require.Equal(t, []string{"000000007", "000000003", "000000001", "000000004"}, numbers(due))
		due, err = store.Due(t.Context(), clock.Date("2026-11-23").At(23, 59).Add(time.Minute))
		require.NoError(t, err)
		require.Contains(t, numbers(due), "000000002", "a minute later it is tomorrow")

		own, err := store.OfPerson(t.Context(), personID, 3)
		require.NoError(t, err)
		require.Equal(t, []string{"000000007", "000000006", "000000005"}, numbers(own), "the latest first")
		own, err = store.OfPerson(t.Context(), db.NewID(), 3)
		require.NoError(t, err)
		require.Empty(t, own)
	})
}

func numbers(all []petition.Petition) []string {
	n := []string{}
	for _, p := range all {
		n = append(n, p.Number)
	}
	return n
}
