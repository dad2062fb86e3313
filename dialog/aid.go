package dialog

// aidRequest meets hardship: first somebody to talk to, then the way, then what there is.
func aidRequest(t *turn, _ Step) error {
	t.say(lines(
		"您先别急，有难处我们一起想办法。",
		"找村（社区）或街道的服务站说一声就行，他们会上门看，帮您报上去。",
		t.nearest(),
		"备好：身份证、家里困难的证明、看病的票据。抚恤金、优待金不算家庭收入。",
		"今天就过不去的，打民政救助或12345，也打局里"+t.phone()+"。"),
		Option{Label: "请人联系我", Say: "联系我", Step: Step{Intent: "aid.call"}},
		Option{Label: "有哪些帮扶", Say: "哪些帮扶", Step: Step{Intent: "benefit.ask", Slots: map[string]string{words: "困难帮扶"}}},
		Option{Label: "最近的服务站在哪", Say: "服务站", Step: Step{Intent: "station.find"}})
	return nil
}

// aidCall calls a human about hardship.
func aidCall(t *turn, _ Step) error {
	return human(t, Step{Intent: "human", Slots: map[string]string{words: "家里有困难，想找帮助"}})
}
