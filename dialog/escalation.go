package dialog

import (
	"slices"

	"shuangyong/dialog/understand"
	"shuangyong/models/clock"
	"shuangyong/models/handoff"
	"shuangyong/models/number"
	"shuangyong/models/person"
	"shuangyong/models/petition"
)

// escalation answers someone who has lost patience (再不管我就去北京) with respect: where his case stands, a talk offered today, an alert to staff.
// Never a help line, never a threat, and nothing that brings petitioners together.
func (t *turn) escalation(clean string) error {
	by := t.callBackBy()
	call := "今天给您打电话"
	if clock.DateOf(by) != t.today {
		call = moment(by, t.now) + "前给您打电话"
	}
	said := Reply{
		Text: lines("您着急，我们明白，不用跑远路。", t.whereItStands(), "您选一样："),
		Options: []Option{
			{Label: call, Say: "打电话", Step: Step{Intent: "escalation.call"}},
			{Label: "约领导当面谈", Say: "见领导", Step: Step{Intent: "appointment.book", Slots: map[string]string{understand.SlotService: "领导接访"}}},
			{Label: "看办到哪一步了", Say: "办到哪一步", Step: Step{Intent: "petition.progress"}},
		},
		Tail: "人多的话，请推选不超过5位代表来，我们都接待。\n也可以现在就打" + t.phone() + "。",
	}
	t.reply = said
	if w := t.st.Waiting; w != nil && w.Kind == handoff.Escalation {
		t.add("又说：“"+clean+"”", said)
		return nil
	}
	t.open(handoff.Escalation, "着急了，要往上走：“"+clean+"”。"+t.about(), by, said)
	return nil
}

// whereItStands is a line on his latest open case, when we know that it is his; a file that cannot be read now is no reason to fail.
func (t *turn) whereItStands() string {
	k, ok, err := t.may(person.OwnPetitions)
	if err != nil || !ok {
		return ""
	}
	cases, err := t.e.Petitions.OfPerson(t.ctx, k.PersonID, 5)
	if err != nil {
		return ""
	}
	i := slices.IndexFunc(cases, func(p petition.Petition) bool { return p.State != petition.Closed })
	if i < 0 {
		return ""
	}
	return "您反映的事（编号：" + number.Spaced(cases[i].Number) + "）：" + standing(cases[i], t.today)
}

// escalationCall asks staff to ring him, on the alert that is open already.
func escalationCall(t *turn, _ Step) error {
	if t.st.Waiting == nil {
		t.callHuman("着急了，请先给他打电话。"+t.about(), "好，请人给您打电话。")
		return nil
	}
	t.say("对不起，这会儿没能记上。请直接打" + t.phone() + "。")
	t.add("选了：给我打电话。", Reply{Text: "记下了，" + moment(t.st.Waiting.By, t.now) + "前给您打电话。", Tail: t.needPhone()})
	return nil
}
