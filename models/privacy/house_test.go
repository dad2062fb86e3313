package privacy_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/person"
	"shuangyong/models/privacy"
	"shuangyong/models/station"
)

const (
	town  = station.Path("990100/990101/")
	other = station.Path("990100/990102/")
)

var (
	citizen = audit.Actor{Kind: audit.Citizen, ID: "somebody"}
	clerk   = audit.Actor{Kind: audit.Staff, ID: "0195f3a0-0000-7000-8000-000000000001"}
	ofTown  = audit.Scope{Prefix: string(town)}
)

// plant makes two stations and a person, with an account, at the first.
func plant(t testing.TB, d *db.DB) privacy.Who {
	t.Helper()
	stations := []station.Station{
		{Code: "990100", Level: station.City, Path: "990100/"}, {ID: db.NewID(), Code: "990101", Level: station.Town, Path: town}, {ID: db.NewID(), Code: "990102", Level: station.Town, Path: other},
	}
	who := privacy.Who{Person: db.NewID()}
	do(t, d, func(tx db.Tx) error {
		if err := station.InsertStations(tx, stations); err != nil {
			return err
		}
		if err := person.InsertPeople(tx, []person.Person{{ID: who.Person, Name: "郑守田", StationID: stations[1].ID, StationPath: town}}); err != nil {
			return err
		}
		a, err := person.NewStore(d).Follow(tx, citizen, person.MiniProgram, "oABC", "", dbtest.Start())
		who.Account = a.ID
		return err
	})
	return who
}

func do(t testing.TB, d *db.DB, fn func(tx db.Tx) error) {
	t.Helper()
	require.NoError(t, d.InTx(t.Context(), fn))
}

func refused(t *testing.T, d *db.DB, reason string, fn func(tx db.Tx) error) {
	t.Helper()
	require.ErrorContains(t, d.InTx(t.Context(), fn), reason)
}

var nobody = uuid.Nil
