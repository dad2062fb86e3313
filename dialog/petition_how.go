package dialog

import (
	"fmt"

	"shuangyong/dialog/understand"
	"shuangyong/models/petition"
	"shuangyong/models/proxy"
)

// petitionFile tells how to bring a matter forward. Registering from the phone is not open yet; a talk can be had today.
func petitionFile(t *turn, s Step) error {
	if hasAny(s.slot(words), "举报", "检举", "贪污", "受贿", "扣了", "克扣", "扣我") {
		t.accusation()
		return nil
	}
	switch refusedAt(s.slot(words)) {
	case "bus":
		return busComplain(t, s)
	case "shop":
		return shopComplain(t, s)
	}
	call := Step{Intent: "human", Slots: map[string]string{words: "有事要反映"}}
	kin, forKin, err := t.kin(s, proxy.Petition)
	if err != nil {
		return err
	}
	lead := "您的事我们接，来了一定有人管。三条路都行："
	if forKin {
		lead, call = "替"+kin.called()+"说，我们一样接，记在他名下。三条路都行：", callFor(kin, proxy.Petition, "替家人反映一件事")
	}
	st := t.station()
	t.say(lines(
		lead,
		"当面：到"+shortName(st.ShortName, st.Name)+"（"+st.Address+"），不预约也接待；",
		"电话："+t.calls()+"，您说我们记；",
		"让我们找您：回1。"),
		Option{Label: "请人联系我", Say: "联系我", Step: call},
		Option{Label: "约时间当面谈", Say: "当面谈", Step: Step{Intent: "appointment.book", Slots: map[string]string{understand.SlotService: "信访接待"}}},
		Option{Label: "多少天给答复、要带什么", Say: "多少天", Step: Step{Intent: "petition.rules"}},
		Option{Label: "查已经反映的事", Say: "查进度", Step: Step{Intent: "petition.progress"}})
	t.tail("说清姓名、住址、什么事、要怎么办就行，不用身份证号。")
	return nil
}

// accusation gives the way for reports about people: a chat takes no details of it.
func (t *turn) accusation() {
	t.say(lines(
		"检举控告，请打12388（纪检监察举报电话），或寄信、当面交给纪检部门。",
		"为了保护您，名字和细节别写在这里。您说的不会转给被反映的人。"),
		Option{Label: "不是检举，是我自己的事", Say: "自己的事", Step: Step{Intent: "petition.file"}},
		Option{Label: "找人工", Say: "人工", Step: Step{Intent: "human"}})
}

// petitionRules answers the questions people have before they come, the one that was asked or all in short.
func petitionRules(t *turn, s Step) error {
	said := s.slot(words)
	next := []Option{
		{Label: "怎么反映", Step: Step{Intent: "petition.file"}},
		{Label: "查办到哪了", Say: "查进度", Step: Step{Intent: "petition.progress"}},
		{Label: "找人工", Say: "人工", Step: Step{Intent: "human"}},
	}
	switch {
	case hasAny(said, "地址", "电话", "在哪", "哪儿", "到哪", "去哪"):
		return petitionFile(t, Step{Intent: "petition.file"})
	case hasAny(said, "几个人", "一起", "战友", "多少人", "集体", "联名"):
		t.say("来多少人的事我们都管。一起来的，请推选不超过5位代表，把大家的意思说全。\n也可以一个人来，一个人说了一样算数。", next...)
	case hasAny(said, "匿名", "保密", "知道", "村里", "报复"):
		t.say("不留名也可以说，只是没法把结果告诉您：书面答复要写姓名、送到住址。\n工作人员要替您保密；检举的内容，不许转给被检举的人。", next...)
	case hasAny(said, "材料", "带什么", "带啥", "补充"):
		t.say("说清姓名、住址、什么事、为什么、想怎么办就行，不用身份证号；有证明、票据的一起带来。\n写不了也不要紧，您说，工作人员照您说的记。\n已经登记的，补材料送到接待您的服务站，说编号。", next...)
	case hasAny(said, "撤回", "撤销", "不告了"):
		t.say("想撤回，打接待您的服务站，或局里"+t.phone()+"，说编号就行。\n要是因为等得着急，回“人工”，我们先替您问。", next...)
	default:
		t.say(lines(
			fmt.Sprintf("登记后%d天内，书面告诉您谁来办、怎么办；", petition.NoticeDays),
			fmt.Sprintf("受理后%d天内书面答复，复杂的最多再延%d天，要告诉您为什么；", petition.AnswerDays, petition.ExtensionDays),
			fmt.Sprintf("对答复不满意，收到后%d天内可以申请复查。", petition.AskDays),
			"天数从第二天算起，节假日也算在内。",
			"依据：《信访工作条例》第23、34、35条。"), next...)
	}
	return nil
}

// petitionRate tells how to judge the handling. Rating from the phone is not open yet.
func petitionRate(t *turn, s Step) error {
	if hasAny(s.slot(words), "不满意", "不服", "不认", "不对") {
		return petitionReview(t, s)
	}
	t.say("您的评价很要紧。手机上打分还没开通，现在打"+t.phone()+"说编号和满意不满意，我们记下来。",
		Option{Label: "对答复不满意，想复查", Say: "复查", Step: Step{Intent: "petition.review"}},
		Option{Label: "请人联系我", Say: "联系我", Step: Step{Intent: "human", Slots: map[string]string{words: "想对办理情况打分"}}})
	return nil
}

// petitionReview tells how to have an answer looked at again.
func petitionReview(t *turn, s Step) error {
	if hasAny(s.slot(words), "复核") {
		t.say(lines(
			fmt.Sprintf("对复查意见还不满意，收到后%d天内，可以向再上一级申请复核，也是%d天给结果。", petition.AskDays, petition.DecisionDays),
			"复核以后，同样的事不再重复受理；有新情况，照样可以来说。",
			"带上处理意见书和复查意见书，说清哪里不服。",
			"交给谁，打"+t.phone()+"问，我们告诉您。"), reviewOptions()...)
		return nil
	}
	t.say(lines(
		"不满意可以请上一级再看一遍，叫复查。",
		fmt.Sprintf("收到书面答复后%d天内申请，%d天给结果。", petition.AskDays, petition.DecisionDays),
		"带上处理意见书，说清哪里不服、想怎么办；写不了，我们替您记。",
		"交给谁，打"+t.phone()+"问，我们告诉您。",
		"依据：《信访工作条例》第35条。"), reviewOptions()...)
	return nil
}

func reviewOptions() []Option {
	return []Option{
		{Label: "请人帮我弄", Say: "帮我", Step: Step{Intent: "human", Slots: map[string]string{words: "对答复不满意，想申请复查"}}},
		{Label: "查我那件事的日期", Say: "查日期", Step: Step{Intent: "petition.progress"}},
	}
}
