package simulator

import (
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
)

const (
	subscribePath = "/cgi-bin/message/subscribe/send"
	queueTemplate = "demo-mini-queue"
	longTemplate  = "demo-mini-progress"
)

func queueNotice() map[string]any {
	return notice(MiniOpenID(alice), queueTemplate, map[string]string{"character_string1": "A12", "number2": "3", "thing3": "东街服务站"})
}

func (d *desk) notify() int {
	d.t.Helper()
	return d.call(Mini, subscribePath, write(queueNotice())).code()
}

func TestOneAcceptIsOneMessage(t *testing.T) {
	d := newDesk(t)
	require.Equal(t, 43101, d.notify())
	d.Accept(alice, queueTemplate, 2)
	h := d.call(Mini, subscribePath, with(queueNotice(), "page", "pages/queue?no=A12"))
	require.Zero(t, h.code())
	require.Positive(t, h.json["msgid"])
	require.Equal(t, 1, d.Accepts(alice, queueTemplate))
	require.Zero(t, d.notify())
	require.Equal(t, 43101, d.notify())
	sent := d.Sent(alice)
	require.Equal(t, Sent{
		Seq: sent[0].Seq, OpenID: alice, Side: Mini, Kind: "subscribe", Title: "排队叫号提醒", URL: "pages/queue?no=A12", Template: queueTemplate,
		Fields: []Field{{"排队号", "A12"}, {"前面人数", "3"}, {"办理地点", "东街服务站"}}, At: d.clock.Now(),
	}, sent[0])
	reports := d.reports()
	require.Len(t, reports, 2)
	require.Contains(t, reports[0], "subscribe_msg_sent_event")
	require.Contains(t, reports[0], "<TemplateId><![CDATA["+queueTemplate+"]]></TemplateId>")
	require.Equal(t, 43101, d.call(Mini, subscribePath, with(queueNotice(), "touser", MiniOpenID("somebody-else"))).code())
}

func TestALongTermAcceptHolds(t *testing.T) {
	d := newDesk(t)
	n := notice(MiniOpenID(alice), longTemplate, map[string]string{"character_string1": "794637928", "thing2": "反映诉求", "phrase3": "已受理", "time4": "2026年11月23日 10:00"})
	d.Accept(alice, longTemplate, 1)
	for range 20 {
		require.Zero(t, d.call(Mini, subscribePath, write(n)).code())
	}
	require.Equal(t, -1, d.Accepts(alice, longTemplate))
	d.ChangeSubscription(alice, map[string]bool{longTemplate: false})
	require.Equal(t, 43101, d.call(Mini, subscribePath, write(n)).code())
}

func TestSubscribeMessagesAreRefused(t *testing.T) {
	d := newDesk(t)
	d.Accept(alice, queueTemplate, 1)
	for _, c := range []struct {
		name   string
		value  any
		code   int
		detail string
	}{
		{"touser", alice, 40003, ""},
		{"touser", "", 40003, ""},
		{"template_id", "none", 40037, ""},
		{"template_id", "demo-payment", 40037, ""},
		{"page", "https://example.com", 41030, ""},
		{"page", "页面", 41030, ""},
		{"data", map[string]any{"character_string1": map[string]string{"value": "A12"}}, 47003, "data.number2.value"},
		{"miniprogram_state", "somewhere", 47003, "miniprogram_state"},
	} {
		h := d.call(Mini, subscribePath, with(queueNotice(), c.name, c.value))
		require.Equal(t, c.code, h.code(), "%s", h.body)
		require.Contains(t, h.text("errmsg"), c.detail)
	}
	require.Equal(t, 1, d.Accepts(alice, queueTemplate), "what is refused spends nothing")
	n := queueNotice()
	n["data"].(map[string]any)["number2"] = map[string]any{"value": 3} //nolint:forcetypeassert // notice made it
	require.Zero(t, d.call(Mini, subscribePath, write(n)).code(), "a number may come as one")
}

func TestChoicesOnThePhoneAreWrittenDownAndReported(t *testing.T) {
	d := newDesk(t)
	d.Popup(alice, map[string]bool{queueTemplate: true, longTemplate: false, "demo-payment": true, "none": true})
	require.Equal(t, 1, d.Accepts(alice, queueTemplate))
	require.Zero(t, d.Accepts(alice, longTemplate))
	require.Zero(t, d.Accepts(alice, "demo-payment"))
	d.Popup(alice, map[string]bool{queueTemplate: true})
	require.Equal(t, 2, d.Accepts(alice, queueTemplate))
	d.Popup(alice, map[string]bool{"none": true})
	d.ChangeSubscription(alice, map[string]bool{queueTemplate: false})
	require.Zero(t, d.Accepts(alice, queueTemplate))
	require.Equal(t, 43101, d.notify())
	reports := d.reports()
	require.Len(t, reports, 3, "what was not asked is not reported")
	require.Contains(t, reports[0], "<SubscribeMsgPopupEvent><List><TemplateId><![CDATA["+longTemplate+"]]></TemplateId><SubscribeStatusString><![CDATA[reject]]>")
	require.Contains(t, reports[0], "<TemplateId><![CDATA["+queueTemplate+"]]></TemplateId><SubscribeStatusString><![CDATA[accept]]>")
	require.Contains(t, reports[2], "<SubscribeMsgChangeEvent>")
	require.Zero(t, d.Accepts("nobody", queueTemplate))
}

func TestAnAcceptIsSpentOnceHoweverManyAsk(t *testing.T) {
	d := newDesk(t)
	const crowd, accepts = 100, 7
	d.Accept(alice, queueTemplate, accepts)
	path, body := subscribePath+"?access_token="+d.token(Mini), write(queueNotice())
	var all sync.WaitGroup
	var taken, refused atomic.Int64
	for range crowd {
		all.Go(func() {
			switch d.send("POST", path, "application/json", body).code() {
			case 0:
				taken.Add(1)
			case 43101:
				refused.Add(1)
			}
		})
	}
	all.Wait()
	require.EqualValues(t, accepts, taken.Load())
	require.EqualValues(t, crowd-accepts, refused.Load())
	require.Len(t, d.Sent(alice), accepts)
}

func TestSubscribeTemplatesAreListed(t *testing.T) {
	d := newDesk(t, func(o *Options) {
		o.Templates = []Template{{ID: "own", Side: Mini, Title: "自己的", Fields: []TemplateField{{"enum1", "状态", []string{"好", "坏"}}}}}
	})
	list, _ := d.call(Mini, "/wxaapi/newtmpl/gettemplate", "").json["data"].([]any)
	require.Len(t, list, 5)
	require.Equal(t, map[string]any{
		"priTmplId": "own", "title": "自己的", "content": "状态:{{enum1.DATA}}\n", "example": "状态:好\n", "type": 2.0,
		"keywordEnumValueList": []any{map[string]any{"keywordCode": "enum1.DATA", "enumValueList": []any{"好", "坏"}}},
	}, list[4])
}
