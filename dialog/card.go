package dialog

import (
	"github.com/google/uuid"

	"shuangyong/dialog/understand"
	"shuangyong/models/benefit"
	"shuangyong/models/person"
	"shuangyong/models/proxy"
)

// Codes of the entitlements that say how to get a card, as the bureau's list names them.
const (
	cardOfVeteran  = "card-apply"
	cardOfBereaved = "card-3shu"
)

// cardApply tells how to get the preferential card, or what else about it was asked: lost, broken, abroad.
func cardApply(t *turn, s Step) error {
	said := s.slot(words)
	switch {
	case hasAny(said, "假优待证", "假证", "真假", "是真的", "假的"):
		return shopJoin(t, s) // whoever checks cards asks
	case hasAny(said, "跑了", "跑断腿", "折腾") && hasAny(said, "趟", "回", "次", "腿", "折腾"):
		return petitionFile(t, Step{Intent: "petition.file"}) // a complaint, not a question
	}
	if hasAny(said, "偷", "抢") {
		return benefitAsk(t, s.with(words, "优待证丢了"))
	}
	if hasAny(said, "丢", "掉了", "不见了", "补", "换", "坏", "代办", "上门", "外地") {
		return benefitAsk(t, s)
	}
	if hasAny(said, "刷", "休眠", "无效", "激活") {
		t.cardDead()
		return nil
	}
	code := cardOfVeteran
	if s.slot("status") == string(person.BereavedFamily) || s.slot("status") == "" && t.st.Claimed == person.Claim(person.BereavedFamily) {
		code = cardOfBereaved
	}
	b, ok := t.e.Benefits.ByCode(code)
	if !ok {
		t.nothingFound("怎么办优待证")
		return nil
	}
	t.showBenefit(b)
	t.reply.Options = []Option{
		{Label: "约时间去办", Say: "约时间", Step: Step{Intent: "appointment.book", Slots: map[string]string{understand.SlotService: "优待证"}}},
		{Label: "我的证办到哪了", Say: "进度", Step: Step{Intent: "card.progress"}},
		{Label: "证丢了怎么办", Say: "证丢了", Step: Step{Intent: "benefit.ask", Slots: map[string]string{words: "优待证丢了"}}},
		{Label: "走不动，能代办或上门吗", Say: "代办", Step: Step{Intent: "benefit.ask", Slots: map[string]string{words: "优待证代办、上门"}}},
		{Label: "最近的服务站在哪", Say: "服务站", Step: Step{Intent: "station.find"}},
	}
	return nil
}

// cardProgress tells a verified person how far his card is; nobody else's file is opened.
func cardProgress(t *turn, s Step) error {
	if forKin(s) {
		if kin, ok, asked, err := t.behalf(s, proxy.Benefits); err != nil || asked {
			return err
		} else if ok {
			return t.cardOf(kin.Person, kin.called(), &kin)
		}
	}
	k, ok, err := t.may(person.OwnCard)
	if err != nil {
		return err
	}
	if !ok || forKin(s) {
		lead, whom := "查优待证进度，要先认准是您本人。", ""
		if forKin(s) {
			lead, whom = notBound(s), "他的"
		}
		t.say(lines(
			lead,
			"请打受理的服务站，报"+whom+"姓名和哪天申请的，当场能查；不记得是哪个站，打局里"+t.phone()+"。",
			t.nearest(),
			"一般30个工作日内审完，证到站后10个工作日内通知您领。"),
			Option{Label: "请人联系我", Say: "联系我", Step: Step{Intent: "human", Slots: map[string]string{words: "查优待证办到哪了"}}},
			Option{Label: "怎么办优待证", Say: "怎么办", Step: Step{Intent: "card.apply"}})
		t.offerProof(s)
		return nil
	}
	return t.cardOf(k.PersonID, "您", nil)
}

// cardOf tells how far somebody's card is: the speaker's, or that of kin who lets him see it.
func (t *turn) cardOf(id uuid.UUID, called string, kin *Kin) error {
	card, ok, err := t.e.Records.CardOf(t.ctx, id)
	if err != nil {
		return err
	}
	if ok {
		t.card(card, called)
	} else {
		t.say("没有查到"+called+"的优待证申请。\n交过材料的，可能还没录进来，打"+t.station().Phone+"问一声。",
			Option{Label: "怎么办优待证", Say: "怎么办", Step: Step{Intent: "card.apply"}},
			Option{Label: "请人联系我", Say: "联系我", Step: Step{Intent: "human", Slots: map[string]string{words: "没查到优待证申请"}}})
	}
	if kin != nil {
		t.looks(*kin, proxy.Benefits, "card")
	}
	return nil
}

func (t *turn) card(c benefit.Card, called string) {
	st, ok := t.e.Stations.ByPath(c.StationPath)
	if !ok {
		st = t.e.Stations.Root()
	}
	name := shortName(st.ShortName, st.Name)
	text := lines(
		called+"的优待证，"+date(c.AppliedOn, t.today)+"在"+name+"申请：",
		cardStanding(c, name),
		"上次有变化是"+date(c.UpdatedOn, t.today)+"。想问细一点，打"+name+st.Phone+"。")
	t.say(text, Option{Label: "请人联系我", Say: "联系我", Step: Step{Intent: "human", Slots: map[string]string{words: "问优待证进度"}}})
}

// cardStanding says the step and what comes next.
func cardStanding(c benefit.Card, station string) string {
	switch c.State {
	case benefit.CardReceived:
		return "现在：服务站已受理，等市里审核。\n下一步：市里审核、省里备案，一般30个工作日内办完。"
	case benefit.CardReviewed:
		return "现在：市里审核通过。\n下一步：省里备案，再交银行制证。"
	case benefit.CardFiled:
		return "现在：省里备案了。\n下一步：银行制证。"
	case benefit.CardMaking:
		return "现在：银行正在制证。\n下一步：证送到" + station + "，通知您领。"
	case benefit.CardReady:
		return "现在：证到" + station + "了，可以领。\n领证带身份证；3个月没人领，会退回上级，请早些来。"
	case benefit.CardIssued:
		return "现在：已经领走了。不是您或家人领的，马上打电话问。"
	case benefit.CardRefused:
		return "现在：这次没有通过。\n原因：" + c.Reason + "\n补齐了可以再申请；觉得不对，回1请人再核。"
	}
	return "现在：正在办。"
}
