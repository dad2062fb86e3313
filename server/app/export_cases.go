package app

import (
	"fmt"
	"strings"

	"shuangyong/models/application"
	"shuangyong/models/appointment"
	"shuangyong/models/benefit"
	"shuangyong/models/db"
	"shuangyong/models/handoff"
	"shuangyong/models/person"
	"shuangyong/models/petition"
	"shuangyong/models/privacy"
	"shuangyong/models/seal"
)

func (m *mine) exportBenefits(tx db.Tx, who privacy.Who) ([]privacy.Section, error) {
	kept, err := benefit.Export(tx, who.Person)
	if err != nil {
		return nil, err
	}
	cards, payments := privacy.Section{Code: "cards", Title: "优待证"}, privacy.Section{Code: "payments", Title: "待遇发放"}
	for _, c := range kept.Cards {
		var r privacy.Record
		r.Add("state", "办到哪一步", seal.Text(cardStates[c.State]))
		r.Add("card_number", "证号", c.CardNumber)
		r.Add("reason", "没有办的原因", seal.Text(c.Reason))
		r.Add("applied_on", "申请", seal.Text(c.AppliedOn))
		r.Add("updated_on", "最近更新", seal.Text(c.UpdatedOn))
		cards.Records = append(cards.Records, r)
	}
	for _, p := range kept.Payments {
		var r privacy.Record
		r.Add("subject", "项目", seal.Text(p.Subject))
		r.Add("month", "月份", seal.Text(p.Month))
		r.Add("yuan", "金额（元）", seal.Text(fmt.Sprintf("%d.%02d", p.Fen/100, p.Fen%100)))
		r.Add("due_on", "应发", seal.Text(p.DueOn))
		r.Add("paid_on", "实发", seal.Text(p.PaidOn))
		payments.Records = append(payments.Records, r)
	}
	return []privacy.Section{cards, payments}, nil
}

var cardStates = map[benefit.CardState]string{
	benefit.CardReceived: "服务站已受理", benefit.CardReviewed: "市级审核通过", benefit.CardFiled: "省级备案", benefit.CardMaking: "银行制证", benefit.CardReady: "到站待领",
	benefit.CardIssued: "已领", benefit.CardRefused: "没有通过",
}

func (m *mine) exportPetitions(tx db.Tx, who privacy.Who) ([]privacy.Section, error) {
	cases, err := petition.Export(tx, who.Person)
	s := privacy.Section{Code: "petitions", Title: "反映的诉求"}
	for _, c := range cases {
		var r privacy.Record
		r.Add("number", "编号", seal.Text(c.Number))
		r.Add("petitioner", "反映人", c.Petitioner)
		r.Add("phone", "电话", c.Phone)
		r.Add("body", "您反映的", c.Body)
		r.Add("receiver", "接待人", seal.Text(c.Receiver))
		r.Add("received_at", "收到", moment(c.ReceivedAt))
		var steps []string
		for _, step := range c.Steps {
			steps = append(steps, moment(step.At).Reveal()+" "+step.Text)
		}
		r.Add("steps", "经过", seal.Text(strings.Join(steps, "\n")))
		s.Records = append(s.Records, r)
	}
	return []privacy.Section{s}, err
}

func (m *mine) exportBookings(tx db.Tx, who privacy.Who) ([]privacy.Section, error) {
	visits, err := appointment.Export(tx, who.Person)
	s := privacy.Section{Code: "appointments", Title: "预约"}
	for _, v := range visits {
		var r privacy.Record
		r.Add("number", "编号", seal.Text(v.Number))
		r.Add("service", "办什么", seal.Text(v.Service))
		r.Add("day", "哪天", seal.Text(v.Day))
		r.Add("window", "窗口", seal.Text(v.Window))
		r.Add("status", "情况", seal.Text(visitStates[v.Status]))
		r.Add("for", "给谁约", seal.Text(forWhom(v.SubjectID == who.Person)))
		r.Add("by", "谁约的", seal.Text(forWhom(v.BookerID == who.Person)))
		s.Records = append(s.Records, r)
	}
	return []privacy.Section{s}, err
}

var visitStates = map[appointment.Status]string{
	appointment.Booked: "约好了", appointment.Arrived: "到了", appointment.Fulfilled: "办完了", appointment.Cancelled: "取消了", appointment.NoShow: "未到",
}

func forWhom(self bool) string {
	if self {
		return "您自己"
	}
	return "您的家人"
}

func (m *mine) exportCalls(tx db.Tx, who privacy.Who) ([]privacy.Section, error) {
	accounts, err := person.AccountsOf(tx, who.Person)
	if err != nil {
		return nil, err
	}
	calls, err := handoff.Export(tx, who.Person, keysOf(accounts))
	s := privacy.Section{Code: "handoffs", Title: "转人工"}
	for _, c := range calls {
		var r privacy.Record
		r.Add("kind", "为什么", seal.Text(map[handoff.Kind]string{handoff.Crisis: "急事", handoff.Escalation: "着急的事", handoff.CallBack: "请回电话"}[c.Kind]))
		r.Add("summary", "您说的", c.Summary)
		r.Add("created_at", "时间", moment(c.CreatedAt))
		r.Add("promised_at", "答应答复的时间", moment(c.PromisedAt))
		if c.ClosedAt != nil {
			r.Add("closed_at", "办完", moment(*c.ClosedAt))
		}
		s.Records = append(s.Records, r)
	}
	return []privacy.Section{s}, err
}

func (m *mine) exportApplications(tx db.Tx, who privacy.Who) ([]privacy.Section, error) {
	cases, err := application.Export(tx, who.Person)
	s, room := privacy.Section{Code: "applications", Title: "身份申请"}, privacy.MaxFiles
	for _, c := range cases {
		var r privacy.Record
		r.Add("number", "编号", seal.Text(c.Number))
		r.Add("name", "姓名", c.Name)
		r.Add("wanted", "申请登记", inWords(c.Wanted))
		r.Add("words", "您写的", c.Words)
		r.Add("state", "情况", seal.Text(c.State.Chinese()))
		r.Add("granted", "登记为", inWords(c.Granted))
		r.Add("created_at", "开始", moment(c.CreatedAt))
		photographs, left := photographsOf(c, &room)
		names := make([]string, len(photographs))
		for i, f := range photographs {
			names[i] = f.Name
		}
		r.Add("pictures", "还存着的照片", seal.Text(strings.Join(names, "\n")))
		if left > 0 {
			r.Add("pictures_left_out", "没放进来的照片", seal.Text(fmt.Sprintf("%d张，文件太大。要的话打%s，我们给您。", left, m.phone)))
		}
		s.Files = append(s.Files, photographs...)
		var steps []string
		for _, step := range c.Steps {
			steps = append(steps, strings.TrimSpace(moment(step.At).Reveal()+" "+step.Who+" "+step.Text.Reveal()))
		}
		r.Add("steps", "经过", seal.Text(strings.Join(steps, "\n")))
		s.Records = append(s.Records, r)
	}
	return []privacy.Section{s}, err
}

// photographsOf are those of an application that room is left for, and how many it is not.
func photographsOf(c application.Case, room *int) (files []privacy.Attachment, left int) {
	for i, d := range c.Documents {
		if len(d.Picture) > *room {
			left++
			continue
		}
		*room -= len(d.Picture)
		files = append(files, privacy.Attachment{Name: fmt.Sprintf("照片/%s-%d-%s.jpg", c.Number, i+1, d.Kind.Chinese()), Body: d.Picture})
	}
	return files, left
}

// inWords are statuses as people read them.
func inWords(all []application.Status) seal.Text {
	words := make([]string, len(all))
	for i, s := range all {
		words[i] = s.Chinese()
	}
	return seal.Text(strings.Join(words, "、"))
}
