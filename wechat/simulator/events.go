package simulator

import "slices"

// platform is in whose name WeChat reports that somebody takes back what he allowed.
const platform = "gh_weixin_platform"

// Event is any event.
func Event(from, event, key string) Message {
	return Message{From: from, Kind: "event", Event: event, EventKey: key}
}

// Follow is a new follower, by a code with a scene or without.
func Follow(from, scene string) Message {
	if scene != "" {
		scene = "qrscene_" + scene
	}
	return Event(from, "subscribe", scene)
}

// Unfollow is somebody leaving.
func Unfollow(from string) Message { return Event(from, "unsubscribe", "") }

// Click is a tap on the menu.
func Click(from, key string) Message { return Event(from, "CLICK", key) }

// Scan is a follower scanning a code with a scene.
func Scan(from, scene string) Message { return Event(from, "SCAN", scene) }

// View is a tap on the menu that opens a page.
func View(from, url string) Message { return menuOf(Event(from, "VIEW", url)) }

// OpenMini is a tap on the menu that opens a page of the mini-program.
func OpenMini(from, page string) Message { return menuOf(Event(from, "view_miniprogram", page)) }

func menuOf(m Message) Message {
	m.parts = []element{{name: "MenuId", text: "404730100", form: digits}}
	return m
}

// withTicket adds the ticket of a scanned code.
func withTicket(m Message, ticket string) Message {
	m.parts = append(slices.Clone(m.parts), word("Ticket", ticket))
	return m
}

// Whereabouts is the place that a phone reports when its owner opens the chat, in GCJ-02 degrees.
func Whereabouts(from string, lat, lng, precision float64) Message {
	m := Event(from, "LOCATION", "")
	m.parts = []element{degrees("Latitude", lat), degrees("Longitude", lng), degrees("Precision", precision)}
	return m
}

// ScanCode is the menu's scanner: its page says what was read, or, when the person waits for an answer, the account does.
func ScanCode(from, key, kind, result string, waits bool) Message {
	m := Event(from, "scancode_push", key)
	if waits {
		m.Event = "scancode_waitmsg"
	}
	m.parts = []element{group("ScanCodeInfo", word("ScanType", kind), word("ScanResult", result))}
	return m
}

// Pictures is the menu's camera or album (pic_sysphoto, pic_photo_or_album, pic_weixin); the pictures follow as messages.
func Pictures(from, event, key string, sums ...string) Message {
	m := Event(from, event, key)
	var list []element
	for _, sum := range sums {
		item := group("item", word("PicMd5Sum", sum))
		item.many = true
		list = append(list, item)
	}
	m.parts = []element{group("SendPicsInfo", count("Count", len(sums)), group("PicList", list...))}
	return m
}

// PickPlace is the menu's map, in GCJ-02 degrees; the place follows as a message.
func PickPlace(from, key string, lat, lng float64, label, name string) Message {
	m := Event(from, "location_select", key)
	m.parts = []element{group("SendLocationInfo", word("Location_X", coordinate(lat)), word("Location_Y", coordinate(lng)), word("Scale", "15"),
		word("Label", label), word("Poiname", name))}
	return m
}

// MassSent reports how a message to all followers went.
func MassSent(from string, msgID int64, status string, sent int, article string) Message {
	m := Event(from, "MASSSENDJOBFINISH", "")
	item := group("item", count("ArticleIdx", 1), word("ArticleUrl", article))
	item.many = true
	m.parts = []element{
		{name: "MsgID", text: decimal(msgID), form: number},
		word("Status", status),
		count("TotalCount", sent), count("FilterCount", sent), count("SentCount", sent), count("ErrorCount", 0),
		group("CopyrightCheckResult", count("Count", 0), group("ResultList"), count("CheckState", 2)),
		group("ArticleUrlResult", count("Count", 1), group("ResultList", item)),
	}
	return m
}

// EnterService is somebody opening the mini-program's customer service.
func EnterService(from, source string) Message {
	m := Event(from, "user_enter_tempsession", "")
	m.To = Mini
	m.parts = []element{word("SessionFrom", source)}
	return m
}

// Revoke is somebody taking back what he allowed; info says what, as numbers with commas.
func Revoke(to Side, from, info string) Message {
	m := Event(from, "user_authorization_revoke", "")
	m.To = to
	m.parts = []element{word("OpenID", openIDOf(to, from)), word("RevokeInfo", info)}
	return m
}

// CloseAccount is somebody giving up WeChat altogether.
func CloseAccount(to Side, from string) Message {
	m := Event(from, "user_authorization_cancellation", "")
	m.To = to
	m.parts = []element{word("OpenID", openIDOf(to, from))}
	return m
}

// sender is who stands in FromUserName.
func (a *side) sender(m Message) string {
	if m.revokes() {
		return platform
	}
	return openIDOf(a.which, m.From)
}

// revokes tells the two events whose person stands in OpenID, when they were made here.
func (m Message) revokes() bool { return m.parts != nil && takesBack(m.Event) }

func takesBack(event string) bool {
	return event == "user_authorization_revoke" || event == "user_authorization_cancellation"
}

// keyed tells the events that have an EventKey even when it is empty.
func keyed(event string) bool {
	switch event {
	case "LOCATION", "TEMPLATESENDJOBFINISH", "MASSSENDJOBFINISH", "wxa_media_check", "user_enter_tempsession":
		return false
	}
	return !takesBack(event) && !textTime(event)
}

// textTime tells the events whose time and numbers are texts in JSON.
func textTime(event string) bool {
	switch event {
	case "subscribe_msg_popup_event", "subscribe_msg_change_event", "subscribe_msg_sent_event":
		return true
	}
	return false
}
