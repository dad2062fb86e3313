package dialog

import "shuangyong/models/person"

// familyBind tells for whom the speaker may act and who acts for him, and the three ways to let somebody.
func familyBind(t *turn, s Step) error {
	if mourns(s.slot(words)) {
		t.afterDeath(s)
		t.reply.Tail = lines(t.reply.Tail, "他没办完的事、没领的待遇，带您的身份证和亲属关系证明到服务站，可以交给您接着办。")
		return nil
	}
	held, err := t.familyList()
	if err != nil {
		return err
	}
	t.say(lines(
		held,
		"查政策、问坐车，替谁问都行，直接说，比如“我父亲是退役军人，坐车要钱吗”。",
		"替家人预约、反映诉求、查补助，要他本人同意，三个办法：",
		"①他在小程序“家人代办”要个号给您，您发到这里；",
		"②您要个号给他，他发到这里，没有手机的到服务站念给工作人员；",
		"③两人带身份证到服务站，签张委托书。",
		"走不动的，打"+t.call()+"问能不能上门。乘车码只给本人，不能代领。"),
		Option{Label: "我有代办码", Say: "代办码", Step: Step{Intent: "family.code"}},
		Option{Label: "最近的服务站在哪", Say: "服务站", Step: Step{Intent: "station.find"}},
		callAboutFamily())
	return nil
}

// familyList is who acts for whom, in lines; nothing for somebody who is not known or acts for nobody.
func (t *turn) familyList() (string, error) {
	actFor, err := t.family()
	if err != nil || t.e.Proxies == nil || !t.found || !t.known.May(person.BeProxy) {
		return "", err
	}
	var actMe []Kin
	if t.known.May(person.OwnFile) {
		if actMe, err = t.e.Proxies.ActedBy(t.ctx, t.known.PersonID); err != nil {
			return "", err
		}
	}
	var out []string
	if len(actFor) > 0 {
		out = append(out, "您能替他们办：")
	}
	for _, k := range actFor {
		out = append(out, t.kinLine(k))
	}
	if len(actMe) > 0 {
		out = append(out, "能替您办的：")
	}
	for _, k := range actMe {
		out = append(out, t.kinLine(k))
	}
	if len(actMe) > 0 {
		out = append(out, "不想让谁办了，在小程序“家人代办”里取消，当时就停；或打"+t.call()+"。")
	}
	return lines(out...), nil
}

func (t *turn) kinLine(k Kin) string {
	name := k.Name
	if word := kinWords[k.Relation]; word != "" {
		name += "（" + word + "）"
	}
	return name + "：" + k.Scopes.Chinese() + "，到" + date(k.Until, t.today)
}
