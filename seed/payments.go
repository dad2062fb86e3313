package seed

import (
	"time"

	"shuangyong/models/benefit"
	"shuangyong/models/clock"
)

const oldAge = "老年生活补助"

// due is money that somebody has a claim to. Amounts are invented and of the size that such money has; they are nobody's current standard.
type due struct {
	subject string
	fen     int64 // a month at the city's beginning, or once a year
	from    clock.Date
	yearly  time.Month // 0 = monthly
}

// figurePerMille is how many of a thousand payments were late in the last whole month: that figure comes out at 98.7 %.
const figurePerMille = 13

// month is one month of payments: by when they are due, and when each town's list was really paid.
type month struct {
	name     string // YYYY-MM
	first    clock.Date
	dueOn    clock.Date
	paid     []clock.Date // by town
	perMille int          // of the payments, how many come late
	spring   bool         // 春节 falls into it
	owed     float64      // running account of late payments, so that the share is met exactly
}

// months lays out the payments of the past two years and this month.
func (c *City) months() []*month {
	t := c.o.Start.At(12, 0)
	var all []*month
	for k := -Months; k <= 0; k++ {
		first := clock.NewDate(t.Year(), t.Month()+time.Month(k), 1)
		d := c.dice("month", Months+k)
		m := &month{name: string(first[:7]), first: first, dueOn: c.cal.onOrBefore(first.AddDays(24)), perMille: d.between(1, 6)}
		if k == -1 {
			m.perMille = figurePerMille
		}
		if f := c.cal.festival[first.Year()]; f[:7] == first[:7] {
			m.spring = true
			m.dueOn = min(m.dueOn, c.cal.onOrBefore(f.AddDays(-4))) // nobody waits for it over the festival
		}
		for range c.towns {
			m.paid = append(m.paid, c.cal.onOrBefore(m.dueOn.AddDays(-d.IntN(7))))
		}
		all = append(all, m)
	}
	return all
}

// payments are the rows behind 及时兑付 for one person, month by month.
func (g *census) payments(h *home, m *member) []benefit.Payment {
	var rows []benefit.Payment
	for k, mo := range g.months {
		paysOut := false
		for _, d := range m.dues {
			if d.from > mo.dueOn || m.DiedOn != "" && m.DiedOn < mo.first || d.yearly != 0 && mo.first.At(12, 0).Month() != d.yearly {
				continue
			}
			paysOut = paysOut || d.yearly == 0
			rows = append(rows, g.payment(h, m, mo, d.subject, raised(d, g.months[:k+1])))
		}
		if !paysOut {
			continue
		}
		if mo.spring {
			rows = append(rows, g.payment(h, m, mo, "春节慰问金", 60_000))
		}
		if mo.first.At(12, 0).Month() == time.July {
			rows = append(rows, g.payment(h, m, mo, "八一慰问金", 40_000))
		}
	}
	return rows
}

// raised is the amount after the raises of each August so far, 3 % each, in whole yuan.
func raised(d due, past []*month) int64 {
	fen := d.fen
	for _, m := range past[1:] {
		if d.yearly == 0 && m.first.At(12, 0).Month() == time.August {
			fen = (fen*103/100 + 50) / 100 * 100
		}
	}
	return fen
}

func (g *census) payment(h *home, m *member, mo *month, subject string, fen int64) benefit.Payment {
	p := benefit.Payment{
		ID: g.id("payment", g.paymentCount), PersonID: m.ID, StationPath: m.StationPath, Subject: subject, Month: mo.name, DueOn: mo.dueOn, Fen: fen,
	}
	g.paymentCount++
	if on := mo.paid[g.townIndex(h.town)]; on <= g.o.Start {
		p.PaidOn = on
	}
	mo.owed += float64(mo.perMille) / 1000
	late := mo.owed >= 0.5
	if m.lateIn == mo.name {
		late = true
	}
	if late {
		mo.owed--
		g.late(h, m, mo, &p)
	}
	return p
}

// late moves a payment past its day, with the reason that the list behind the figure shows. Some of the last two months' are still open.
func (g *census) late(h *home, m *member, mo *month, p *benefit.Payment) {
	p.PaidOn = ""
	if p.DueOn >= g.o.Start {
		return // not late yet: only not paid yet
	}
	d := g.dice("late", g.paymentCount)
	p.Late = pick(d, lateReasons)
	if m.lateIn == mo.name {
		p.Late = "开户网点撤并，旧账户退回，换新账户后补发"
	}
	open := g.o.Start.DaysSince(p.DueOn) < 62 && d.chance(22) && m.lateIn == ""
	if on := g.cal.onOrAfter(p.DueOn.AddDays(d.between(2, 16))); on <= g.o.Start && !open {
		p.PaidOn = on
	}
}

var lateReasons = []string{
	"镇里名册晚报，次批补发", "银行账户长期不动被锁，退回后补发", "账户姓名和名册差一个字，核对后补发", "年度确认还没做，确认后补发", "户口迁来，两地交接晚了",
	"补助标准调整，重新核算后补发", "银行卡过期，换卡后补发", "经办人休假，复核晚了",
}

// townIndex is the town's position, for tables by town.
func (c *City) townIndex(t town) int {
	for i := range c.towns {
		if c.towns[i].station == t.station {
			return i
		}
	}
	return 0
}
