package seed

import (
	"fmt"
	"iter"
	"strings"

	"shuangyong/models/clock"
)

// strangers is where the numbers of people on a list begin: the city's own end long before.
const strangers = 1_000_000

// RosterTitles are the columns of an invented list.
func RosterTitles() []string {
	return []string{"姓名", "公民身份号码", "性别", "出生日期", "手机号", "住址", "服务站", "身份类别", "残疾等级", "残疾性质", "退役日期", "优待证号"}
}

// Roster invents a list of n people for the city's stations, as a bureau would send it, under RosterTitles. None of them lives in the city already.
func (c *City) Roster(n int) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		for i := range n {
			if !yield(c.listed(i)) {
				return
			}
		}
	}
}

func (c *City) listed(i int) []string {
	d := c.dice("roster", i)
	female := d.chance(8)
	born := clock.NewDate(d.between(1930, 2000), 1, d.between(1, 365))
	at := c.stations[d.between(1, len(c.stations)-1)]
	sex := "男"
	if female {
		sex = "女"
	}
	status, level, cause := "退役军人", "", ""
	switch k := d.IntN(100); {
	case k < 6:
		status, level, cause = "退役军人、残疾军人", fmt.Sprintf("%d级", d.between(1, 10)), pick(d, []string{"因战", "因公"})
	case k < 10:
		status = pick(d, []string{"烈士遗属", "病故军人遗属", "军属"})
	}
	discharged := ""
	if strings.HasPrefix(status, "退役军人") {
		discharged = string(born.AddDays(365*d.between(19, 24) + d.IntN(365)))
	}
	card := ""
	if d.chance(40) {
		card = fmt.Sprintf("YD%08d", i)
	}
	return []string{
		fullName(d, surname(d), born, female), identityNumber(strangers+i, born, female), sex, string(born), mobile(strangers + i),
		homeAddress(d, c.townOf(at), at), at.Code, status, level, cause, discharged, card,
	}
}
