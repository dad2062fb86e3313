package wechat

import (
	"bytes"
	"log/slog"
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/models/seal"
	"shuangyong/wechat/simulator"
)

// Trap 10: the SDK has one handler and one struct for everything. Each event is a value of ours, with what it carries, ready to be dispatched by name.
func TestTrap10EveryEventIsReadIntoOurOwnTypes(t *testing.T) {
	for name, c := range map[string]struct {
		key, extra string
		check      func(t *testing.T, in Inbound)
	}{
		EventSubscribe: {"qrscene_dongjie", "<Ticket>tk</Ticket>", func(t *testing.T, in Inbound) {
			require.Equal(t, []string{"qrscene_dongjie", "tk"}, []string{in.EventKey, in.Ticket})
		}},
		EventUnsubscribe: {"", "", func(*testing.T, Inbound) {}},
		EventScan: {"dongjie", "<Ticket>tk</Ticket>", func(t *testing.T, in Inbound) {
			require.Equal(t, []string{"dongjie", "tk"}, []string{in.EventKey, in.Ticket})
		}},
		EventLocation: {"", "<Latitude>23.137466</Latitude><Longitude>113.352425</Longitude><Precision>119.385040</Precision>", func(t *testing.T, in Inbound) {
			require.Equal(t, Place{Lat: 23.137466, Lng: 113.352425, Precision: 119.38504}, *in.Place)
		}},
		EventClick:           {"benefit.mine", "", func(t *testing.T, in Inbound) { require.Equal(t, "benefit.mine", in.EventKey) }},
		EventView:            {"https://example.com/a", "<MenuId>7</MenuId>", func(t *testing.T, in Inbound) { require.Equal(t, "7", in.MenuID) }},
		EventViewMiniProgram: {"pages/index", "<MenuId>8</MenuId>", func(t *testing.T, in Inbound) { require.Equal(t, "8", in.MenuID) }},
		EventScanPush: {"scan", "<ScanCodeInfo><ScanType>qrcode</ScanType><ScanResult>内容</ScanResult></ScanCodeInfo>", func(t *testing.T, in Inbound) {
			require.Equal(t, Scan{Type: "qrcode", Result: "内容"}, *in.Scan)
		}},
		EventScanWait: {"scan", "<ScanCodeInfo><ScanType>barcode</ScanType><ScanResult>2</ScanResult></ScanCodeInfo>", func(t *testing.T, in Inbound) {
			require.Equal(t, Scan{Type: "barcode", Result: "2"}, *in.Scan)
		}},
		EventPhoto:        {"pic", pictures(1), func(t *testing.T, in Inbound) { require.Equal(t, 1, in.Pictures) }},
		EventPhotoOrAlbum: {"pic", pictures(2), func(t *testing.T, in Inbound) { require.Equal(t, 2, in.Pictures) }},
		EventAlbum:        {"pic", pictures(2), func(t *testing.T, in Inbound) { require.Equal(t, 2, in.Pictures) }},
		EventLocationSelect: {"place", "<SendLocationInfo><Location_X>31.5</Location_X><Location_Y>121.5</Location_Y><Scale>15</Scale><Label>东街</Label><Poiname>服务站</Poiname></SendLocationInfo>", func(t *testing.T, in Inbound) {
			require.Equal(t, Place{Lat: 31.5, Lng: 121.5, Scale: 15, Label: "东街", Name: "服务站"}, *in.Place)
		}},
		EventTemplateSent: {"", "<MsgID>200163836</MsgID><Status>failed:user block</Status>", func(t *testing.T, in Inbound) {
			require.Equal(t, []string{"200163836", "failed:user block"}, []string{in.MsgID, in.Status})
		}},
		EventMassSent: {"", "<MsgID>1000001625</MsgID><Status>send success</Status><TotalCount>1</TotalCount>", func(t *testing.T, in Inbound) {
			require.Equal(t, []string{"1000001625", "send success"}, []string{in.MsgID, in.Status})
		}},
		EventSubscribeChange: {"", "<SubscribeMsgChangeEvent><List><TemplateId>A</TemplateId><SubscribeStatusString>reject</SubscribeStatusString></List></SubscribeMsgChangeEvent>", func(t *testing.T, in Inbound) {
			require.Equal(t, []SubscribeResult{{TemplateID: "A", Status: "reject"}}, in.Subscriptions)
		}},
		EventSubscribeSent: {"", "<SubscribeMsgSentEvent><List><TemplateId>A</TemplateId><MsgID>17</MsgID><ErrorCode>0</ErrorCode><ErrorStatus>success</ErrorStatus></List></SubscribeMsgSentEvent>", func(t *testing.T, in Inbound) {
			require.Equal(t, []SubscribeResult{{TemplateID: "A", Status: "success", MsgID: "17", ErrorCode: "0"}}, in.Subscriptions)
		}},
		EventMediaCheck: {"", "<trace_id>tr</trace_id><errcode>0</errcode><detail><suggest>pass</suggest></detail><detail><suggest>risky</suggest></detail><result><suggest>risky</suggest><label>20001</label></result>", func(t *testing.T, in Inbound) {
			require.Equal(t, MediaCheck{TraceID: "tr", Suggest: "risky", Label: "20001", ErrCode: "0"}, *in.Media)
		}},
		EventAuthorizationRevoke: {"", "<OpenID>oRevoker</OpenID><RevokeInfo>1,2</RevokeInfo>", func(t *testing.T, in Inbound) {
			require.Equal(t, OpenID("oRevoker"), in.From)
			require.Equal(t, "1,2", in.Revoked)
		}},
		EventAuthorizationCancels: {"", "<OpenID>oRevoker</OpenID>", func(t *testing.T, in Inbound) { require.Equal(t, OpenID("oRevoker"), in.From) }},
	} {
		t.Run(name, func(t *testing.T) {
			m := simulator.Event(alice, name, c.key)
			m.Extra = c.extra
			in, _ := newRig(t).open(t, m)
			require.Equal(t, KindEvent, in.Kind)
			require.Equal(t, name, in.Event)
			c.check(t, in)
		})
	}
}

func pictures(n int) string {
	list := ""
	for range n {
		list += "<item><PicMd5Sum>5a75aaca956d97be686719218f275c6b</PicMd5Sum></item>"
	}
	return "<SendPicsInfo><Count>" + string(rune('0'+n)) + "</Count><PicList>" + list + "</PicList></SendPicsInfo>"
}

// Trap 9: of a popup with two templates the SDK keeps the last. WeChat repeats List, or the whole element, or sends one.
func TestTrap9PopupKeepsEveryTemplate(t *testing.T) {
	list := func(id, status string) string {
		return "<List><TemplateId>" + id + "</TemplateId><SubscribeStatusString>" + status + "</SubscribeStatusString><PopupScene>2</PopupScene></List>"
	}
	both := []SubscribeResult{{TemplateID: "A", Status: "accept", Scene: "2"}, {TemplateID: "B", Status: "reject", Scene: "2"}}
	const open, shut = "<SubscribeMsgPopupEvent>", "</SubscribeMsgPopupEvent>"
	for name, c := range map[string]struct {
		extra string
		want  []SubscribeResult
	}{
		"one":               {open + list("A", "accept") + shut, both[:1]},
		"two lists":         {open + list("A", "accept") + list("B", "reject") + shut, both},
		"two events":        {open + list("A", "accept") + shut + open + list("B", "reject") + shut, both},
		"none":              {open + shut, nil},
		"list outside":      {list("A", "accept"), nil},
		"another's element": {"<SubscribeMsgSentEvent>" + list("A", "accept") + "</SubscribeMsgSentEvent>", nil},
	} {
		t.Run(name, func(t *testing.T) {
			m := simulator.Event(alice, EventSubscribePopup, "")
			m.Extra = c.extra
			in, _ := newRig(t).open(t, m)
			require.Equal(t, c.want, in.Subscriptions)
		})
	}
}

func TestInboundPrintsNothingOfThePerson(t *testing.T) {
	in, _ := newRig(t).open(t, simulator.Location(alice, 31.234567, 121.456789, "东街1号"))
	printed := printEveryWay(t, in) + printEveryWay(t, &in) + printEveryWay(t, in.Place) + printEveryWay(t, *in.Place) + printEveryWay(t, TextReply("张三的事"))
	for _, private := range []string{alice, "31.23", "121.45", "东街", "张三"} {
		require.NotContains(t, printed, private)
	}
	require.Contains(t, printed, "location")
	var line bytes.Buffer
	slog.New(slog.NewJSONHandler(&line, nil)).Info("m", "in", in)
	require.Contains(t, line.String(), `"in":{"kind":"location","event":""}`, "the allow-list of a log line")
	require.Equal(t, seal.Text("东街1号"), in.Place.Label)
}
