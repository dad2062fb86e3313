package seed

import (
	"time"

	"shuangyong/models/clock"
	"shuangyong/models/person"
)

// household fills the home with a family of a likely kind.
func (h *home) household() {
	switch h.weighted([]int{57, 8, 8, 18, 9}) {
	case 0:
		h.veteranHome(h.age(31, 97))
	case 1:
		h.veteranHome(h.between(21, 29))
	case 2:
		h.disabled(h.veteranHome(h.age(28, 90)))
	case 3:
		h.militaryHome()
	case 4:
		h.bereavedHome()
	}
	for _, m := range h.members {
		h.mayDie(m)
	}
}

// age draws an age between two, the middle more likely.
func (h *home) age(low, high int) int { return (h.between(low, high) + h.between(low, high)) / 2 }

// veteranHome is a veteran, perhaps with wife, child and parent. It returns the veteran.
func (h *home) veteranHome(age int) *member {
	v := h.join(age, h.chance(6), h.family)
	years := []int{2, 2, 2, 5, 8, 12, 16}[h.IntN(7)]
	h.hold(v, person.Veteran, h.discharged(v, min(years, max(2, v.age-19))))
	if age > 25 && h.chance(min(52, age*2)) {
		s := h.join(max(22, v.age+h.between(-5, 4)), !v.female, h.outsider())
		h.hold(s, person.Other, clock.DateOf(s.CreatedAt))
		h.relate(v, s, "spouse")
		if child := v.age - h.between(25, 32); child >= 0 && child < 40 && h.chance(38) {
			k := h.join(child, h.chance(48), h.family)
			h.hold(k, person.Other, clock.DateOf(k.CreatedAt))
			h.relate(v, k, "child")
			h.relate(s, k, "child")
		}
	}
	if age >= 28 && age <= 58 && h.chance(18) {
		p := h.join(v.age+h.between(22, 30), h.chance(60), h.family)
		if !p.female && h.chance(30) {
			h.hold(p, person.Veteran, h.discharged(p, h.between(2, 6)))
		} else {
			h.hold(p, person.Other, clock.DateOf(p.CreatedAt))
		}
		h.relate(v, p, "parent")
	}
	h.pensions(v)
	return v
}

// discharged is the day a soldier who served so many years was released: in December until 2012, since then in September, and from 2021 half of
// them in March.
func (h *home) discharged(m *member, years int) clock.Date {
	year := m.BornOn.Year() + h.between(18, 20) + years
	year = min(year, h.o.Start.Year())
	month := time.December
	if year >= 2013 {
		month = time.September
	}
	if year >= 2021 && h.chance(50) {
		month = time.March
	}
	d := clock.NewDate(year, month, 1)
	if d >= h.o.Start {
		d = clock.NewDate(year-1, month, 1)
	}
	return d
}

// disabled adds a level of disability to a veteran. By illness there are levels 1 to 6 only, and few are the grave ones.
func (h *home) disabled(v *member) {
	level := []int{h.between(1, 4), h.between(5, 6), h.between(7, 8), h.between(9, 10)}[h.weighted([]int{6, 14, 34, 46})]
	cause := []string{"war", "duty", "illness"}[h.weighted([]int{10, 60, 30})]
	if level > 6 && cause == "illness" {
		cause = "duty"
	}
	held := h.hold(v, person.DisabledVeteran, v.held[0].From)
	held.Level, held.Cause = level, cause
	v.dues = append([]due{{subject: "残疾抚恤金", fen: disabilityFen(level), from: h.begin}}, withoutOldAge(v.dues)...)
}

// militaryHome is the family of somebody who serves. He himself is nowhere in the data.
func (h *home) militaryHome() {
	served := h.between(30, 365*9)
	since := h.o.Start.AddDays(-served)
	until := clock.Date("")
	if h.chance(10) {
		until = clock.NewDate(h.o.Start.Year(), time.September, 1)
		if until >= h.o.Start || until <= since {
			until = ""
		}
	}
	hold := func(m *member) {
		if until != "" && m.BornOn > until {
			h.hold(m, person.Other, m.BornOn) // born when the service was over
			return
		}
		h.hold(m, person.MilitaryFamily, since).Until = until
	}
	if h.chance(22) { // a wife, often with a small child
		w := h.join(h.between(25, 38), true, h.outsider())
		hold(w)
		if h.chance(60) {
			k := h.join(h.between(0, 10), h.chance(48), h.family)
			hold(k)
			h.relate(w, k, "child")
		}
		return
	}
	father := h.join(h.between(44, 59), false, h.family)
	mother := h.join(father.age+h.between(-4, 3), true, h.outsider())
	hold(father)
	hold(mother)
	h.relate(father, mother, "spouse")
	if h.chance(8) {
		h.hold(father, person.Veteran, h.discharged(father, 4))
	}
	if served < 730 && until == "" {
		father.dues = append(father.dues, due{subject: "义务兵家庭优待金", fen: 1_560_000, from: since, yearly: time.July})
	}
	if h.chance(25) {
		k := h.join(father.age-h.between(27, 33), h.chance(55), h.family)
		h.hold(k, person.Other, clock.DateOf(k.CreatedAt))
		h.relate(father, k, "child")
		h.relate(mother, k, "child")
	}
}

// bereavedHome is a widow, parents or children of somebody who died in service.
func (h *home) bereavedHome() {
	kind := []string{"martyr", "duty", "illness"}[h.weighted([]int{25, 35, 40})]
	hold := func(m *member, years int) {
		h.hold(m, person.BereavedFamily, h.o.Start.AddDays(-365*years-h.IntN(300))).Kind = kind
	}
	pension := func(m *member) {
		m.dues = append(m.dues, due{subject: "定期抚恤金", fen: bereavedFen(kind), from: h.begin})
	}
	switch h.weighted([]int{50, 20, 12, 18}) {
	case 0:
		w := h.join(h.between(56, 93), true, h.outsider())
		hold(w, h.between(3, w.age-30))
		pension(w)
		if h.chance(35) {
			k := h.join(w.age-h.between(22, 27), h.chance(50), h.family)
			hold(k, 3)
			h.relate(w, k, "child")
		}
	case 1:
		f := h.join(h.between(62, 88), false, h.family)
		m := h.join(f.age+h.between(-4, 2), true, h.outsider())
		hold(f, 8)
		hold(m, 8)
		h.relate(f, m, "spouse")
		pension(f)
		pension(m)
	case 2:
		m := h.join(h.between(32, 46), true, h.outsider())
		k := h.join(m.age-h.between(24, 29), h.chance(48), h.family)
		hold(m, 3)
		hold(k, 3)
		h.relate(m, k, "child")
		if k.age < 18 {
			pension(k)
		}
	case 3:
		hold(h.join(h.between(31, 70), h.chance(45), h.family), 25)
	}
}

// pensions gives a veteran what many of the old and some of the sick draw.
func (h *home) pensions(v *member) {
	switch {
	case v.age >= 60 && h.rural() && h.chance(88):
		from := v.BornOn
		t := from.At(12, 0)
		v.dues = append(v.dues, due{subject: oldAge, fen: int64(h.between(2, 6)) * 6_800, from: clock.NewDate(t.Year()+60, t.Month(), t.Day())})
	case v.age >= 40 && h.chance(5):
		v.dues = append(v.dues, due{subject: "带病回乡补助", fen: 86_000, from: h.begin})
	}
}

// withoutOldAge drops the old-age subsidy of somebody who draws a regular pension: one does not get both.
func withoutOldAge(dues []due) []due {
	kept := dues[:0:0]
	for _, d := range dues {
		if d.subject != oldAge {
			kept = append(kept, d)
		}
	}
	return kept
}

func disabilityFen(level int) int64 {
	return []int64{812_000, 735_000, 645_000, 528_000, 412_000, 322_000, 244_000, 154_000, 128_000, 112_000}[level-1]
}

func bereavedFen(kind string) int64 {
	return map[string]int64{"martyr": 318_000, "duty": 273_000, "illness": 256_000}[kind]
}
