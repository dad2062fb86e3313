package person_test

import (
	"fmt"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"shuangyong/models/audit"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/person"
	"shuangyong/models/seal"
	"shuangyong/models/station"
)

// crowd is the n-th batch of a list, of people who are all different.
func crowd(at station.Station, n int) []person.Listed {
	list := make([]person.Listed, person.MaxListed)
	for i := range list {
		k := n*person.MaxListed + i
		born := clock.Date("1930-01-01").AddDays(k / 998 % 25_000)
		list[i] = person.Listed{
			Name: seal.Text(fmt.Sprintf("人%d", k%20_000)), IDNumber: numberOf(k%998+1, born), Sex: "m", BornOn: born, Phone: seal.Text(fmt.Sprintf("1540%07d", k)),
			Address: "东街石榴巷7号", StationID: at.ID, StationPath: at.Path, Statuses: []person.Held{{Status: person.Veteran, From: "1976-01-05"}},
		}
	}
	return list
}

func townOf(b *testing.B, d *db.DB) station.Station {
	b.Helper()
	s := []station.Station{{ID: db.NewID(), Code: "990100", Level: station.City, Path: city}}
	require.NoError(b, d.InTx(b.Context(), func(tx db.Tx) error { return station.InsertStations(tx, s) }))
	return s[0]
}

// BenchmarkImport takes over people who are new, in one transaction as the command does.
func BenchmarkImport(b *testing.B) {
	d := dbtest.SQLite(b)
	require.NoError(b, d.Bulk(b.Context()))
	at, store, n := townOf(b, d), person.NewStore(d), 0
	require.NoError(b, d.InTx(b.Context(), func(tx db.Tx) error {
		for b.Loop() {
			if _, err := store.Import(tx, clerk, crowd(at, n)); err != nil {
				return err
			}
			n++
		}
		return nil
	}))
	b.ReportMetric(float64(n*person.MaxListed)/b.Elapsed().Seconds(), "rows/s")
}

// BenchmarkSearchByIDNumber looks somebody up among 300,000, as the desk does.
func BenchmarkSearchByIDNumber(b *testing.B) {
	const batches = 600
	d := dbtest.SQLite(b)
	require.NoError(b, d.Bulk(b.Context()))
	at, store := townOf(b, d), person.NewStore(d)
	require.NoError(b, d.InTx(b.Context(), func(tx db.Tx) error {
		for n := range batches {
			if _, err := store.Import(tx, clerk, crowd(at, n)); err != nil {
				return err
			}
		}
		return nil
	}))
	var wanted []seal.Text
	for n := range batches {
		wanted = append(wanted, crowd(at, n*7919%batches)[n%person.MaxListed].IDNumber)
	}
	for n := 0; b.Loop(); n++ {
		number := wanted[n%batches]
		found, err := store.Search(b.Context(), audit.Scope{Prefix: string(city)}, person.BySearchIDNumber, number, uuid.Nil, 1)
		require.NoError(b, err)
		require.Len(b, found, 1)
	}
}
