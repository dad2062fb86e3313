// Package bus is lines, stops and timetables in GTFS's words, and the fare concession as data.
package bus

import (
	"github.com/google/uuid"

	"shuangyong/models/clock"
)

// Route is GTFS routes.txt with the bureau's addition: whether it is a pioneer route (拥军先锋号).
type Route struct {
	ID        string `gorm:"primaryKey;column:route_id"`
	AgencyID  string
	ShortName string // 5路
	LongName  string // 火车站—人民医院
	Type      int    // GTFS route_type, 3 = bus
	Pioneer   bool
	SortOrder int
}

// TableName implements gorm's Tabler.
func (Route) TableName() string { return "bus_routes" }

// Agency is GTFS agency.txt: the operating company.
type Agency struct {
	ID    string `gorm:"primaryKey;column:agency_id"`
	Name  string
	Phone string
}

// TableName implements gorm's Tabler.
func (Agency) TableName() string { return "bus_agencies" }

// Stop is GTFS stops.txt. Lat and Lng are WGS-84 as in the feed; convert before showing.
type Stop struct {
	ID       string `gorm:"primaryKey;column:stop_id"`
	Name     string
	Lat, Lng float64 // WGS-84
}

// TableName implements gorm's Tabler.
func (Stop) TableName() string { return "bus_stops" }

// Service is GTFS calendar.txt.
type Service struct {
	ID       string `gorm:"primaryKey;column:service_id"`
	Weekdays string // seven 0/1, Monday first
	StartOn  clock.Date
	EndOn    clock.Date
}

// TableName implements gorm's Tabler.
func (Service) TableName() string { return "bus_services" }

// ServiceException is GTFS calendar_dates.txt.
type ServiceException struct {
	ServiceID string     `gorm:"primaryKey"`
	Day       clock.Date `gorm:"primaryKey"`
	Added     bool       // exception_type 1 = added, 2 = removed
}

// TableName implements gorm's Tabler.
func (ServiceException) TableName() string { return "bus_service_exceptions" }

// Trip is GTFS trips.txt.
type Trip struct {
	ID        string `gorm:"primaryKey;column:trip_id"`
	RouteID   string
	ServiceID string
	Direction int
	Headsign  string
}

// TableName implements gorm's Tabler.
func (Trip) TableName() string { return "bus_trips" }

// StopTime is GTFS stop_times.txt. Times are seconds after noon minus 12 h of the service day, so they may pass 86,400.
type StopTime struct {
	TripID    string `gorm:"primaryKey"`
	Sequence  int    `gorm:"primaryKey;column:stop_sequence"`
	StopID    string
	Arrival   int
	Departure int
}

// TableName implements gorm's Tabler.
func (StopTime) TableName() string { return "bus_stop_times" }

// Frequency is GTFS frequencies.txt with exact_times=1: the trip repeats every Headway seconds from Start until before End.
type Frequency struct {
	TripID  string `gorm:"primaryKey"`
	Start   int    `gorm:"primaryKey;column:start_time"`
	End     int    `gorm:"column:end_time"`
	Headway int    `gorm:"column:headway_secs"`
}

// TableName implements gorm's Tabler.
func (Frequency) TableName() string { return "bus_frequencies" }

// Concession is one rule of the fare concession: for a status, on the routes it names, between dates.
type Concession struct {
	ID        uuid.UUID `gorm:"primaryKey"`
	Status    string    // person.Status
	RouteID   string    // "" = every route of the agency
	AgencyID  string    // "" = every agency
	Fare      Fare
	Percent   int        // what the rider pays, for Fare percentage
	Proof     string     // what to show the driver
	Source    string     // the law or measure it rests on
	Condition string     // in words, "" = none: 本市户籍
	From      clock.Date `gorm:"column:from_on"`
	Until     clock.Date `gorm:"column:until_on"`
}

// TableName implements gorm's Tabler.
func (Concession) TableName() string { return "bus_concessions" }

// Fare is what a rule grants.
type Fare string

// The fares a rule can grant.
const (
	Free       Fare = "free"
	Half       Fare = "half"
	Percentage Fare = "percentage"
	Full       Fare = "none"
)

// NearStop is a stop, how far it is, and the lines that call there.
type NearStop struct {
	Stop
	Metres float64
	Routes []Route
}

// Departure is a bus that leaves a stop at Leaves (seconds of the service day, which is yesterday's when Yesterday is set).
type Departure struct {
	Route     Route
	Headsign  string
	Leaves    int
	Yesterday bool
}
