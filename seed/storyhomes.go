package seed

import (
	"strings"
	"time"

	"shuangyong/models/benefit"
	"shuangyong/models/clock"
	"shuangyong/models/person"
	"shuangyong/models/petition"
	"shuangyong/models/seal"
)

// storyHomes are the households of the eight. What is told of them in tales is true in the rows.
func (c *City) storyHomes() []*home {
	return []*home{c.motherAndDaughter(0), c.widow(1), c.barber(2), c.clerk(3), c.petitioner(4), c.young(5), c.soldiersMother(6)}
}

// storyHome starts a household of the stories in the named village, or the first of the town.
func (c *City) storyHome(n, town int, village string) *home {
	at := c.stations[c.towns[town].villages[0]]
	for _, v := range c.towns[town].villages {
		if village != "" && strings.HasPrefix(c.stations[v].Name, village) {
			at = c.stations[v]
		}
	}
	return c.newHome(n, at)
}

// known adds a person whose name and age the story tells. She was registered when the city's data began.
func (h *home) known(name string, age int, female bool, account string) *member {
	m := h.join(age, female, h.family)
	t := h.o.Start.At(12, 0)
	m.BornOn = clock.NewDate(t.Year()-age, time.Month(1+h.n), 12+h.n)
	if m.BornOn.Age(h.o.Start) < age {
		m.BornOn = clock.NewDate(t.Year()-age-1, time.Month(1+h.n), 12+h.n)
	}
	m.Name, m.account, m.age = seal.Text(name), account, age
	m.CreatedAt = h.begin.AddDays(3+h.n).At(10, 20).UTC()
	if account != "" {
		m.scene = "station"
	}
	return m
}

// seen is hold with the proof seen.
func (h *home) seen(m *member, s person.Status, from clock.Date) *person.Held {
	held := h.hold(m, s, from)
	held.SeenOn = laterOf(clock.DateOf(m.CreatedAt), from)
	return held
}

// applied is a card application at a known stage, so many days ago.
func (h *home) applied(m *member, days int, state benefit.CardState) {
	g := &census{City: h.City}
	card := g.card(h, m, 0, h.cal.onOrBefore(h.o.Start.AddDays(-days)))
	switch state {
	case benefit.CardRefused:
		card = g.refuse(card, 9, cardRefusals[0])
	default:
		g.progress(&card, days)
		if card.State = state; state != benefit.CardIssued {
			card.CardNumber = ""
		}
	}
	m.cards = []benefit.Card{card}
}

func (c *City) motherAndDaughter(n int) *home {
	h := c.storyHome(n, 6, "柳湾村")
	mother := h.known("周桂英", 92, true, "")
	mother.Phone = none
	h.seen(mother, person.BereavedFamily, clock.NewDate(1971, 5, 6)).Kind = "illness"
	mother.dues = []due{{subject: "定期抚恤金", fen: bereavedFen("illness"), from: c.begin}}
	h.applied(mother, 600, benefit.CardIssued)
	daughter := h.known("林秀芳", 64, true, "lin-xiufang")
	h.seen(daughter, person.BereavedFamily, clock.NewDate(1971, 5, 6)).Kind = "illness"
	daughter.Address = "外省，儿子家（演示）"
	h.relate(mother, daughter, "child")
	h.applied(daughter, 58, benefit.CardReady)
	received := c.cal.onOrBefore(c.o.Start.AddDays(-74))
	a := &appeal{kind: petition.Appeal, received: received, body: "我妈92岁，没有手机，走不动路。每年的确认要到站里刷脸，请允许村里上门办，或者由我代办。"}
	a.then(petition.Registered, received).then(petition.Accepted, c.cal.onOrBefore(received.AddDays(6))).
		then(petition.Answered, c.cal.onOrBefore(c.o.Start.AddDays(-24))).then(petition.InReview, c.cal.onOrBefore(c.o.Start.AddDays(-10)))
	daughter.asked = []*appeal{a}
	return h
}

func (c *City) widow(n int) *home {
	h := c.storyHome(n, 13, "")
	w := h.known("陈玉兰", 71, true, "chen-yulan")
	h.seen(w, person.BereavedFamily, clock.NewDate(1994, 8, 19)).Kind = "duty"
	w.dues = []due{{subject: "定期抚恤金", fen: bereavedFen("duty"), from: c.begin}}
	w.lateIn = string(clock.NewDate(c.o.Start.Year(), c.o.Start.At(12, 0).Month()-1, 1)[:7])
	h.applied(w, 480, benefit.CardIssued)
	due := c.cal.onOrBefore(c.o.Start.AddDays(-6))
	accepted := c.cal.acceptedFor(due, petition.AnswerDays)
	a := &appeal{kind: petition.Appeal, received: c.cal.onOrBefore(accepted.AddDays(-8)), dueOn: due, body: "老房子后墙裂了，下雨往里渗。去年报过危房，说名单上有我，到现在没人来看。"}
	a.then(petition.Registered, a.received).then(petition.Accepted, accepted)
	w.asked = []*appeal{a}
	return h
}

func (c *City) barber(n int) *home {
	h := c.storyHome(n, 0, "")
	b := h.known("孙国强", 47, false, "sun-guoqiang")
	b.scene = "shop"
	left := clock.NewDate(b.BornOn.Year()+23, 12, 1)
	h.seen(b, person.Veteran, left)
	held := h.seen(b, person.DisabledVeteran, left)
	held.Level, held.Cause = 8, "duty"
	b.dues = []due{{subject: "残疾抚恤金", fen: disabilityFen(8), from: c.begin}}
	h.applied(b, 700, benefit.CardIssued)
	wife := h.known("许丽", 45, true, "")
	h.seen(wife, person.Other, clock.DateOf(wife.CreatedAt)).SeenOn = ""
	h.relate(b, wife, "spouse")
	due := c.cal.onOrBefore(c.o.Start.AddDays(20))
	accepted := c.cal.acceptedFor(due, petition.AnswerDays+petition.ExtensionDays)
	a := &appeal{kind: petition.Appeal, received: c.cal.onOrBefore(accepted.AddDays(-5)), dueOn: due, body: "左耳这两年几乎听不见了，想重新评定残疾等级，近期的病历都带来了。"}
	a.then(petition.Registered, a.received).then(petition.Accepted, accepted).then(petition.Extended, c.cal.onOrBefore(accepted.AddDays(petition.AnswerDays-4)))
	b.asked = []*appeal{a}
	return h
}

func (c *City) clerk(n int) *home {
	h := c.storyHome(n, 6, "柳湾村")
	w := h.known("王小满", 34, true, "wang-xiaoman")
	h.seen(w, person.Veteran, clock.NewDate(w.BornOn.Year()+23, 9, 1))
	h.applied(w, 690, benefit.CardIssued)
	return h
}

func (c *City) petitioner(n int) *home {
	h := c.storyHome(n, 5, "")
	p := h.known("何建军", 58, false, "he-jianjun")
	h.seen(p, person.Veteran, clock.NewDate(p.BornOn.Year()+22, 12, 1))
	h.applied(p, 650, benefit.CardIssued)
	accepted := c.cal.acceptedFor(c.o.Start, petition.AnswerDays)
	a := &appeal{
		kind: petition.Appeal, received: c.cal.onOrBefore(accepted.AddDays(-9)), dueOn: c.o.Start,
		body: "我退伍后在乡镇企业干过九年，企业早没了。军龄和那九年能不能接上养老保险，跑了三个地方，都说不归他们管。",
	}
	a.then(petition.Registered, a.received).then(petition.Accepted, accepted)
	p.asked = []*appeal{a}
	return h
}

func (c *City) young(n int) *home {
	h := c.storyHome(n, 3, "")
	y := h.known("吴浩然", 24, false, "wu-haoran")
	left := clock.NewDate(c.o.Start.Year(), 9, 1)
	if left > c.o.Start.AddDays(-40) {
		left = clock.NewDate(c.o.Start.Year(), 3, 1)
	}
	if left > c.o.Start.AddDays(-40) {
		left = clock.NewDate(c.o.Start.Year()-1, 9, 1)
	}
	y.CreatedAt = c.cal.onOrAfter(left.AddDays(9)).At(10, 20).UTC()
	h.seen(y, person.Veteran, left)
	h.applied(y, 20, benefit.CardRefused)
	return h
}

func (c *City) soldiersMother(n int) *home {
	h := c.storyHome(n, 2, "")
	m := h.known("刘春梅", 51, true, "liu-chunmei")
	since := clock.NewDate(c.o.Start.Year()-1, 9, 1)
	h.seen(m, person.MilitaryFamily, since)
	m.dues = []due{{subject: "义务兵家庭优待金", fen: 1_560_000, from: since, yearly: time.July}}
	father := h.known("赵海波", 53, false, "")
	h.seen(father, person.MilitaryFamily, since)
	h.relate(m, father, "spouse")
	return h
}
