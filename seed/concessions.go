package seed

import (
	"shuangyong/models/bus"
	"shuangyong/models/clock"
	"shuangyong/models/person"
)

const (
	national   = "《军人抚恤优待条例》（2024）第五十二条"
	protection = "《退役军人保障法》第五十三条；青梧市公交优待办法" + marked
	municipal  = "青梧市公交优待办法" + marked
)

// concessions are the fares. The first two are national law, the rest is what this invented city decided, with one rule that has run out and one
// company that does not take part everywhere.
func (c *City) concessions(lines []line) []bus.Concession {
	changed := clock.NewDate(c.o.Start.Year()-1, 7, 1)
	before := changed.AddDays(-1)
	old, law := clock.NewDate(2022, 1, 1), clock.NewDate(2024, 8, 1)
	rules := []bus.Concession{
		{Status: string(person.Active), Fare: bus.Free, Proof: "军官证、军士证、义务兵证或学员证，上车给驾驶员看一眼", Source: national, From: law},
		{Status: string(person.DisabledVeteran), Fare: bus.Free, Proof: "残疾军人证", Source: national, From: law},
		{Status: string(person.Veteran), AgencyID: cityBuses, Fare: bus.Percentage, Percent: 70, Proof: "优待证", Condition: "本市户籍", Source: protection, From: old, Until: before},
		{Status: string(person.Veteran), AgencyID: cityBuses, Fare: bus.Half, Percent: 50, Proof: "优待证", Source: protection, From: changed},
		{Status: string(person.Veteran), AgencyID: countryBuses, Fare: bus.Full, Percent: 100, Proof: "", Condition: "除拥军先锋号外，还没有加入", Source: municipal, From: changed},
		{Status: string(person.BereavedFamily), AgencyID: cityBuses, Fare: bus.Free, Proof: "优待证", Source: "《烈士褒扬条例》（2024）第三十条；" + municipal, From: changed},
		{Status: string(person.BereavedFamily), AgencyID: countryBuses, Fare: bus.Half, Percent: 50, Proof: "优待证", Source: municipal, From: changed},
		{Status: string(person.MilitaryFamily), AgencyID: cityBuses, Fare: bus.Full, Percent: 100, Proof: "", Condition: "平日按普通票价；八一建军节当天免费", Source: municipal, From: changed},
	}
	for _, l := range lines {
		if l.Pioneer && l.AgencyID == countryBuses { // on the others the company's rule says the same
			rules = append(rules, bus.Concession{
				Status: string(person.Veteran), RouteID: l.ID, AgencyID: l.AgencyID, Fare: bus.Half, Percent: 50, Proof: "优待证", Source: protection, From: changed,
			})
		}
	}
	for i := range rules {
		rules[i].ID = c.id("concession", i)
	}
	return rules
}
