package wechat

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/models/fault"
	"shuangyong/models/seal"
	"shuangyong/wechat/simulator"
)

// way is how an account's messages come.
type way struct {
	mode simulator.Mode
	json bool
}

// ways are all six.
func ways() map[string]way {
	return map[string]way{
		"plain": {simulator.ModePlain, false}, "compatible": {simulator.ModeCompatible, false}, "safe": {simulator.ModeSafe, false},
		"plain json": {simulator.ModePlain, true}, "compatible json": {simulator.ModeCompatible, true}, "safe json": {simulator.ModeSafe, true},
	}
}

// newWay is a WeChat with both accounts of that way, and a gateway for each.
func newWay(t *testing.T, w way) (*simulator.Simulator, map[simulator.Side]*Gateway) {
	t.Helper()
	r := newRig(t)
	app := func(id string) simulator.App {
		return simulator.App{ID: id, Secret: testSecret, Token: testToken, AESKey: testKey, Mode: w.mode, JSON: w.json}
	}
	const mini = "wxa1234567890abcde"
	s, err := simulator.New(simulator.Options{Official: app(testApp), Mini: app(mini), Clock: r.clock})
	require.NoError(t, err)
	gateways := map[simulator.Side]*Gateway{}
	for side, id := range map[simulator.Side]string{simulator.Official: testApp, simulator.Mini: mini} {
		o := r.options
		if o.AppID = id; w.mode == simulator.ModePlain {
			o.AESKey = ""
		}
		g, err := New(o)
		require.NoError(t, err)
		t.Cleanup(g.Close)
		gateways[side] = g
	}
	return s, gateways
}

// Everything that WeChat sends is read, and means the same however it comes.
func TestEveryMessageAndEventIsReadInEveryModeAndFormat(t *testing.T) {
	meanings := map[string]Inbound{}
	for name, w := range ways() {
		t.Run(name, func(t *testing.T) {
			s, gateways := newWay(t, w)
			for _, sample := range simulator.Samples(alice) {
				m := sample.Message
				if m.Kind != "event" {
					m.MsgID = "24930512345678901" // more digits than a float keeps
				}
				q, body, err := s.Request(m)
				require.NoError(t, err, sample.Name)
				in, e, err := gateways[m.To].Open(q, body)
				if m.Kind == "miniprogrampage" { // a card: the program has nothing to do with it, and says success
					require.Equal(t, ReasonUnreadable, fault.Of(err).Reason)
					_, answer, err := e.Seal(TextReply("您好"))
					require.NoError(t, err)
					require.Equal(t, "success", string(answer))
					continue
				}
				require.NoError(t, err, sample.Name)
				require.Equal(t, person(m), in.From.Reveal(), sample.Name)
				require.Equal(t, []string{m.Kind, m.Event, m.EventKey}, []string{string(in.Kind), in.Event, in.EventKey}, sample.Name)
				if first, known := meanings[sample.Name]; known {
					require.Equal(t, first, in, sample.Name)
				}
				meanings[sample.Name] = in
			}
		})
	}
	requireMeanings(t, meanings)
}

// person is who stands behind a message, in the account that it goes to.
func person(m simulator.Message) string {
	if m.To == simulator.Mini {
		return simulator.MiniOpenID(m.From)
	}
	return m.From
}

// requireMeanings checks what the messages carry.
func requireMeanings(t *testing.T, all map[string]Inbound) {
	t.Helper()
	require.Equal(t, seal.Text("附近的优惠店 <b>&]]>"), all["text"].Text)
	require.Equal(t, "24930512345678901", all["text"].MsgID)
	require.Equal(t, seal.Text("https://example.com/a.jpg"), all["image"].PicURL)
	require.Equal(t, seal.Text("我的补助"), all["voice"].Recognition)
	require.Empty(t, all["voice-unheard"].Recognition)
	require.Equal(t, "thumb-media", all["shortvideo"].ThumbMediaID)
	require.Equal(t, seal.Text("https://example.com/?a=1&b=2"), all["link"].URL)
	place := Place{Lat: 31.234567, Lng: 121.456789, Scale: 16, Label: "东街1号"}
	require.Equal(t, place, *all["location"].Place)
	place.Scale, place.Name = 15, "服务站"
	require.Equal(t, place, *all["location_select"].Place)
	require.Equal(t, Place{Lat: 31.234567, Lng: 121.456789, Precision: 40}, *all["LOCATION"].Place)
	require.Equal(t, "ticket", all["subscribe-scene"].Ticket)
	require.Equal(t, "ticket", all["SCAN"].Ticket)
	require.Equal(t, Scan{Type: "barcode", Result: "CODE_128,6901234567892"}, *all["scancode_waitmsg"].Scan)
	require.Equal(t, 2, all["pic_photo_or_album"].Pictures)
	require.Equal(t, "failed:user block", all["TEMPLATESENDJOBFINISH-blocked"].Status)
	require.Equal(t, "200163837", all["TEMPLATESENDJOBFINISH-blocked"].MsgID)
	require.Equal(t, "send success", all["MASSSENDJOBFINISH"].Status)
	require.Equal(t, []SubscribeResult{{TemplateID: "template-a", Status: "accept", Scene: "0"}, {TemplateID: "template-b", Status: "reject", Scene: "0"}}, all["subscribe_msg_popup_event"].Subscriptions)
	require.Equal(t, []SubscribeResult{{TemplateID: "template-a", Status: "accept", Scene: "0"}}, all["subscribe_msg_popup_event-one"].Subscriptions)
	require.Equal(t, []SubscribeResult{{TemplateID: "template-b", Status: "reject"}}, all["subscribe_msg_change_event"].Subscriptions)
	require.Equal(t, []SubscribeResult{{TemplateID: "template-a", Status: "success", MsgID: "1700827132819554304", ErrorCode: "0"}}, all["subscribe_msg_sent_event"].Subscriptions)
	require.Equal(t, MediaCheck{TraceID: "trace-1", Suggest: "risky", Label: "20002", ErrCode: "0"}, *all["wxa_media_check"].Media)
	require.Equal(t, "301", all["user_authorization_revoke-mini"].Revoked)
}
