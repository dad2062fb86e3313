package dialog

// busCode is honest about the ride code: there is none yet, and what to show meanwhile.
func busCode(t *turn, _ Step) error {
	t.say(lines(
		"手机乘车码还没开通，现在上车请出示证件，不用扫码。",
		"优待证能刷的车直接刷；刷不出来，把证给司机看。"),
		Option{Label: "我坐车要钱吗", Say: "要钱吗", Step: Step{Intent: "bus.concession"}},
		Option{Label: "拥军先锋号有哪几路", Say: "先锋号", Step: Step{Intent: "bus.routes"}})
	return nil
}
