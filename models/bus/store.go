package bus

import (
	"context"
	"database/sql"

	"github.com/google/uuid"

	"shuangyong/models/db"
	"shuangyong/models/internal/orm"
)

// Subject is the name under which changes of lines, timetables and concessions are counted.
const Subject = "bus"

// Store keeps the feed and the concessions in SQL.
type Store struct{ db *db.DB }

// NewStore makes a store upon d.
func NewStore(d *db.DB) *Store { return &Store{d} }

// Feed is a whole timetable in GTFS's tables, or as much of it as is written at once.
type Feed struct {
	Agencies    []Agency
	Routes      []Route
	Stops       []Stop
	Services    []Service
	Exceptions  []ServiceException
	Trips       []Trip
	StopTimes   []StopTime
	Frequencies []Frequency
	Concessions []Concession
}

// InsertFeed writes the rows of f in the order in which they depend on each other. A large feed is given in parts.
func InsertFeed(tx db.Tx, f Feed) error {
	for i := range f.Concessions {
		if f.Concessions[i].ID == uuid.Nil {
			f.Concessions[i].ID = db.NewID()
		}
	}
	for _, insert := range []func() error{
		func() error { return orm.Insert(tx, f.Agencies) },
		func() error { return orm.Insert(tx, f.Routes) },
		func() error { return orm.Insert(tx, f.Stops) },
		func() error { return orm.Insert(tx, f.Services) },
		func() error { return orm.Insert(tx, f.Exceptions) },
		func() error { return orm.Insert(tx, f.Trips) },
		func() error { return orm.Insert(tx, f.StopTimes) },
		func() error { return orm.Insert(tx, f.Frequencies) },
		func() error { return orm.Insert(tx, f.Concessions) },
	} {
		if err := insert(); err != nil {
			return err
		}
	}
	return db.Bump(tx, Subject)
}

func (s *Store) revision(ctx context.Context) (int64, error) {
	revs, err := s.db.Revisions(ctx)
	return revs[Subject], err
}

// load reads the whole feed.
func (s *Store) load(ctx context.Context) (*network, error) {
	view := s.db.View(ctx)
	var f Feed
	for _, read := range []func() error{
		func() error { return orm.Each(view, func(rows []Agency) { f.Agencies = append(f.Agencies, rows...) }) },
		func() error { return orm.Each(view, func(rows []Route) { f.Routes = append(f.Routes, rows...) }) },
		func() error { return orm.Each(view, func(rows []Stop) { f.Stops = append(f.Stops, rows...) }) },
		func() error { return orm.Each(view, func(rows []Service) { f.Services = append(f.Services, rows...) }) },
		func() error { return orm.Of(view).Find(&f.Exceptions).Error },
		func() error { return orm.Each(view, func(rows []Trip) { f.Trips = append(f.Trips, rows...) }) },
		func() error { return s.loadStopTimes(view, &f) },
		func() error { return orm.Of(view).Find(&f.Frequencies).Error },
		func() error {
			return orm.Each(view, func(rows []Concession) { f.Concessions = append(f.Concessions, rows...) })
		},
	} {
		if err := read(); err != nil {
			return nil, db.Fault(err)
		}
	}
	return build(f), nil
}

// loadStopTimes streams the one table that is large, past GORM's reflection; equal ids share their memory.
func (s *Store) loadStopTimes(view db.View, f *Feed) error {
	rows, err := orm.Of(view).Model(&StopTime{}).Select("trip_id", "stop_sequence", "stop_id", "arrival", "departure").
		Order("trip_id").Order("stop_sequence").Rows()
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	ids := map[string]string{}
	var trip, stop sql.RawBytes
	for rows.Next() {
		var t StopTime
		if err := rows.Scan(&trip, &t.Sequence, &stop, &t.Arrival, &t.Departure); err != nil {
			return err
		}
		t.TripID, t.StopID = share(ids, trip), share(ids, stop)
		f.StopTimes = append(f.StopTimes, t)
	}
	return rows.Err()
}

func share(ids map[string]string, id []byte) string {
	if kept, ok := ids[string(id)]; ok {
		return kept
	}
	ids[string(id)] = string(id)
	return ids[string(id)]
}
