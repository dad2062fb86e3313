package seed

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"shuangyong/models/appointment"
	"shuangyong/models/clock"
	"shuangyong/models/number"
	"shuangyong/models/station"
)

const (
	ahead     = 15 // days for which slots are open
	slotBatch = 1500
)

// pastSlots is how many slots of the two years are kept: one for every two people, within what stations can have held.
func (c *City) pastSlots() int { return min(20_000, c.o.People*52/100) }

var appointmentServices = []appointment.Service{
	{Code: "优待证", Minutes: 20, Documents: "身份证、户口簿首页和本人页、退役证件、便装白底一寸照", Limited: true},
	{Code: "信访接待", Minutes: 30, Documents: "身份证；有材料带材料，没有就当面说"},
	{Code: "领导接访", Minutes: 30, Documents: "身份证；约满了，当天照样有人接待"},
	{Code: "政策咨询", Minutes: 20, Documents: "不用带"},
	{Code: "伤残评定", Minutes: 40, Documents: "身份证、残疾军人证或退役证、原始病历和近期病历", Limited: true},
	{Code: "档案查询", Minutes: 20, Documents: "身份证、退役证", Limited: true},
	{Code: "移交安置", Minutes: 40, Documents: "身份证、退役证、介绍信", Limited: true},
	{Code: "就业创业", Minutes: 30, Documents: "身份证、退役证或优待证", Limited: true},
	{Code: "法律援助", Minutes: 30, Documents: "身份证、和事情有关的材料", Limited: true},
	{Code: "信息采集", Minutes: 20, Documents: "身份证、户口簿、退役证件", Limited: true},
	{Code: "心理咨询", Minutes: 50, Documents: "不用带，谈话保密", Limited: true},
}

// starts are the times of day a service is given at, hours and minutes.
var starts = [][2]int{{9, 0}, {10, 30}, {14, 30}, {16, 0}}

// bookings writes slots and what is booked in them.
type bookings struct {
	*City
	batch   *Batch
	slots   int
	booked  int
	numbers map[string]bool
	able    map[int]bool
	homes   int // households whose first person can be booked for
}

// appointmentBatches yields the services, some of the past slots with who came, and every slot of the days ahead.
func (c *City) appointmentBatches(yield func(*Batch) bool) bool {
	g := &bookings{City: c, numbers: map[string]bool{}, able: map[int]bool{}, homes: max(storyCount+1, c.o.People/perHome)}
	past := c.pastSlots()
	total := past + 1
	g.batch = &Batch{Stage: "appointments", Total: total, AppointmentServices: slices.Clone(appointmentServices)}
	for i := range g.batch.AppointmentServices {
		g.batch.AppointmentServices[i].SortOrder = i + 1
	}
	taken := map[string]bool{}
	for i := range past {
		g.past(i, taken)
		if len(g.batch.Slots) >= slotBatch {
			g.batch.Done = i + 1
			if !yield(g.batch) {
				return false
			}
			g.batch = &Batch{Stage: "appointments", Total: total}
		}
	}
	g.future()
	g.batch.Done = total
	return yield(g.batch)
}

// slot opens a slot of the station; k is the place in the day.
func (g *bookings) slot(s station.Station, service string, day clock.Date, k, window, capacity int) *appointment.Slot {
	i := slices.IndexFunc(appointmentServices, func(a appointment.Service) bool { return a.Code == service })
	at := day.At(starts[k][0], starts[k][1])
	g.batch.Slots = append(g.batch.Slots, appointment.Slot{
		ID: g.id("slot", g.slots), StationID: s.ID, Path: s.Path, Service: service, Day: day, StartsAt: at.UTC(),
		EndsAt: at.Add(durationOf(appointmentServices[i].Minutes * capacity)).UTC(), Window: fmt.Sprintf("%d号窗口", window), Capacity: capacity,
	})
	g.slots++
	return &g.batch.Slots[len(g.batch.Slots)-1]
}

// past is one slot of the two years with one to three people who were booked for it.
func (g *bookings) past(i int, taken map[string]bool) {
	d := g.dice("past slot", i)
	for {
		day, at := g.visits.day(d), g.stations[0]
		if d.chance(70) {
			at = g.stations[g.towns[d.weighted(townWeights)].station]
		}
		services := strings.Fields(at.Services)
		service, k := services[min(d.IntN(len(services)), d.IntN(len(services)))], d.IntN(len(starts))
		if month := day.At(12, 0).Month(); (month == 3 || month == 9) && d.chance(40) && at.Level == station.City {
			service = pick(d, []string{"移交安置", "信息采集", "就业创业"})
		}
		key := fmt.Sprint(at.Code, service, day, k)
		if taken[key] {
			continue
		}
		taken[key] = true
		s := g.slot(at, service, day, k, d.between(1, 3), 3)
		for range 1 + d.weighted([]int{60, 30, 10}) {
			status := []appointment.Status{appointment.Fulfilled, appointment.NoShow, appointment.Cancelled}[d.weighted([]int{88, 5, 7})]
			g.book(d, s, status, g.someone(d, at))
		}
		return
	}
}

// future opens the days ahead at the centre and in the towns: some full, most free, as on a usual Monday.
func (g *bookings) future() {
	for day := g.o.Start; day <= g.o.Start.AddDays(ahead); day = day.AddDays(1) {
		if !g.cal.works(day) {
			continue
		}
		g.open(day, g.stations[0])
		for _, t := range g.towns {
			g.open(day, g.stations[t.station])
		}
	}
}

func (g *bookings) open(day clock.Date, s station.Station) {
	d := g.dice("open "+string(s.Code), day.DaysSince(g.begin))
	for w, service := range strings.Fields(s.Services) {
		times := []int{0, 1, 2, 3}
		switch {
		case service == "领导接访":
			if !g.leaderDay(day) {
				continue
			}
		case s.Level == station.Town:
			times = []int{d.IntN(2), 2 + d.IntN(2)}
		}
		for _, k := range times {
			slot := g.slot(s, service, day, k, w%4+1, d.between(1, 3))
			if g.storySlot(slot, s) {
				g.book(d, slot, appointment.Booked, storyYoung)
			}
			for slot.Taken < slot.Capacity && d.chance(max(4, 46-3*day.DaysSince(g.o.Start))) {
				g.book(d, slot, appointment.Booked, g.someone(d, s))
			}
		}
	}
}

// leaderDay tells whether the county's leaders receive that day, which they owe once a month: here the first worked day from the 25th on.
func (g *bookings) leaderDay(day clock.Date) bool {
	t := day.At(12, 0)
	return day == g.cal.onOrAfter(clock.NewDate(t.Year(), t.Month(), 25))
}

// storySlot is the first slot for work and business at the centre from tomorrow on: the young man of the stories has it.
func (g *bookings) storySlot(slot *appointment.Slot, s station.Station) bool {
	if s.Level != station.City || slot.Service != "就业创业" || slot.Day <= g.o.Start || g.numbers["story"] {
		return false
	}
	g.numbers["story"] = true
	return true
}

// someone is a household whose first person books, of the same town if a few tries find one.
func (g *bookings) someone(d dice, s station.Station) int {
	n := storyCount
	for range 40 {
		k := storyCount + d.IntN(g.homes-storyCount)
		if !g.canBook(k) {
			continue
		}
		if n = k; g.homeStation(k).Path.Within(s.Path) {
			break
		}
	}
	return n
}

// canBook tells whether the first of a household is grown up and alive. The household is thrown again for it, which gives the same people.
func (g *bookings) canBook(household int) bool {
	known, ok := g.able[household]
	if !ok {
		h := g.newHome(household, g.homeStation(household))
		h.household()
		known = h.members[0].age >= 18 && h.members[0].DiedOn == ""
		g.able[household] = known
	}
	return known
}

// book writes a booking of the slot for the first person of a household. A cancelled one takes no place.
func (g *bookings) book(d dice, s *appointment.Slot, status appointment.Status, household int) {
	created := s.StartsAt.Add(-durationOf(60 * d.between(20, 150)))
	if opens := g.o.Start.Start(); !created.Before(opens) {
		created = opens.Add(-durationOf(60 * d.between(6, 14))).UTC()
	}
	updated := created
	if status != appointment.Booked {
		updated = s.EndsAt
	}
	who := g.id("person", household*perHome)
	g.batch.Bookings = append(g.batch.Bookings, appointment.Booking{
		ID: g.id("booking", g.booked), Number: g.number(d), SlotID: s.ID, SubjectID: who, BookerID: who, Status: status, CreatedAt: created, UpdatedAt: updated,
	})
	g.booked++
	if status != appointment.Cancelled {
		s.Taken++
	}
}

func (g *bookings) number(d dice) string {
	for {
		if n := number.New(d); !g.numbers[n] {
			g.numbers[n] = true
			return n
		}
	}
}

func durationOf(minutes int) time.Duration { return time.Duration(minutes) * time.Minute }
