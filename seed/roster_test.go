package seed_test

import (
	"bytes"
	"encoding/csv"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/models/db/dbtest"
	"shuangyong/models/roster"
	"shuangyong/models/station"
	"shuangyong/seed"
)

// RosterOf is an invented list as a file, with the city whose stations it names.
func rosterOf(t testing.TB, n int) []byte {
	t.Helper()
	c, err := seed.New(seed.Options{Start: "2026-11-23"}.Filled())
	require.NoError(t, err)
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	require.NoError(t, w.Write(seed.RosterTitles()))
	for row := range c.Roster(n) {
		require.NoError(t, w.Write(row))
	}
	w.Flush()
	return out.Bytes()
}

func TestTheInventedListIsInOrder(t *testing.T) {
	list := rosterOf(t, 3000)
	require.Equal(t, list, rosterOf(t, 3000), "the same options give the same list")
	f, err := roster.New(bytes.NewReader(list), int64(len(list)))
	require.NoError(t, err)
	var rows []roster.Row
	sum, err := f.Read(t.Context(), roster.Options{Now: dbtest.Start(), Stations: func(s string) []station.Station { return []station.Station{{Code: s, Path: "990100/"}} }},
		func(r roster.Row) error { rows = append(rows, r); return nil },
		func(c roster.Complaint) { require.False(t, c.Bad, "%s", c) })
	require.NoError(t, err)
	require.Equal(t, 3000, sum.Rows)
	require.True(t, slices.ContainsFunc(rows, func(r roster.Row) bool { return r.Card != "" }))
	require.True(t, slices.ContainsFunc(rows, func(r roster.Row) bool { return len(r.Statuses) == 2 }))
}
