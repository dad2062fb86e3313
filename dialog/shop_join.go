package dialog

// shopJoin tells an owner how a shop becomes a partner shop. Applying from the phone is not open yet, and it says so.
func shopJoin(t *turn, _ Step) error {
	t.say(lines(
		"谢谢您想着军人。签约、授牌都不收费，让多少由您定。",
		"1. 想好给谁、优惠多少、到哪天；",
		"2. 带营业执照到所在街道的服务站登记；",
		"3. 工作人员上门看过，就签约、挂牌，店名在这里能查到。",
		"手机上直接申请还没开通。先打"+t.call()+"问一声，免得白跑。"),
		Option{Label: "最近的服务站在哪", Say: "服务站", Step: Step{Intent: "station.find"}},
		Option{Label: "请人联系我", Say: "联系我", Step: Step{Intent: "human", Slots: map[string]string{words: "商家想加入拥军优惠门店"}}})
	return nil
}
