package bus_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"shuangyong/models/bus"
	"shuangyong/models/clock"
)

func board(d *bus.Directory, stop string, now time.Time, k int) []string {
	lines := []string{}
	for _, x := range d.Departures(stop, now, k) {
		h, m := x.Clock()
		lines = append(lines, fmt.Sprintf("%s %02d:%02d %s", x.Route.ShortName, h, m, x.Headsign))
	}
	return lines
}

func TestDepartures(t *testing.T) {
	d := bus.DirectoryOf(sample())
	monday, tuesday, saturday, sunday := clock.Date("2026-11-23"), clock.Date("2026-11-24"), clock.Date("2026-11-28"), clock.Date("2026-11-29")
	for name, x := range map[string]struct {
		stop string
		now  time.Time
		k    int
		want []string
	}{
		"in order of time":                  {"s2", monday.At(6, 30), 9, []string{"12路 06:40 烈士陵园", "1路 07:40 人民医院", "1路 08:40 人民医院", "1路 09:06 火车站", "夜1路 00:10 环城"}},
		"the next two":                      {"s2", monday.At(6, 0), 2, []string{"12路 06:00 烈士陵园", "12路 06:20 烈士陵园"}},
		"this very minute":                  {"s1", monday.At(7, 30), 1, []string{"1路 07:30 人民医院"}},
		"just gone":                         {"s1", monday.At(7, 30).Add(time.Millisecond), 1, []string{"1路 08:30 人民医院"}},
		"no service":                        {"s1", tuesday.At(7, 0), 9, []string{"夜1路 23:50 环城"}},
		"an added day":                      {"s1", saturday.At(8, 0), 9, []string{"1路 08:30 人民医院", "夜1路 23:50 环城"}},
		"Sunday":                            {"s1", sunday.At(8, 0), 9, []string{"夜1路 23:50 环城"}},
		"last night's bus":                  {"s2", tuesday.At(0, 5), 1, []string{"夜1路 00:10 环城"}},
		"and then today's":                  {"s2", tuesday.At(0, 5), 2, []string{"夜1路 00:10 环城", "12路 06:00 烈士陵园"}},
		"its own midnight":                  {"s2", monday.At(23, 59), 1, []string{"夜1路 00:10 环城"}},
		"nobody departs from the last stop": {"s3", monday.At(6, 0), 9, []string{"1路 09:00 火车站"}},
		"before the calendar":               {"s1", clock.Date("2025-12-31").At(8, 0), 9, []string{}},
		"the night after its last day":      {"s2", clock.Date("2027-01-01").At(0, 1), 9, []string{"夜1路 00:10 环城"}},
		"after the calendar":                {"s2", clock.Date("2027-01-02").At(0, 1), 9, []string{}},
		"an unknown stop":                   {"s9", monday.At(8, 0), 9, []string{}},
		"none asked for":                    {"s1", monday.At(8, 0), 0, []string{}},
	} {
		require.Equal(t, x.want, board(d, x.stop, x.now, x.k), name)
	}
	late := d.Departures("s2", tuesday.At(0, 5), 1)[0]
	require.True(t, late.Yesterday)
	require.Equal(t, tuesday.At(0, 10), late.At(tuesday.At(0, 5)))
	late = d.Departures("s2", monday.At(23, 59), 1)[0]
	require.Equal(t, tuesday.At(0, 10), late.At(monday.At(23, 59)))
	require.Empty(t, bus.NewDirectory(nil).Departures("s1", monday.At(8, 0), 5))
}

// Whatever the timetable, the board shows what a scan of all trips of both service days finds.
func TestDeparturesAgreeWithAScan(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := bus.Feed{Routes: []bus.Route{{ID: "r"}}, Stops: []bus.Stop{{ID: "s"}, {ID: "end"}}}
		week := rapid.StringMatching("[01]{7}")
		for i := range rapid.IntRange(1, 70).Draw(t, "services") {
			f.Services = append(f.Services, bus.Service{ID: fmt.Sprint(i), Weekdays: week.Draw(t, "week"), StartOn: "2026-11-01", EndOn: "2026-11-30"})
		}
		for i := range rapid.IntRange(0, 60).Draw(t, "trips") {
			trip, at := fmt.Sprint(i), rapid.IntRange(0, 30*3600).Draw(t, "at")
			f.Trips = append(f.Trips, bus.Trip{ID: trip, RouteID: "r", ServiceID: rapid.SampledFrom(f.Services).Draw(t, "service").ID})
			f.StopTimes = append(f.StopTimes, bus.StopTime{TripID: trip, Sequence: 1, StopID: "s", Departure: at}, bus.StopTime{TripID: trip, Sequence: 2, StopID: "end"})
		}
		day := clock.Date("2026-11-10").AddDays(rapid.IntRange(-12, 25).Draw(t, "day"))
		now := day.At(0, 0).Add(time.Duration(rapid.IntRange(0, 86399).Draw(t, "second")) * time.Second)
		k := rapid.IntRange(1, 20).Draw(t, "k")

		want := []int{}
		for i, trip := range f.Trips {
			var s bus.Service
			for _, x := range f.Services {
				if x.ID == trip.ServiceID {
					s = x
				}
			}
			for _, on := range []clock.Date{day.AddDays(-1), day} {
				leaves := on.At(0, 0).Add(time.Duration(f.StopTimes[2*i].Departure) * time.Second)
				if on >= s.StartOn && on <= s.EndOn && s.Weekdays[(int(on.Weekday())+6)%7] == '1' && !leaves.Before(now) {
					want = append(want, int(leaves.Sub(now)/time.Second))
				}
			}
		}
		slices.Sort(want)
		got := []int{}
		for _, x := range bus.DirectoryOf(f).Departures("s", now, k) {
			got = append(got, int(x.At(now).Sub(now)/time.Second))
		}
		require.Equal(t, want[:min(k, len(want))], got)
	})
}

// BenchmarkDepartures is on a feed of about 440,000 stop times, as the aim in the design says.
func BenchmarkDepartures(b *testing.B) {
	d := bus.DirectoryOf(large())
	now := clock.Date("2026-11-23").At(8, 12)
	for _, k := range []int{1, 5} {
		b.Run(fmt.Sprint(k), func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				d.Departures(stopNames[i%1000], now, k)
			}
		})
	}
}

func BenchmarkBuild(b *testing.B) {
	f := large()
	for b.Loop() {
		g := f
		g.StopTimes = slices.Clone(f.StopTimes)
		bus.DirectoryOf(g)
	}
}

var stopNames = func() []string {
	names := make([]string, 1000)
	for i := range names {
		names[i] = fmt.Sprintf("stop%04d", i)
	}
	return names
}()

func large() bus.Feed {
	r := rand.New(rand.NewPCG(5, 5))
	f := bus.Feed{Services: []bus.Service{
		{ID: "wd", Weekdays: "1111100", StartOn: "2026-01-01", EndOn: "2026-12-31"},
		{ID: "sat", Weekdays: "0000010", StartOn: "2026-01-01", EndOn: "2026-12-31"},
		{ID: "sun", Weekdays: "0000001", StartOn: "2026-01-01", EndOn: "2026-12-31"},
	}}
	for _, n := range stopNames {
		f.Stops = append(f.Stops, bus.Stop{ID: n, Name: n, Lat: 31 + r.Float64(), Lng: 121 + r.Float64()})
	}
	for route := range 100 {
		id := fmt.Sprint("r", route)
		f.Routes = append(f.Routes, bus.Route{ID: id, ShortName: id})
		for n := range 176 {
			trip := fmt.Sprintf("%s-%d", id, n)
			f.Trips = append(f.Trips, bus.Trip{ID: trip, RouteID: id, ServiceID: f.Services[n%3].ID})
			for s := range 25 {
				at := 5*3600 + n*360 + s*120
				f.StopTimes = append(f.StopTimes, bus.StopTime{TripID: trip, Sequence: s, StopID: stopNames[(route*37+s*11)%1000], Arrival: at, Departure: at})
			}
		}
	}
	slices.SortFunc(f.StopTimes, func(a, b bus.StopTime) int {
		return cmp.Or(cmp.Compare(a.TripID, b.TripID), cmp.Compare(a.Sequence, b.Sequence))
	})
	return f
}
