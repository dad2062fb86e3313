package person_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/fault"
	"shuangyong/models/internal/orm"
	"shuangyong/models/person"
	"shuangyong/models/seal"
	"shuangyong/models/station"
)

func reason(err error) string { return fault.Of(err).Reason }

func stationOf(p person.Person) station.Station {
	return station.Station{ID: p.StationID, Path: p.StationPath}
}

// towns plants two towns below the city.
func towns(t *testing.T, d *db.DB) (east, west station.Station) {
	t.Helper()
	east = station.Station{ID: db.NewID(), Code: "990101", Level: station.Town, Path: "990100/990101/"}
	west = station.Station{ID: db.NewID(), Code: "990102", Level: station.Town, Path: "990100/990102/"}
	require.NoError(t, change(t, d, func(tx db.Tx) error { return station.InsertStations(tx, []station.Station{east, west}) }))
	return east, west
}

func TestEnrollingSearchingAndHandingOver(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := person.NewStore(d)
		plant(t, d)
		east, west := towns(t, d)
		inEast, inWest := audit.Scope{Prefix: string(east.Path)}, audit.Scope{Prefix: string(west.Path)}
		in := person.Particulars{Name: "阿卜杜 • 热合曼", IDNumber: "11010519491231002x", Phone: "+86 138-1234-5678", Address: " 东街1号 ", Station: &east}
		var p person.Person
		require.NoError(t, change(t, d, func(tx db.Tx) (err error) {
			p, err = s.Enroll(tx, clerk, in, []person.Paper{person.IdentityCard})
			return err
		}))
		search := func(in audit.Scope, by person.SearchBy, value seal.Text) int {
			found, err := s.Search(t.Context(), in, by, value, uuid.Nil, 5)
			require.NoError(t, err)
			return len(found)
		}
		for by, value := range map[person.SearchBy]seal.Text{
			person.BySearchName: "阿卜杜·热合曼", person.BySearchPhone: "138 1234 5678", person.BySearchIDNumber: "11010519491231002X",
		} {
			require.Equal(t, 1, search(inEast, by, value), by)
			require.Equal(t, 1, search(whole, by, value), by)
			require.Zero(t, search(inWest, by, value), "%s: in another town he does not exist", by)
			require.Zero(t, search(audit.Scope{}, by, value), by)
		}
		_, err := s.Search(t.Context(), whole, person.BySearchPhone, "139", uuid.Nil, 5)
		require.Equal(t, fault.Invalid, fault.CodeOf(err), "a part of a number finds nobody")

		open := func(in audit.Scope) error {
			return change(t, d, func(tx db.Tx) error {
				f, err := s.Open(tx, clerk, in, p.ID, audit.ForBenefit, "", []person.Part{person.PartPhone})
				if err == nil {
					require.Len(t, f.Proofs, 1)
					require.Equal(t, "13812345678", f.Person.Phone.Reveal())
				}
				return err
			})
		}
		require.NoError(t, open(inEast))
		require.Equal(t, "person.not_found", reason(open(inWest)))
		require.NoError(t, change(t, d, func(tx db.Tx) error {
			_, err := s.Correct(tx, clerk, inEast, p.ID, person.Particulars{Station: &west}, person.HandedOver)
			return err
		}))
		require.Equal(t, "person.not_found", reason(open(inEast)), "who handed him over sees him no more")
		require.NoError(t, open(inWest))
		sights, err := audit.SightsOf(d.View(t.Context()), []uuid.UUID{p.ID}, uuid.Nil, 10)
		require.NoError(t, err)
		require.Len(t, sights, 4, "file and phone, each time")
	})
}

func TestCorrecting(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, p := person.NewStore(d), plant(t, d)
		correct := func(in person.Particulars, why person.Reason) error {
			return change(t, d, func(tx db.Tx) error { _, err := s.Correct(tx, clerk, whole, p.ID, in, why); return err })
		}
		require.NoError(t, correct(person.Particulars{Phone: "13812345678", Address: "西街2号"}, person.MovedHouse))
		got, err := s.ByID(t.Context(), p.ID)
		require.NoError(t, err)
		require.Equal(t, []string{"13812345678", "西街2号", "郑守田"}, []string{got.Phone.Reveal(), got.Address.Reveal(), got.Name.Reveal()})
		require.Equal(t, "person.unchanged", reason(correct(person.Particulars{Address: "西街2号"}, person.MovedHouse)))
		require.Equal(t, "person.reason", reason(correct(person.Particulars{Address: "西街3号"}, "because")))
		for field, in := range map[string]person.Particulars{
			"name": {Name: "王5"}, "phone": {Phone: "12345"}, "id_number": {IDNumber: "110105194912310021"}, "born_on": {BornOn: "2027-01-01"}, "sex": {Sex: "x"},
		} {
			err := correct(in, person.TypingSlip)
			require.Equal(t, "person.particulars", reason(err), field)
			require.Equal(t, field, fault.Of(err).Fields[0].Name)
		}
		require.Equal(t, "id_number", fault.Of(correct(person.Particulars{IDNumber: "11010519491231002X", Sex: "m"}, person.NewPaper)).Fields[0].Name, "the number says f")

		other := person.Person{ID: db.NewID(), Name: "钱多", IDNumber: "11010519491231002X", StationID: p.StationID, StationPath: p.StationPath}
		require.NoError(t, change(t, d, func(tx db.Tx) error { return person.InsertPeople(tx, []person.Person{other}) }))
		require.Equal(t, "person.number_registered", reason(correct(person.Particulars{IDNumber: "11010519491231002X"}, person.NewPaper)))

		var details []string
		require.NoError(t, orm.Of(d.View(t.Context())).Table("audit_entries").Where("action = ?", "person.correct").Pluck("detail", &details).Error)
		require.Equal(t, []string{`{"field":"phone","reason":"moved_house"}`, `{"field":"address","reason":"moved_house"}`}, details, "which field and why, never what")
	})
}

// Who looks like somebody on file is registered all the same, and people look at the two.
func TestANewcomerWhoLooksLikeSomebodyIsReviewed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, p := person.NewStore(d), plant(t, d)
		home := stationOf(p)
		require.NoError(t, change(t, d, func(tx db.Tx) error {
			_, err := s.Enroll(tx, clerk, person.Particulars{Name: p.Name, BornOn: p.BornOn, Station: &home}, nil)
			return err
		}))
		var n int64
		require.NoError(t, orm.Of(d.View(t.Context())).Table("person_reviews").Count(&n).Error)
		require.EqualValues(t, 1, n)
	})
}
