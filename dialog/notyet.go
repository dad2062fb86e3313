package dialog

// Answers about what the phone cannot do yet. Each says so in its first line, and then what can be done today.

// eventFind: fairs, visits and festivals are not listed yet.
func eventFind(t *turn, _ Step) error {
	t.say("招聘会、走访慰问这些活动，这里还查不到。\n最近有哪些，打"+t.phone()+"问。",
		Option{Label: "找工作、学技术有什么优待", Say: "找工作", Step: Step{Intent: "benefit.ask", Slots: map[string]string{"topic": "employment", words: "找工作"}}},
		Option{Label: "请人联系我", Say: "联系我", Step: Step{Intent: "human", Slots: map[string]string{words: "问活动"}}})
	return nil
}

// honorView: the roll of honour is not on the phone yet; the honour plaque is asked about with the same words.
func honorView(t *turn, s Step) error {
	if hasAny(s.slot(words), "光荣牌", "光容牌", "牌子", "门牌") {
		return benefitAsk(t, s)
	}
	t.say("光荣榜在手机上还看不了。\n立功喜报、上光荣榜、漏了怎么补，打"+t.phone()+"问。",
		Option{Label: "光荣牌怎么领、怎么换", Say: "光荣牌", Step: Step{Intent: "benefit.ask", Slots: map[string]string{"topic": "plaque", words: "光荣牌"}}},
		Option{Label: "找人工", Say: "人工", Step: Step{Intent: "human"}})
	return nil
}

// privacy tells what is kept and how to have it deleted.
func privacy(t *turn, _ Step) error {
	t.say(lines(
		"您的信息，只用来给您办事，不给商家，不外传。",
		"聊天只记最近几句，番号驻地不保存。取消关注，微信资料和聊天就删掉。",
		"谁看过您的档案、想要一份、想改、想删：打开小程序，点“设置和隐私”。",
		"删之前先告诉您：哪些能删，哪些按规定要留，为什么。",
		"不会用小程序，打"+t.phone()+"，15个工作日内答复您。"),
		Option{Label: "请人联系我", Say: "联系我", Step: Step{Intent: "human", Slots: map[string]string{words: "想查看或删除个人信息"}}})
	return nil
}
