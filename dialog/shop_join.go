package dialog

// shopJoin tells an owner how a shop becomes a partner shop. Applying from the phone is not open yet, and it says so.
func shopJoin(t *turn, s Step) error {
	if answer := ownersMatter(s.slot(words)); answer != "" {
		t.say(answer+"\n打"+t.calls()+"，说店名就行。",
			Option{Label: "请人联系我", Say: "联系我", Step: Step{Intent: "human", Slots: map[string]string{words: "店主：" + s.slot(words)}}},
			Option{Label: "最近的服务站在哪", Say: "服务站", Step: Step{Intent: "station.find"}})
		return nil
	}
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

// ownersMatter is what an owner is told whose shop has joined already, "" for one who wants to join.
func ownersMatter(said string) string {
	switch {
	case hasAny(said, "退出", "不想干", "不干了", "不想当", "不当了", "不做了", "解约"):
		return "不想再当拥军门店，说一声就行，不收钱。\n没办好之前有人拿证来，还请照签的优惠给。"
	case hasAny(said, "真假", "假证", "假优待", "假的", "是真的"):
		return "证看不准：先看照片跟本人像不像；还拿不准，请他稍等，打电话问我们。\n别扣证，也别拍照。"
	case hasAny(said, "牌子", "店牌", "牌匾") && hasAny(said, "丢", "坏", "旧", "换", "掉", "补", "不见"):
		return "牌子丢了、旧了，告诉我们，请站里给您补换。"
	case hasAny(said, "名单", "没有我", "查不到", "搜不到", "不见了", "改", "调整", "搬", "换地址", "更新"):
		return "店里的优惠、地址、电话、时间要改，或者名单里没有您的店，告诉我们：核实过，这里就跟着改。手机上自己改还没开通。"
	case hasAny(said, "好处", "生意", "图啥", "有什么用", "有啥用", "帮助"):
		return "加入以后，店名、地址和优惠列在这里，附近的老兵和家属一查就看到；门口挂牌。\n能多多少生意说不准，给多少优惠由您定。"
	}
	return ""
}
