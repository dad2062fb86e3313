package seed

import (
	"strings"

	"shuangyong/models/benefit"
	"shuangyong/models/clock"
	"shuangyong/models/person"
	"shuangyong/models/seal"
	"shuangyong/models/station"
)

const peopleBatch = 500 // people in a batch; what belongs to them comes along

// perHome is the most people in a household; it spaces the keys, so that anybody's key follows from his household and place in it.
const perHome = 8

// home is one household while it is invented.
type home struct {
	*City
	dice
	n       int // its number
	at      station.Station
	town    town
	family  string
	address string
	members []*member
}

// member is one person with what belongs to him.
type member struct {
	person.Person
	ordinal int // position among all people: gives his invented numbers
	female  bool
	age     int
	held    []person.Held
	kin     []person.Relation
	dues    []due
	account string // demo openid, "" = none
	scene   string // how the account came
	lateIn  string // a month (YYYY-MM) whose payment came late, for a story
	cards   []benefit.Card
	asked   []*appeal // petitions of a story
}

// buildHomes spreads the households over the villages by weight, in one shuffled cycle.
func (c *City) buildHomes() {
	for _, t := range c.towns {
		for _, v := range t.villages {
			for range t.weight {
				c.homes = append(c.homes, v)
			}
		}
	}
	d := c.dice("homes", 0)
	d.Shuffle(len(c.homes), func(i, j int) { c.homes[i], c.homes[j] = c.homes[j], c.homes[i] })
}

// homeStation is where the n-th household lives.
func (c *City) homeStation(n int) station.Station { return c.stations[c.homes[n%len(c.homes)]] }

// newHome starts the n-th household.
func (c *City) newHome(n int, at station.Station) *home {
	d := c.dice("home", n)
	t := c.townOf(at)
	return &home{City: c, dice: d, n: n, at: at, town: t, family: surname(d), address: homeAddress(d, t, at)}
}

// join adds a person of that age. Numbers that depend on the position among all people are given later, by settle.
func (h *home) join(age int, female bool, family string) *member {
	t := h.o.Start.At(12, 0)
	born := clock.NewDate(t.Year()-age, t.Month(), t.Day()).AddDays(-h.IntN(365))
	m := &member{female: female, age: born.Age(h.o.Start)}
	m.Person = person.Person{
		ID: h.id("person", h.n*perHome+len(h.members)), Name: seal.Text(fullName(h.dice, family, born, female)), Sex: "m", BornOn: born,
		Address: seal.Text(h.address), StationID: h.at.ID, StationPath: h.at.Path,
	}
	if female {
		m.Sex = "f"
	}
	registered := h.begin.AddDays(h.IntN(21))
	if h.chance(28) {
		registered = h.visits.day(h.dice)
	}
	m.CreatedAt = registered.At(h.between(9, 16), h.IntN(60)).UTC()
	h.members = append(h.members, m)
	return m
}

// outsider draws the surname of somebody who married in.
func (h *home) outsider() string {
	for {
		if s := surname(h.dice); s != h.family {
			return s
		}
	}
}

// hold gives m a status from a day on. Staff saw the proof when he was registered, except for a few.
func (h *home) hold(m *member, s person.Status, from clock.Date) *person.Held {
	from = laterOf(from, m.BornOn) // a child born while the father serves
	seen := laterOf(clock.DateOf(m.CreatedAt), from)
	if s == person.Other || h.chance(4) {
		seen = ""
	}
	m.held = append(m.held, person.Held{
		ID: h.id("held", h.slot(m)*4+len(m.held)), PersonID: m.ID, Status: s, From: from, SeenOn: seen,
	})
	return &m.held[len(m.held)-1]
}

// slot is m's place among all possible people.
func (h *home) slot(m *member) int {
	for i, o := range h.members {
		if o == m {
			return h.n*perHome + i
		}
	}
	return h.n * perHome
}

// opposite is how a relation reads from the other side.
var opposite = map[string]string{"spouse": "spouse", "parent": "child", "child": "parent", "sibling": "sibling"}

// relate says that b is a's kind, and the other way round.
func (h *home) relate(a, b *member, kind string) {
	add := func(m, r *member, kind string) {
		m.kin = append(m.kin, person.Relation{ID: h.id("relation", h.slot(m)*perHome+len(m.kin)), PersonID: m.ID, RelativeID: r.ID, Kind: kind})
	}
	add(a, b, kind)
	add(b, a, opposite[kind])
}

// settle gives m the numbers that follow from his position among all people: identity number and phone.
func (h *home) settle(m *member, ordinal int) {
	m.ordinal = ordinal
	m.IDNumber = seal.Text(identityNumber(ordinal, m.BornOn, m.female))
	d := h.City.dice("phone", ordinal)
	switch {
	case m.Phone == none:
		m.Phone = ""
	case m.account != "":
		m.Phone = seal.Text(mobile(ordinal))
	case m.DiedOn != "", m.age < 12, m.age >= 84 && d.chance(70), m.age >= 74 && d.chance(20), d.chance(2):
	default:
		m.Phone = seal.Text(mobile(ordinal))
	}
	if d.chance(1) && m.account == "" {
		m.Address = "" // the old card file lost it, nobody has asked since
	}
}

// none marks somebody who certainly has no phone.
const none seal.Text = "none"

// mayDie lets a few of the old die within the two years, as they do.
func (h *home) mayDie(m *member) {
	if m.age >= 74 && h.chance(3+(m.age-74)/3) {
		m.DiedOn = h.cards.day(h.dice)
		m.DiedOn = laterOf(m.DiedOn, clock.DateOf(m.CreatedAt).AddDays(1))
		if m.DiedOn >= h.o.Start {
			m.DiedOn = ""
		}
	}
}

func (h *home) rural() bool { return !strings.HasSuffix(place(h.at), "社区") }
