package dialog

import (
	"context"
	"time"

	"github.com/google/uuid"

	"shuangyong/dialog/understand"
	"shuangyong/models/appointment"
	"shuangyong/models/audit"
	"shuangyong/models/benefit"
	"shuangyong/models/bus"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/geo"
	"shuangyong/models/handoff"
	"shuangyong/models/petition"
	"shuangyong/models/seal"
	"shuangyong/models/shop"
	"shuangyong/models/station"
	"shuangyong/models/workday"
)

// Deps is what answers are made of. Directories answer from memory; the others read the database.
type Deps struct {
	Bureau       Bureau
	Reader       Reader
	Stations     Stations
	Shops        Shops
	Buses        Buses
	Benefits     Benefits
	Records      Records
	Petitions    Petitions
	Appointments Appointments
	Handoffs     Handoffs
	Proxies      Proxies // nil: nobody acts for anybody
	Calendar     *workday.Calendar
	Hours        workday.Hours // of the bureau's desks
	Limit        int           // bytes a reply may have; 0 = 2000
}

// Reader understands a sentence.
type Reader interface {
	Read(text string, now time.Time) understand.Understanding
}

// Stations is the directory of service stations.
type Stations interface {
	Root() station.Station
	ByPath(station.Path) (station.Station, bool)
	Nearest(p geo.Point, k int) []station.Near
	Search(words string, k int) []station.Near
	WithService(service string, p *geo.Point, k int) []station.Near
}

// Shops is the directory of signed partner shops.
type Shops interface {
	Find(shop.Query) (found []shop.Found, total int)
	ByName(name string) (shop.Shop, bool)
	Categories() []shop.Count
}

// Buses is the directory of lines, stops and fare rules.
type Buses interface {
	Pioneers() []bus.Route
	Route(name string) (bus.Route, []bus.Stop, bool)
	NearStops(p geo.Point, radius float64, k int) []bus.NearStop
	StopByName(name string) []bus.NearStop
	Departures(stopID string, now time.Time, k int) []bus.Departure
	Concessions(status string, on clock.Date) []bus.Concession
	Agency(id string) (bus.Agency, bool)
}

// Benefits is the directory of entitlements.
type Benefits interface {
	For(status string, on clock.Date) []benefit.Benefit
	ByTopic(topic, status string) []benefit.Benefit
	Search(words string, k int) []benefit.Benefit
	ByCode(code string) (benefit.Benefit, bool)
}

// Records is what is on file about one person's card and payments.
type Records interface {
	CardOf(ctx context.Context, personID uuid.UUID) (benefit.Card, bool, error)
	PaymentsOf(ctx context.Context, personID uuid.UUID, k int) ([]benefit.Payment, error)
}

// Petitions reads petitions. A wrong number and a wrong tail are the same fault, not_found.
type Petitions interface {
	ByNumber(ctx context.Context, number, phoneTail string) (petition.Petition, []petition.Step, error)
	OfPerson(ctx context.Context, personID uuid.UUID, k int) ([]petition.Petition, error)
	Guess(ctx context.Context, who, number string) (wait time.Duration, err error) // counts a look-up, or says for how long there are no more
	Guessed(ctx context.Context, who, number string) error                         // it was right
}

// Appointments tells what is free.
type Appointments interface {
	Services(ctx context.Context) ([]appointment.Service, error)
	FreeIn(ctx context.Context, q appointment.FreeQuery) ([]appointment.Free, error)
}

// Handoffs is the queue of what a human must take over.
type Handoffs interface {
	Open(tx db.Tx, by audit.Actor, r handoff.Request) (handoff.Request, error)
	Add(tx db.Tx, by audit.Actor, id uuid.UUID, words seal.Text) error
	Waiting(ctx context.Context) (int, error)
}
