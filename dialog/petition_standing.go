package dialog

import (
	"fmt"

	"shuangyong/models/clock"
	"shuangyong/models/number"
	"shuangyong/models/petition"
)

// standing says where a case stands, the steps it took, by when what comes next, and whom to call.
func (t *turn) standing(p petition.Petition, steps []petition.Step) {
	out := []string{"编号：" + number.Spaced(p.Number), "现在：" + standing(p, t.today)}
	if len(steps) > 0 {
		out = append(out, "经过：")
		for _, s := range steps {
			out = append(out, date(clock.DateOf(s.At), t.today)+" "+s.Text)
		}
	}
	out = append(out, t.receiver(p))
	options := []Option{{Label: "请人联系我", Say: "联系我", Step: Step{Intent: "human", Slots: map[string]string{words: "问编号" + p.Number + "的办理情况"}}}}
	if p.State == petition.Answered || p.State == petition.Closed {
		options = append(options, Option{Label: "对答复不满意，怎么办", Say: "不满意", Step: Step{Intent: "petition.review"}})
	} else {
		options = append(options, Option{Label: "这些天数怎么算的", Say: "天数", Step: Step{Intent: "petition.rules"}})
	}
	t.say(lines(out...), options...)
}

// receiver is whom to call about a case: the first who received it stays responsible.
func (t *turn) receiver(p petition.Petition) string {
	st, ok := t.e.Stations.ByPath(p.StationPath)
	if !ok {
		st = t.e.Stations.Root()
	}
	return "接待人：" + shortName(st.ShortName, st.Name) + p.Receiver + "，" + st.Phone + "。"
}

func stateName(s petition.State) string {
	switch s {
	case petition.Registered:
		return "已登记"
	case petition.Accepted:
		return "正在办"
	case petition.Referred:
		return "已转办"
	case petition.Rejected:
		return "没有受理"
	case petition.Extended:
		return "延期办理中"
	case petition.Answered:
		return "已书面答复"
	case petition.InReview:
		return "正在复查"
	case petition.Closed:
		return "已办结"
	}
	return "正在办"
}

// standing is the state in a sentence with its date. A missed date is said plainly: hiding it is what makes people travel.
func standing(p petition.Petition, today clock.Date) string {
	switch p.State {
	case petition.Registered:
		return "已登记。" + due(p.NoticeDue, today, "书面告诉您谁来办、怎么办")
	case petition.Accepted:
		return "已受理，正在办。" + due(p.AnswerDue, today, "给您书面答复")
	case petition.Extended:
		return "情况复杂，办理时间延长了。" + due(p.AnswerDue, today, "给您书面答复")
	case petition.Referred:
		return "已转给负责办这件事的单位，转到哪里、谁来办，写在给您的告知书里。"
	case petition.Rejected:
		return "没有受理，原因和该找谁，写在给您的告知书里。"
	case petition.Answered:
		return answered(p, today)
	case petition.InReview:
		return "您申请的复查正在进行，30天内给结果。"
	case petition.Closed:
		return "已办结。有新情况，随时再反映。"
	}
	return "正在办。"
}

func due(d, today clock.Date, what string) string {
	switch left := d.DaysSince(today); {
	case d == "":
		return ""
	case left < 0:
		return fmt.Sprintf("本该%s前%s，已经过了%d天，对不起。请打接待人催一催，或回1请人联系您。", date(d, today), what, -left)
	case left == 0:
		return "最迟今天" + what + "。"
	default:
		return fmt.Sprintf("最迟%s%s，还有%d天。", date(d, today), what, left)
	}
}

// answered tells until when a review can be asked for, counted from the day of the answer: the day of receipt is never earlier.
func answered(p petition.Petition, today clock.Date) string {
	if p.AnsweredOn == "" {
		return "已书面答复。"
	}
	out := date(p.AnsweredOn, today) + "已书面答复。"
	if last := p.AnsweredOn.AddDays(petition.AskDays); last >= today {
		return out + fmt.Sprintf("不满意，收到答复后%d天内可以申请复查。", petition.AskDays)
	}
	return out
}
