package simulator

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const templatePath = "/cgi-bin/message/template/send"

// notice is a message by a template whose values are right.
func notice(to, template string, values map[string]string) map[string]any {
	data := map[string]any{}
	for key, v := range values {
		data[key] = map[string]string{"value": v}
	}
	return map[string]any{"touser": to, "template_id": template, "data": data}
}

func payment() map[string]any {
	return notice(alice, "demo-payment", map[string]string{"thing1": "抚恤补助", "amount2": "450元", "date3": "2026年11月23日"})
}

func TestATemplateMessageArrivesAndIsReported(t *testing.T) {
	d := newDesk(t)
	h := d.call(Official, templatePath, with(payment(), "url", "https://example.com/pay"))
	require.Zero(t, h.code())
	require.Positive(t, h.json["msgid"])
	sent := d.Sent(alice)
	require.Equal(t, []Sent{{
		Seq: sent[0].Seq, OpenID: alice, Kind: "template", Title: "补助发放通知", URL: "https://example.com/pay", Template: "demo-payment",
		Fields: []Field{{"项目", "抚恤补助"}, {"金额", "450元"}, {"发放日期", "2026年11月23日"}}, At: d.clock.Now(),
	}}, sent)
	entries, _ := d.Entries(0)
	require.Equal(t, "template", entries[len(entries)-1].Kind)
	reports := d.reports()
	require.Len(t, reports, 1)
	require.Contains(t, reports[0], "<Event><![CDATA[TEMPLATESENDJOBFINISH]]></Event>")
	require.Contains(t, reports[0], "<Status><![CDATA[success]]></Status>")
	require.Contains(t, reports[0], "<MsgID>")

	d.SetBlocked(alice, true)
	require.Zero(t, d.call(Official, templatePath, write(payment())).code(), "WeChat takes it all the same")
	d.SetBlocked(alice, false)
	d.FailDeliveries(1)
	require.Zero(t, d.call(Official, templatePath, write(payment())).code())
	require.Len(t, d.Sent(alice), 1)
	reports = d.reports()
	require.Contains(t, reports[0], "failed:user block")
	require.Contains(t, reports[1], "failed: system failed")
	require.Zero(t, d.call(Official, templatePath, with(payment(), "miniprogram", map[string]string{"appid": testMini, "pagepath": "pages/pay"})).code())
	require.Equal(t, "pages/pay", d.Sent(alice)[1].URL)
}

func TestTemplateMessagesAreRefused(t *testing.T) {
	d := newDesk(t)
	for _, c := range []struct {
		name   string
		value  any
		code   int
		detail string
	}{
		{"touser", "张三", 40003, ""},
		{"template_id", "none", 40037, ""},
		{"template_id", "demo-mini-queue", 40037, ""},
		{"data", map[string]any{}, 47003, "data.thing1.value"},
		{"data", map[string]any{"thing1": map[string]string{"value": "抚恤补助"}, "amount2": map[string]string{"value": "很多"}}, 47003, "data.amount2.value"},
		{"data", "text", 47001, ""},
		{"miniprogram", map[string]string{"appid": "wx1"}, 40013, ""},
		{"miniprogram", map[string]string{"appid": testMini, "pagepath": "页面"}, 40165, ""},
	} {
		h := d.call(Official, templatePath, with(payment(), c.name, c.value))
		require.Equal(t, c.code, h.code(), "%s", h.body)
		require.Contains(t, h.text("errmsg"), c.detail)
	}
	extra := payment()
	extra["data"].(map[string]any)["thing9"] = map[string]string{"value": "多的"} //nolint:forcetypeassert // notice made it
	require.Contains(t, d.call(Official, templatePath, write(extra)).text("errmsg"), "data.thing9.value")
	d.known(alice).follows = false
	require.Equal(t, 43004, d.call(Official, templatePath, write(payment())).code())
	require.Empty(t, d.Sent(""))
	require.Empty(t, d.reports())
}

func TestAClientMsgIDKeepsANoticeFromComingTwice(t *testing.T) {
	d := newDesk(t)
	send := func(openid, id string) any {
		n := payment()
		n["touser"] = openid
		return d.call(Official, templatePath, with(n, "client_msg_id", id)).json["msgid"]
	}
	first := send(alice, "pay-1")
	require.Equal(t, first, send(alice, "pay-1"))
	require.NotEqual(t, first, send(alice, "pay-2"))
	require.NotEqual(t, first, send("somebody-else", "pay-1"))
	require.NotEqual(t, send(alice, ""), send(alice, ""))
	require.Len(t, d.Sent(alice), 4)
	d.clock.Advance(onceFor - time.Second)
	require.Equal(t, first, send(alice, "pay-1"))
	d.clock.Advance(time.Second)
	require.NotEqual(t, first, send(alice, "pay-1"), "ten minutes, no longer")
	require.Len(t, d.Sent(alice), 5)
}

func TestTemplatesAreListedAndDeleted(t *testing.T) {
	own := Template{ID: "own", Title: "自己的", Fields: []TemplateField{{Key: "first"}, {Key: "keyword1", Name: "说明"}, {Key: "remark"}}}
	d := newDesk(t, func(o *Options) { o.Templates = []Template{own} })
	require.Contains(t, d.Templates(), own)
	ids := func() []string {
		var out []string
		list, _ := d.call(Official, "/cgi-bin/template/get_all_private_template", "").json["template_list"].([]any)
		for _, one := range list {
			object, _ := one.(map[string]any)
			id, _ := object["template_id"].(string)
			out = append(out, id)
		}
		return out
	}
	require.Equal(t, []string{"demo-appointment", "demo-payment", "demo-progress", "demo-service", "own"}, ids())
	require.Zero(t, d.call(Official, templatePath, write(notice(alice, "own", map[string]string{"first": "您好", "keyword1": "什么都行", "remark": "谢谢"}))).code())
	del := func(id string) int {
		return d.call(Official, "/cgi-bin/template/del_private_template", write(map[string]string{"template_id": id})).code()
	}
	require.Zero(t, del("own"))
	require.Equal(t, 40037, del("own"))
	require.Equal(t, 40037, del("demo-mini-queue"))
	require.NotContains(t, ids(), "own")
}
