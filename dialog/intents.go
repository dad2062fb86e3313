package dialog

// intents is every wish the engine answers: the contract's, and below them those that only an option leads to.
func intents() map[string]intent {
	return map[string]intent{
		"greet":  {answer: greet, passing: true},
		"thanks": {answer: thanks, passing: true},
		"help":   {answer: help, wordy: true},
		"human":  {answer: human, passing: true, wordy: true},
		"cancel": {answer: func(t *turn, _ Step) error { return t.cancel() }, passing: true},
		"back":   {answer: func(t *turn, _ Step) error { return t.back() }, passing: true},
		"repeat": {answer: func(t *turn, _ Step) error { return t.repeat() }, passing: true},

		"shop.nearby":   {answer: shopNearby, byPlace: true, name: "优惠店"},
		"shop.search":   {answer: shopSearch, wordy: true, byPlace: true, name: "优惠店"},
		"shop.join":     {answer: shopJoin, wordy: true, name: "商家加入"},
		"shop.complain": {answer: shopComplain, wordy: true, name: "不认优待证的事"},

		"bus.concession": {answer: busConcession, wordy: true, byStatus: true, name: "坐公交的优待"},
		"bus.routes":     {answer: busRoutes, wordy: true, name: "拥军先锋号"},
		"bus.arrivals":   {answer: busArrivals, byPlace: true, name: "几点来车"},
		"bus.code":       {answer: busCode, name: "乘车码"},
		"bus.plan":       {answer: busPlan, byPlace: true, name: "坐几路车"},

		"petition.file":     {answer: petitionFile, wordy: true, name: "反映诉求"},
		"petition.progress": {answer: petitionProgress, wordy: true, name: "诉求办到哪了"},
		"petition.rules":    {answer: petitionRules, wordy: true, name: "反映诉求的规矩"},
		"petition.rate":     {answer: petitionRate, wordy: true, name: "给办理打分"},
		"petition.review":   {answer: petitionReview, wordy: true, name: "不服答复怎么办"},

		"appointment.book":       {answer: appointmentBook, wordy: true, byPlace: true, name: "预约"},
		"appointment.mine":       {answer: appointmentMine, name: "我的预约"},
		"appointment.cancel":     {answer: appointmentCancel, name: "取消预约"},
		"appointment.reschedule": {answer: appointmentReschedule, name: "改预约时间"},
		"appointment.queue":      {answer: appointmentQueue, byPlace: true, name: "排队"},

		"benefit.mine":  {answer: benefitMine, wordy: true, byStatus: true, name: "能享受的优待"},
		"benefit.ask":   {answer: benefitAsk, wordy: true, byStatus: true, name: "优待政策"},
		"card.apply":    {answer: cardApply, wordy: true, name: "办优待证"},
		"card.progress": {answer: cardProgress, name: "优待证进度"},
		"payment.when":  {answer: paymentWhen, wordy: true, name: "补助到账"},
		"station.find":  {answer: stationFind, wordy: true, byPlace: true, name: "服务站"},

		"identity.verify": {answer: identityVerify, name: "核实身份"},
		"family.bind":     {answer: familyBind, wordy: true, name: "替家人办事"},
		"aid.request":     {answer: aidRequest, wordy: true, name: "困难帮扶"},
		"event.find":      {answer: eventFind, wordy: true, name: "活动和招聘会"},
		"honor.view":      {answer: honorView, wordy: true, name: "光荣榜"},
		"privacy":         {answer: privacy, wordy: true, name: "个人信息"},

		"menu.progress":    {answer: menuProgress, name: "查进度"},
		"escalation.call":  {answer: escalationCall, passing: true},
		"aid.call":         {answer: aidCall, passing: true},
		"shop.open":        {answer: shopOpen, name: "这家店"},
		"shop.category":    {answer: shopCategory, name: "优惠店"},
		"bus.route":        {answer: busRoute, name: "这条线"},
		"petition.open":    {answer: petitionOpen, name: "这件诉求"},
		"petition.lost":    {answer: petitionLost, name: "忘了编号"},
		"benefit.open":     {answer: benefitOpen, name: "这项优待"},
		"appointment.slot": {answer: appointmentSlot, name: "这个时间"},
		"station.open":     {answer: stationOpen, name: "这个服务站"},
		"family.code":      {answer: familyCode, name: "代办码"},
		"family.agree":     {answer: familyAgree, name: "家人代办"},
		"family.refuse":    {answer: familyRefuse, name: "家人代办"},
	}
}
