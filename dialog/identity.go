package dialog

import (
	"shuangyong/models/person"
)

// identityVerify tells what needs proof of who one is, and the three ways to give it. Nobody proves anything by writing it into the chat.
func identityVerify(t *turn, _ Step) error {
	_, ok, err := t.may(person.OwnFile)
	if err != nil {
		return err
	}
	if ok {
		t.say(lines(
			"您已经核实过了，不用再核。",
			"自己的优待证、补助、反映过的事，直接问就行。"),
			Option{Label: "我的优待证办到哪了", Say: "优待证进度", Step: Step{Intent: "card.progress"}},
			Option{Label: "我的补助到账没有", Say: "补助", Step: Step{Intent: "payment.when"}},
			Option{Label: "我反映的事办到哪了", Say: "查进度", Step: Step{Intent: "petition.progress"}})
		return nil
	}
	out := []string{"查政策、找优惠店、问坐车、预约、反映诉求，都不用核实身份。", "查自己的证、补助和待遇，要先认准是您。" + t.waysLead()}
	out = append(out, t.ways()...)
	t.say(lines(append(out, "身份证照片别发到这里。")...), firstOptions()[:3]...)
	return nil
}

func (t *turn) waysLead() string {
	if t.e.Bureau.Mini {
		return "三个办法，选一个："
	}
	return "办法很简单："
}

// ways are how somebody proves who he is with this bureau.
func (t *turn) ways() []string {
	counter := "带证件到" + t.call() + "，工作人员看一眼就登记好，没有智能手机也行。"
	if !t.e.Bureau.Mini {
		return []string{counter}
	}
	return []string{
		"①有优待证：在小程序“我的”里填证号、姓名、身份证后四位；",
		"②还没有证：在小程序里拍证件申请，工作人员来核；",
		"③带证件到" + t.call() + "，出示小程序的到站码，扫一下就好。没有智能手机也行。",
	}
}

// offerProof adds the way to prove who one is to an answer that needed it; about somebody else's file it would not help.
func (t *turn) offerProof(s Step) {
	if !forKin(s) {
		t.reply.Options = append(t.reply.Options, Option{Label: "怎么核实身份", Say: "核实身份", Step: Step{Intent: "identity.verify"}})
	}
}
