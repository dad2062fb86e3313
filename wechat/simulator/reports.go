package simulator

// Choice is what somebody chose for one template.
type Choice struct {
	Template string
	Accept   bool
}

// templateFinished reports how a notice of the Official Account went.
func templateFinished(openid string, msgID int64, status string) Message {
	m := Event(openid, "TEMPLATESENDJOBFINISH", "")
	m.parts = []element{{name: "MsgID", text: decimal(msgID), form: number}, word("Status", status)}
	return m
}

// subscriptionChosen reports what somebody chose for the mini-program's messages.
func subscriptionChosen(event, openid string, choices []Choice) Message {
	m := Event(openid, event, "")
	m.To = Mini
	name := map[string]string{"subscribe_msg_popup_event": "SubscribeMsgPopupEvent", "subscribe_msg_change_event": "SubscribeMsgChangeEvent"}[event]
	var list []element
	for _, c := range choices {
		status := "reject"
		if c.Accept {
			status = "accept"
		}
		one := group("List", word("TemplateId", c.Template), word("SubscribeStatusString", status))
		if event == "subscribe_msg_popup_event" {
			one.kids = append(one.kids, element{name: "PopupScene", text: "0", form: digits})
		}
		list = append(list, one)
	}
	wrapped := group(name, list...)
	wrapped.xmlOnly = true
	m.parts = []element{wrapped}
	return m
}

// subscriptionSent reports how a notice of the mini-program went.
func subscriptionSent(openid, templateID string, msgID int64) Message {
	m := Event(openid, "subscribe_msg_sent_event", "")
	m.To = Mini
	wrapped := group("SubscribeMsgSentEvent", group("List",
		word("TemplateId", templateID), element{name: "MsgID", text: decimal(msgID), form: digits}, element{name: "ErrorCode", text: "0", form: digits},
		word("ErrorStatus", "success")))
	wrapped.xmlOnly = true
	m.parts = []element{wrapped}
	return m
}

// mediaChecked reports what WeChat thinks of a picture or a sound.
func mediaChecked(openid, appID, trace string, v verdict) Message {
	m := Event(openid, "wxa_media_check", "")
	m.To = Mini
	judged := []element{word("suggest", v.Suggest), count("label", v.Label)}
	one := group("detail", append([]element{word("strategy", "content_model"), count("errcode", 0)}, append(judged, count("prob", 90))...)...)
	one.many = true
	m.parts = []element{
		word("appid", appID), word("trace_id", trace), count("version", 2), one, count("errcode", 0), word("errmsg", "ok"), group("result", judged...),
	}
	return m
}
