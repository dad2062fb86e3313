package simulator

// Sample is one kind of message or event.
type Sample struct {
	Name string
	Message
}

// Samples are one of each kind of message and event that WeChat sends, from one person, so that who reads them can be tried with all of them.
func Samples(from string) []Sample {
	choices := []Choice{{"template-a", true}, {"template-b", false}}
	return []Sample{
		{"text", Text(from, "附近的优惠店 <b>&]]>")},
		{"image", Image(from, "https://example.com/a.jpg")},
		{"voice", Voice(from, "我的补助")},
		{"voice-unheard", Voice(from, "")},
		{"video", Video(from)},
		{"shortvideo", ShortVideo(from)},
		{"location", Location(from, 31.234567, 121.456789, "东街1号")},
		{"link", Link(from, "题", "述", "https://example.com/?a=1&b=2")},
		{"miniprogrampage", PageCard(from, "我的预约", "pages/mine?id=1")},

		{"subscribe", Follow(from, "")},
		{"subscribe-scene", withTicket(Follow(from, "east"), "ticket")},
		{"unsubscribe", Unfollow(from)},
		{"SCAN", withTicket(Scan(from, "east"), "ticket")},
		{"LOCATION", Whereabouts(from, 31.234567, 121.456789, 40)},
		{"CLICK", Click(from, "benefit.mine")},
		{"VIEW", View(from, "https://example.com/?a=1&b=2")},
		{"view_miniprogram", OpenMini(from, "pages/index")},
		{"scancode_push", ScanCode(from, "scan", "qrcode", "内容", false)},
		{"scancode_waitmsg", ScanCode(from, "scan", "barcode", "CODE_128,6901234567892", true)},
		{"pic_sysphoto", Pictures(from, "pic_sysphoto", "pic", "1b5f7c23b5bf75682a53e7b6d163e185")},
		{"pic_photo_or_album", Pictures(from, "pic_photo_or_album", "pic", "5a75aaca956d97be686719218f275c6b", "1b5f7c23b5bf75682a53e7b6d163e185")},
		{"pic_weixin", Pictures(from, "pic_weixin", "pic", "5a75aaca956d97be686719218f275c6b")},
		{"location_select", PickPlace(from, "place", 31.234567, 121.456789, "东街1号", "服务站")},

		{"TEMPLATESENDJOBFINISH", templateFinished(from, 200163836, "success")},
		{"TEMPLATESENDJOBFINISH-blocked", templateFinished(from, 200163837, "failed:user block")},
		{"MASSSENDJOBFINISH", MassSent(from, 1000001625, "send success", 100, "https://example.com/news")},
		{"subscribe_msg_popup_event", subscriptionChosen("subscribe_msg_popup_event", from, choices)},
		{"subscribe_msg_popup_event-one", subscriptionChosen("subscribe_msg_popup_event", from, choices[:1])},
		{"subscribe_msg_change_event", subscriptionChosen("subscribe_msg_change_event", from, choices[1:])},
		{"subscribe_msg_sent_event", subscriptionSent(from, "template-a", 1700827132819554304)},
		{"wxa_media_check", mediaChecked(from, "wxa123", "trace-1", verdict{"risky", 20002})},
		{"user_enter_tempsession", EnterService(from, "pages/mine")},
		{"user_authorization_revoke", Revoke(Official, from, "1,2")},
		{"user_authorization_revoke-mini", Revoke(Mini, from, "301")},
		{"user_authorization_cancellation", CloseAccount(Mini, from)},
	}
}
