package bus_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/models/bus"
	"shuangyong/models/geo"
)

func stopIDs(stops []bus.Stop) []string {
	ids := []string{}
	for _, s := range stops {
		ids = append(ids, s.ID)
	}
	return ids
}

func TestRoutesByName(t *testing.T) {
	d := bus.DirectoryOf(sample())
	for _, name := range []string{"1路", "1", "公交1路", "1路车", "１路", " 1 路公交车", "人民医院"} {
		r, stops, ok := d.Route(name)
		require.True(t, ok, name)
		require.Equal(t, "r1", r.ID, name)
		require.Equal(t, []string{"s1", "s2", "s3"}, stopIDs(stops), "direction 0, in order")
	}
	r, _, ok := d.Route("拥军先锋号")
	require.True(t, ok, "only one line has it in its name")
	require.Equal(t, "r2", r.ID)
	for _, name := range []string{"2路", "路", "", "99", "公交车", "火锅"} {
		_, _, ok = d.Route(name)
		require.False(t, ok, name)
	}
	p := d.Pioneers()
	require.Len(t, p, 1)
	require.Equal(t, "r2", p[0].ID)
	a, ok := d.Agency("a")
	require.True(t, ok)
	require.Equal(t, "云溪公交", a.Name)
}

func TestStops(t *testing.T) {
	d := bus.DirectoryOf(sample())
	here := geo.FromWGS84(geo.WGS84{Lat: 31.2101, Lng: 121.4101})
	near := d.NearStops(here, 2000, 5)
	require.Equal(t, "s2b", near[0].ID)
	require.Less(t, near[0].Metres, 1.0, "the feed is WGS-84, the question GCJ-02")
	require.Equal(t, "s2", near[1].ID)
	require.Equal(t, []string{"12路", "1路", "夜1路"}, []string{near[1].Routes[0].ShortName, near[1].Routes[1].ShortName, near[1].Routes[2].ShortName})
	require.Len(t, d.NearStops(geo.FromWGS84(geo.WGS84{Lat: 31.2, Lng: 121.4}), 500, 5), 1, "a stop where no line calls is none")

	require.Len(t, d.StopByName("东街站"), 2, "one on each side of the street")
	require.Equal(t, "s3", d.StopByName("医院")[0].ID)
	require.Empty(t, d.StopByName("站"))
	require.Empty(t, d.StopByName("机场"))
	require.Empty(t, bus.NewDirectory(nil).NearStops(here, 0, 3))
	require.Empty(t, bus.NewDirectory(nil).StopByName("东街"))
}

func TestConcessions(t *testing.T) {
	d := bus.DirectoryOf(sample())
	rules := d.Concessions("veteran", "2026-11-23")
	require.Len(t, rules, 2)
	require.Equal(t, "r2", rules[0].RouteID, "the particular rule comes first")
	require.Equal(t, bus.Half, rules[1].Fare)
	require.Len(t, d.Concessions("veteran", "2026-12-01"), 1, "the rule for the line has ended")
	require.Equal(t, bus.Free, d.Concessions("active", "2026-11-23")[0].Fare)
	require.Empty(t, d.Concessions("other", "2026-11-23"))

	line := bus.Route{ID: "r2", AgencyID: "a"}
	require.True(t, bus.Concession{}.Covers(line))
	require.False(t, bus.Concession{RouteID: "r1"}.Covers(line))
	require.False(t, bus.Concession{AgencyID: "b"}.Covers(line))
	for fare, pays := range map[bus.Fare]int{bus.Free: 0, bus.Half: 50, bus.Percentage: 30, bus.Full: 100} {
		require.Equal(t, pays, bus.Concession{Fare: fare, Percent: 30}.Pays())
	}
}
