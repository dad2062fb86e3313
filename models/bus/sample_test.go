package bus_test

import (
	"github.com/google/uuid"

	"shuangyong/models/bus"
)

// sample is a small network: line 1 by single trips on weekdays, line 2 (pioneer) every 20 minutes all week, a night line past midnight.
func sample() bus.Feed {
	f := bus.Feed{
		Agencies: []bus.Agency{{ID: "a", Name: "云溪公交", Phone: "0000-1"}},
		Routes: []bus.Route{
			{ID: "r1", AgencyID: "a", ShortName: "1路", LongName: "火车站—人民医院", Type: 3, SortOrder: 1},
			{ID: "r2", AgencyID: "a", ShortName: "12路", LongName: "拥军先锋号 服务中心—烈士陵园", Type: 3, Pioneer: true, SortOrder: 2},
			{ID: "r3", AgencyID: "a", ShortName: "夜1路", LongName: "环城", Type: 3, SortOrder: 3},
		},
		Stops: []bus.Stop{
			{ID: "s1", Name: "火车站", Lat: 31.20, Lng: 121.40},
			{ID: "s2", Name: "东街", Lat: 31.21, Lng: 121.41},
			{ID: "s2b", Name: "东街", Lat: 31.2101, Lng: 121.4101},
			{ID: "s3", Name: "人民医院", Lat: 31.22, Lng: 121.42},
			{ID: "s4", Name: "废站", Lat: 31.2, Lng: 121.4},
		},
		Services: []bus.Service{
			{ID: "wd", Weekdays: "1111100", StartOn: "2026-01-01", EndOn: "2026-12-31"},
			{ID: "all", Weekdays: "1111111", StartOn: "2026-01-01", EndOn: "2026-12-31"},
		},
		Exceptions: []bus.ServiceException{{ServiceID: "wd", Day: "2026-11-24"}, {ServiceID: "wd", Day: "2026-11-28", Added: true}},
		Trips: []bus.Trip{
			{ID: "t1", RouteID: "r1", ServiceID: "wd", Headsign: "人民医院"},
			{ID: "t1b", RouteID: "r1", ServiceID: "wd", Headsign: "人民医院"},
			{ID: "t1r", RouteID: "r1", ServiceID: "wd", Direction: 1, Headsign: "火车站"},
			{ID: "t2", RouteID: "r2", ServiceID: "all", Headsign: "烈士陵园"},
			{ID: "n1", RouteID: "r3", ServiceID: "all", Headsign: "环城"},
		},
		Frequencies: []bus.Frequency{{TripID: "t2", Start: 6 * 3600, End: 7 * 3600, Headway: 1200}},
		Concessions: []bus.Concession{
			{ID: id("c1"), Status: "veteran", Fare: bus.Half, Proof: "优待证", Source: "办法", From: "2026-01-01"},
			{ID: id("c2"), Status: "veteran", RouteID: "r2", Fare: bus.Free, From: "2026-01-01", Until: "2026-11-30"},
			{ID: id("c3"), Status: "active", Fare: bus.Free, From: "2024-08-01"},
		},
	}
	call := func(trip string, seq int, stop string, at int) {
		f.StopTimes = append(f.StopTimes, bus.StopTime{TripID: trip, Sequence: seq, StopID: stop, Arrival: at, Departure: at})
	}
	for i, trip := range []string{"t1", "t1b"} {
		start := (7+i)*3600 + 30*60
		call(trip, 1, "s1", start)
		call(trip, 2, "s2", start+600)
		call(trip, 5, "s3", start+1200)
	}
	call("t1r", 1, "s3", 9*3600)
	call("t1r", 2, "s2b", 9*3600+300)
	call("t1r", 3, "s2", 9*3600+400)
	call("t1r", 4, "s1", 9*3600+600)
	call("t2", 1, "s2", 0) // times of a frequency trip count from its first stop
	call("t2", 2, "s3", 300)
	call("n1", 1, "s1", 23*3600+50*60)
	call("n1", 2, "s2", 24*3600+10*60)
	call("n1", 3, "s3", 24*3600+30*60)
	return f
}

func id(s string) uuid.UUID { return uuid.NewSHA1(uuid.NameSpaceOID, []byte(s)) }
