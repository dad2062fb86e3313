package dialog

import (
	"strings"

	"github.com/google/uuid"

	"shuangyong/models/benefit"
	"shuangyong/models/person"
	"shuangyong/models/proxy"
)

// paymentWhen tells a verified person which payments were made and which are due. Amounts are never shown in a chat.
func paymentWhen(t *turn, s Step) error {
	if mourns(s.slot(words)) {
		t.afterDeath(s)
		return nil
	}
	if said := s.slot(words); said != "" && !hasAny(said, "到账", "晚", "迟", "发", "打", "到没", "没到", "到了", "收到", "时候", "啥时", "几号", "哪天", "停", "卡", "没有", "信") {
		return benefitAsk(t, s) // which there are, not when they come
	}
	if forKin(s) {
		if kin, ok, asked, err := t.behalf(s, proxy.Benefits); err != nil || asked {
			return err
		} else if ok {
			return t.paymentsOf(kin.Person, kin.called(), &kin)
		}
	}
	k, ok, err := t.may(person.OwnPayments)
	if err != nil {
		return err
	}
	if !ok || forKin(s) {
		lead, whom := "查您的补助到没到账，要先认准是您本人。", ""
		if forKin(s) {
			lead, whom = notBound(s), "本人"
		}
		t.say(lines(
			lead,
			"请打"+t.calls()+"，报"+whom+"姓名和是哪种补助，当场能查。",
			"也可以先看看发补助的那张银行卡。",
			"一直有、忽然没了的，多半是年度确认没做，带身份证到服务站做一下。"),
			askPayment(),
			Option{Label: "有哪些补助可以领", Say: "哪些补助", Step: Step{Intent: "benefit.mine", Slots: map[string]string{"group": groups[0].name}}},
			Option{Label: "年度确认怎么做", Say: "年度确认", Step: Step{Intent: "benefit.ask", Slots: map[string]string{words: "年度确认"}}})
		t.offerProof(s)
		return nil
	}
	return t.paymentsOf(k.PersonID, "您", nil)
}

// askPayment calls a human about a payment.
func askPayment() Option {
	return Option{Label: "请人联系我", Say: "联系我", Step: Step{Intent: "human", Slots: map[string]string{words: "问补助到账没有"}}}
}

// paymentsOf tells which payments somebody got and gets: the speaker, or kin who lets him see it.
func (t *turn) paymentsOf(id uuid.UUID, called string, kin *Kin) error {
	payments, err := t.e.Records.PaymentsOf(t.ctx, id, maxOptions)
	if err != nil {
		return err
	}
	var out []string
	for _, p := range payments {
		out = append(out, t.payment(p))
	}
	if len(out) == 0 {
		t.say("没有查到要发给"+called+"的补助。\n觉得该有，打"+t.call()+"核一核。", askPayment(),
			Option{Label: "看我能享受什么", Say: "能享受什么", Step: Step{Intent: "benefit.mine"}})
	} else {
		lead := "最近几笔（金额不在这里显示，请看银行卡）："
		if kin != nil {
			lead = called + "的" + lead
		}
		t.say(lines(lead, strings.Join(out, "\n"), "对不上，打"+t.call()+"。"), askPayment())
	}
	if kin != nil {
		t.looks(*kin, proxy.Benefits, "payments")
	}
	return nil
}

// payment is one month's payment in a line.
func (t *turn) payment(p benefit.Payment) string {
	head := month(p.Month, t.today) + p.Subject + "："
	switch {
	case p.PaidOn != "" && p.PaidOn > p.DueOn:
		return head + date(p.PaidOn, t.today) + "已发，比该发的日子晚了，对不起"
	case p.PaidOn != "":
		return head + date(p.PaidOn, t.today) + "已发"
	case p.DueOn < t.today:
		return head + "本该" + date(p.DueOn, t.today) + "前发，还没发，请打电话催一催"
	default:
		return head + date(p.DueOn, t.today) + "前发"
	}
}
