package seed

import (
	"iter"
	"time"

	"shuangyong/models/appointment"
	"shuangyong/models/benefit"
	"shuangyong/models/bus"
	"shuangyong/models/clock"
	"shuangyong/models/geo"
	"shuangyong/models/person"
	"shuangyong/models/petition"
	"shuangyong/models/shop"
	"shuangyong/models/station"
)

// City generates the rows of one invented city. Only the stations, the bus stops and the slots still to come are held in memory;
// shops and people pass through in batches.
type City struct {
	o        Options
	begin    clock.Date // the first day of its past
	cal      almanac
	stations []station.Station
	towns    []town
	homes    []int // station of each place in the cycle by which households are spread over the villages
	stops    []stop
	visits   season
	cards    season
	signings season
	benefits []benefit.Benefit
}

// New prepares the city that the options name.
func New(o Options) (*City, error) {
	o = o.Filled()
	if err := o.Validate(); err != nil {
		return nil, err
	}
	cal, err := newAlmanac(o.Start)
	if err != nil {
		return nil, err
	}
	c := &City{o: o, begin: monthsBefore(o.Start, Months), cal: cal}
	if c.benefits, err = Benefits(); err != nil {
		return nil, err
	}
	c.visits = newSeason(c.begin, o.Start.AddDays(-1), cal.visits)
	c.cards = newSeason(c.begin, o.Start.AddDays(-3), cal.cards)
	c.signings = newSeason(c.begin, o.Start.AddDays(-1), cal.signings)
	c.buildStations()
	c.buildHomes()
	c.buildStops()
	return c, nil
}

func monthsBefore(d clock.Date, n int) clock.Date {
	t := d.At(12, 0)
	return clock.NewDate(t.Year(), t.Month()-time.Month(n), min(t.Day(), 28))
}

// Batch is what is written in one transaction. Rows that refer to each other are in the same batch or an earlier one.
type Batch struct {
	Stage       string // stations, benefits, bus, shops, people, appointments
	Done, Total int    // of the stage, when this batch is in

	Stations []station.Station
	Benefits []benefit.Benefit

	Agencies    []bus.Agency
	Stops       []bus.Stop
	Services    []bus.Service
	Exceptions  []bus.ServiceException
	Routes      []bus.Route
	Trips       []bus.Trip
	StopTimes   []bus.StopTime
	Frequencies []bus.Frequency
	Concessions []bus.Concession

	Shops []shop.Shop // with their offers

	People    []person.Person
	Held      []person.Held
	Relations []person.Relation
	Accounts  []person.Account
	Cards     []benefit.Card
	Payments  []benefit.Payment
	Petitions []petition.Petition
	Steps     []petition.Step

	AppointmentServices []appointment.Service
	Slots               []appointment.Slot
	Bookings            []appointment.Booking
}

// Rows is how many rows the batch holds, offers included.
func (b *Batch) Rows() int {
	n := len(b.Stations) + len(b.Benefits) + len(b.Agencies) + len(b.Stops) + len(b.Services) + len(b.Exceptions) + len(b.Routes) + len(b.Trips) +
		len(b.StopTimes) + len(b.Frequencies) + len(b.Concessions) + len(b.Shops) + len(b.People) + len(b.Held) + len(b.Relations) + len(b.Accounts) +
		len(b.Cards) + len(b.Payments) + len(b.Petitions) + len(b.Steps) + len(b.AppointmentServices) + len(b.Slots) + len(b.Bookings)
	for _, s := range b.Shops {
		n += len(s.Offers)
	}
	return n
}

// Batches yields the whole city in order. It can be asked for again and gives the same.
func (c *City) Batches() iter.Seq[*Batch] {
	return func(yield func(*Batch) bool) {
		for _, stage := range []func(func(*Batch) bool) bool{c.stationBatch, c.benefitBatch, c.busBatches, c.shopBatches, c.peopleBatches, c.appointmentBatches} {
			if !stage(yield) {
				return
			}
		}
	}
}

func (c *City) stationBatch(yield func(*Batch) bool) bool {
	n := len(c.stations)
	return yield(&Batch{Stage: "stations", Done: n, Total: n, Stations: c.stations})
}

func (c *City) benefitBatch(yield func(*Batch) bool) bool {
	n := len(c.benefits)
	return yield(&Batch{Stage: "benefits", Done: n, Total: n, Benefits: c.benefits})
}

// Centre is the middle of the city, where a conversation can be set.
func (c *City) Centre() geo.Point { return centre }
