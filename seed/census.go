package seed

import (
	"shuangyong/models/clock"
	"shuangyong/models/number"
	"shuangyong/models/person"
	"shuangyong/models/petition"
	"shuangyong/models/seal"
)

// census walks the households in order and keeps the few running counts that they share.
type census struct {
	*City
	months       []*month
	people       int
	paymentCount int
	numbers      map[string]bool // petition numbers given
	batch        *Batch
}

// peopleBatches yields the people, household by household, each with everything that is theirs. The stories come first.
func (c *City) peopleBatches(yield func(*Batch) bool) bool {
	g := &census{City: c, months: c.months(), numbers: map[string]bool{}}
	g.batch = &Batch{Stage: "people", Total: c.o.People}
	homes := c.storyHomes()
	for n := 0; g.people < c.o.People; n++ {
		var h *home
		if n < len(homes) {
			h = homes[n]
		} else {
			h = c.newHome(n, c.homeStation(n))
			h.household()
			h.members = h.members[:min(len(h.members), c.o.People-g.people)]
		}
		g.write(h)
		if len(g.batch.People) >= peopleBatch || g.people == c.o.People {
			g.batch.Done = g.people
			if !yield(g.batch) {
				return false
			}
			g.batch = &Batch{Stage: "people", Total: c.o.People}
		}
	}
	return true
}

// write puts a household into the batch.
func (g *census) write(h *home) {
	kept := map[string]bool{}
	for _, m := range h.members {
		kept[m.ID.String()] = true
	}
	b := g.batch
	for _, m := range h.members {
		h.settle(m, g.people)
		g.people++
		b.People = append(b.People, m.Person)
		b.Held = append(b.Held, m.held...)
		for _, k := range m.kin {
			if kept[k.RelativeID.String()] { // the last household may have been cut short
				b.Relations = append(b.Relations, k)
			}
		}
		b.Cards = append(b.Cards, g.cardsOf(h, m)...)
		b.Payments = append(b.Payments, g.payments(h, m)...)
		g.petitionsOf(h, m)
		g.accountOf(h, m)
	}
}

// accountOf gives some people the WeChat account from which they speak: the stories theirs, and one in five of those with a phone.
func (g *census) accountOf(h *home, m *member) {
	d := g.dice("account", h.slot(m))
	account := person.Account{ID: g.id("account", h.slot(m)), App: person.OfficialAccount, PersonID: ptr(m.ID), Assurance: person.Seen, Scene: m.scene}
	since := g.visits.day(d)
	switch {
	case m.account != "":
		account.OpenID, account.Claimed = seal.Text(m.account), person.Claim(m.held[0].Status)
		since = g.o.Start.AddDays(-d.between(20, 200))
	case m.Phone == "" || m.DiedOn != "" || m.age < 16 || !d.chance(max(4, 34-m.age/3)):
		return
	default:
		account.OpenID = openID(d)
		account.Scene = pick(d, []string{"", "", "station", "shop", "bus"})
		if !d.chance(80) {
			account.PersonID, account.Assurance = nil, person.Unknown
			account.Claimed = pick(d, []person.Claim{"", person.Claim(person.Veteran), person.Claim(person.MilitaryFamily), person.Active})
		}
	}
	account.UnionID = "union-" + account.OpenID // as the simulated WeChat derives it
	account.FollowedAt = since.At(d.between(7, 21), d.IntN(60)).UTC()
	g.batch.Accounts = append(g.batch.Accounts, account)
}

// openID is a made-up openid: 28 characters as WeChat's have, beginning with demo- so that it can be nobody's.
func openID(d dice) seal.Text {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"
	b := []byte("demo-")
	for len(b) < 28 {
		b = append(b, letters[d.IntN(len(letters))])
	}
	return seal.Text(b)
}

// number is a petition's number that was not given before.
func (g *census) number(d dice) string {
	for {
		if n := number.New(d); !g.numbers[n] {
			g.numbers[n] = true
			return n
		}
	}
}

// petitionsOf lets about one grown-up in twelve ask for something within the two years.
func (g *census) petitionsOf(h *home, m *member) {
	all := m.asked
	d := g.dice("petition", h.slot(m))
	if m.asked == nil && h.n >= storyCount && m.Phone != "" && m.DiedOn == "" && m.age >= 20 && d.chance(8) {
		if received := g.visits.day(d); received > clock.DateOf(m.CreatedAt) {
			all = append(all, g.usual(d, received))
		}
	}
	for k, a := range all {
		p, steps := g.file(h, m, d, k, a)
		g.batch.Petitions = append(g.batch.Petitions, p)
		g.batch.Steps = append(g.batch.Steps, steps...)
	}
}

// file turns an appeal's life into its rows.
func (g *census) file(h *home, m *member, d dice, k int, a *appeal) (petition.Petition, []petition.Step) {
	where := h.town.station
	if d.chance(25) {
		where = 0
	}
	s := g.stations[where]
	p := petition.Petition{
		ID: g.id("petition", h.slot(m)*2+k), Number: g.number(d), Kind: a.kind, PersonID: ptr(m.ID), Petitioner: m.Name, Phone: m.Phone, Body: seal.Text(a.body),
		StationID: s.ID, StationPath: s.Path, Receiver: s.Contact, NoticeDue: g.cal.officeDue(a.received, petition.NoticeDays),
	}
	var steps []petition.Step
	for i, e := range a.events {
		at := e.on.At(9+d.IntN(3)+6*(i%2), d.IntN(60)).UTC()
		steps = append(steps, petition.Step{ID: g.id("step", (h.slot(m)*2+k)*8+i), PetitionID: p.ID, At: at, State: e.state, Text: g.stepText(e, s.Contact)})
		p.State, p.UpdatedAt = e.state, at
		switch e.state {
		case petition.Registered:
			p.ReceivedAt = at
		case petition.Accepted:
			p.AcceptedOn, p.AnswerDue = e.on, g.cal.officeDue(e.on, petition.AnswerDays)
		case petition.Extended:
			p.AnswerDue = g.cal.officeDue(p.AcceptedOn, petition.AnswerDays+petition.ExtensionDays)
		case petition.Answered:
			p.AnsweredOn = e.on
		}
	}
	if a.dueOn != "" {
		p.AnswerDue = a.dueOn
	}
	return p, steps
}
