package simulator

import "strings"

// Choice is what somebody chose for one template.
type Choice struct {
	Template string
	Accept   bool
}

// templateFinished reports how a notice of the Official Account went.
func templateFinished(openid string, msgID int64, status string) Message {
	m := Event(openid, "TEMPLATESENDJOBFINISH", "")
	m.Extra = extra(func(b *strings.Builder) {
		plain(b, "MsgID", decimal(msgID))
		words(b, "Status", status)
	})
	return m
}

func extra(write func(b *strings.Builder)) string {
	var b strings.Builder
	write(&b)
	return b.String()
}

// withTicket adds the ticket of a scanned code.
func withTicket(m Message, ticket string) Message {
	m.Extra += extra(func(b *strings.Builder) { words(b, "Ticket", ticket) })
	return m
}

// subscriptionChosen reports what somebody chose for the mini-program's messages.
func subscriptionChosen(event, openid string, choices []Choice) Message {
	m := Event(openid, event, "")
	m.To = Mini
	name := map[string]string{"subscribe_msg_popup_event": "SubscribeMsgPopupEvent", "subscribe_msg_change_event": "SubscribeMsgChangeEvent"}[event]
	m.Extra = extra(func(b *strings.Builder) {
		b.WriteString("<" + name + ">")
		for _, c := range choices {
			status := "reject"
			if c.Accept {
				status = "accept"
			}
			b.WriteString("<List>")
			words(b, "TemplateId", c.Template)
			words(b, "SubscribeStatusString", status)
			if event == "subscribe_msg_popup_event" {
				plain(b, "PopupScene", "0")
			}
			b.WriteString("</List>")
		}
		b.WriteString("</" + name + ">")
	})
	return m
}

// subscriptionSent reports how a notice of the mini-program went.
func subscriptionSent(openid, templateID string, msgID int64) Message {
	m := Event(openid, "subscribe_msg_sent_event", "")
	m.To = Mini
	m.Extra = extra(func(b *strings.Builder) {
		b.WriteString("<SubscribeMsgSentEvent><List>")
		words(b, "TemplateId", templateID)
		words(b, "MsgID", decimal(msgID))
		plain(b, "ErrorCode", "0")
		words(b, "ErrorStatus", "success")
		b.WriteString("</List></SubscribeMsgSentEvent>")
	})
	return m
}

// mediaChecked reports what WeChat thinks of a picture or a sound.
func mediaChecked(openid, appID, trace string, v verdict) Message {
	m := Event(openid, "wxa_media_check", "")
	m.To = Mini
	m.Extra = extra(func(b *strings.Builder) {
		words(b, "appid", appID)
		words(b, "trace_id", trace)
		plain(b, "version", "2")
		b.WriteString("<detail>")
		words(b, "strategy", "content_model")
		plain(b, "errcode", "0")
		v.xml(b)
		plain(b, "prob", "90")
		b.WriteString("</detail><errcode>0</errcode><errmsg><![CDATA[ok]]></errmsg><result>")
		v.xml(b)
		b.WriteString("</result>")
	})
	return m
}

func (v verdict) xml(b *strings.Builder) {
	words(b, "suggest", v.Suggest)
	plain(b, "label", decimal(int64(v.Label)))
}
