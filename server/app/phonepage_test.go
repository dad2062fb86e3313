package app

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/handlers/demo"
	"shuangyong/models/geo"
)

// The page's people and its city are those of the database.
func TestThePhonesPageKnowsTheCity(t *testing.T) {
	a, err := New(t.Context(), inhabited(t), quiet, io.Discard)
	require.NoError(t, err)
	defer a.release()
	get := func(path string, into any) {
		t.Helper()
		w := httptest.NewRecorder()
		a.handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		require.Equal(t, http.StatusOK, w.Code, w.Body.String())
		require.NoError(t, json.Unmarshal(w.Body.Bytes(), into))
	}
	var state struct {
		Account demo.Account
		People  []demo.Person
		Menu    []demo.Button
	}
	get("/simulator/api/state", &state)
	require.Contains(t, state.Account.Name, "演示")
	require.Len(t, state.Menu, 3)
	people := map[string]demo.Person{}
	for _, p := range state.People {
		people[p.Name] = p
	}
	require.Len(t, people, 9, "the eight of the tour, and somebody new")
	require.True(t, people["新来的人"].New)
	require.Empty(t, people["周桂英"].OpenID, "she has no phone")
	barber := people["孙国强"]
	require.Equal(t, []string{"退役军人", "残疾军人"}, barber.Statuses)
	require.True(t, barber.Verified)
	require.Len(t, barber.Petition, 9)
	require.NotEmpty(t, barber.Say)

	var m demo.Map
	get("/simulator/api/map", &m)
	require.Len(t, m.Stations, 281)
	require.Len(t, m.Districts, 20)
	require.Greater(t, len(m.Shops), 300)
	require.Len(t, m.Lines, 60)
	inside := func(at [2]float64) bool {
		return at[0] > m.Bounds[0][0] && at[0] < m.Bounds[1][0] && at[1] > m.Bounds[0][1] && at[1] < m.Bounds[1][1]
	}
	pioneers := 0
	for _, l := range m.Lines {
		require.Greater(t, len(l.Points), 1, l.Name)
		for _, p := range l.Points {
			require.True(t, inside(p), l.Name)
		}
		if l.Pioneer {
			pioneers++
		}
	}
	require.Equal(t, 6, pioneers)
	for _, s := range m.Stops {
		near := geo.Metres(geo.Point{Lat: s.At[0], Lng: s.At[1]}, geo.Point{Lat: 38.7, Lng: 119.7})
		require.Less(t, near, 30_000.0, s.Name)
		if s.Name == "火车站" { // the feed is WGS-84, the map is not
			sources, err := newAnswers(a.stores.DB)
			require.NoError(t, err)
			require.NoError(t, sources.load(t.Context()))
			stop := sources.buses.StopByName("火车站")[0]
			require.Less(t, geo.Metres(geo.Point{Lat: s.At[0], Lng: s.At[1]}, stop.Point()), 60.0, "either side of the street")
			require.Greater(t, geo.Metres(geo.Point{Lat: s.At[0], Lng: s.At[1]}, geo.Point{Lat: stop.Lat, Lng: stop.Lng}), 200.0)
		}
	}
}
