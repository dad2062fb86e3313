package seed

import (
	"shuangyong/models/clock"
	"shuangyong/models/petition"
)

// appeal is what somebody asked for, and how it went.
type appeal struct {
	kind     petition.Kind
	body     string
	received clock.Date
	events   []event
	dueOn    clock.Date // set where the story needs the day whatever the calendar says
}

// event is one step of a petition's life.
type event struct {
	state petition.State
	on    clock.Date
}

// then adds the next step.
func (a *appeal) then(state petition.State, on clock.Date) *appeal {
	a.events = append(a.events, event{state, on})
	return a
}

// acceptedFor is the day of acceptance whose 60 days end, for the office, on due.
func (a almanac) acceptedFor(due clock.Date, days int) clock.Date {
	for from := due.AddDays(-days); from < due.AddDays(10-days); from = from.AddDays(1) {
		if a.works(from) && a.onOrBefore(from.AddDays(days)) == due {
			return from
		}
	}
	return due.AddDays(-days)
}

// usual is a petition as most are: told within the 15 days, answered within the 60, closed when nobody asked for a review. None is late here; the
// one that is belongs to a story.
func (g *census) usual(d dice, received clock.Date) *appeal {
	q := questions[d.weighted([]int{38, 27, 21, 12, 2})]
	a := (&appeal{kind: q.kind, body: pick(d, q.bodies), received: received}).then(petition.Registered, received)
	told := g.cal.onOrBefore(received.AddDays(d.between(1, 13)))
	if told < received {
		told = received
	}
	if told >= g.o.Start {
		return a
	}
	switch roll := d.IntN(100); {
	case roll < 8 || q.kind == petition.Accusation:
		return a.then(petition.Referred, told)
	case roll < 13:
		return a.then(petition.Rejected, told)
	}
	a.then(petition.Accepted, told)
	due := g.cal.onOrBefore(told.AddDays(petition.AnswerDays))
	answered := min(g.cal.onOrAfter(told.AddDays(d.between(6, 57))), g.cal.onOrBefore(due.AddDays(-1)))
	if d.chance(4) && due < g.o.Start.AddDays(-45) { // extended once, long ago
		a.then(petition.Extended, g.cal.onOrBefore(due.AddDays(-2)))
		answered = g.cal.onOrBefore(due.AddDays(d.between(8, 25)))
	}
	if answered >= g.o.Start {
		return a
	}
	a.then(petition.Answered, answered)
	if closed := g.cal.onOrAfter(answered.AddDays(petition.AskDays + 1)); closed < g.o.Start {
		a.then(petition.Closed, closed)
	}
	return a
}

// stepText is what the petitioner reads of a step. It never tells what the petition is about.
func (c *City) stepText(e event, receiver string) string {
	switch e.state {
	case petition.Registered:
		return "收到，已登记。首接人：" + receiver + "，有事直接找他。（" + Mark + "）"
	case petition.Accepted:
		return "已受理，由市退役军人事务局办理，告知书已送达。"
	case petition.Referred:
		return "这件事归别的单位管，已转过去，告知书写明了转给谁、怎么问。"
	case petition.Rejected:
		return "不在我们受理的范围，告知书写明了原因和该走哪条路。"
	case petition.Extended:
		return "情况要再核实，经负责人批准延长30日，原因已书面告知。"
	case petition.Answered:
		return "处理意见书已送达。不同意，可在收到后30日内申请复查。"
	case petition.InReview:
		return "您申请了复查，材料已送复查机关，30日内有结果。"
	default:
		return "办结。"
	}
}

// question is a kind of request with ways in which people put it.
type question struct {
	kind   petition.Kind
	bodies []string
}

// questions are invented. Nobody wrote them, and none names a unit, a place of service or another person.
var questions = []question{
	{petition.Appeal, []string{
		"我退伍后在乡镇企业干过九年，企业没了，养老保险断了几年，想问军龄和那几年能不能接上。",
		"我父亲去年走了，丧葬补助的材料交了两回，说还差一样，请一次说清楚差什么。",
		"老年生活补助从上个季度起少了两个月，存折上查不到，请帮我核一核。",
		"我的档案转来转去找不到了，办补助要用，请帮着查查现在在哪里。",
	}},
	{petition.Appeal, []string{
		"我腿上的旧伤这两年越来越重，想重新评定残疾等级，不知道该先找谁。",
		"住院那次一站式没有结上，我自己垫了钱，票据都在，问什么时候能退。",
		"安排的工作岗位和当时选的不一样，单位说要等，想知道还要等多久。",
		"自主就业的一次性补助，同年回来的都领到了，我的还没有，请查一下。",
	}},
	{petition.Appeal, []string{
		"家里房子漏雨，去年报过危房，村里说名单上有我，一直没人来看。",
		"孩子转学的优待手续，学校说没接到通知，开学就剩半个月了。",
		"我妈的光荣牌掉了漆，想换一块，跑了两趟都说没有货。",
		"优待证办下来名字错了一个字，重新做要多久，银行那边还要不要再去。",
	}},
	{petition.Suggestion, []string{
		"建议把村里到镇上的早班车提前一刻钟，老同志去镇医院挂号总赶不上。",
		"建议门店的牌子上写清楚打几折、要看什么证，省得当面不好意思问。",
		"建议服务站中午留个人值班，我们从山里来一趟不容易。",
		"建议八一慰问的时候，提前一天给独居的老人打个电话。",
	}},
	{petition.Accusation, []string{"反映一名工作人员办事收礼，具体情况当面说。"}},
}
