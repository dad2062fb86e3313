package wechat

import (
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shuangyong/models/fault"
	"shuangyong/models/seal"
	"shuangyong/wechat/simulator"
)

func TestOpenReadsEveryKindOfMessage(t *testing.T) {
	for name, c := range map[string]struct {
		message simulator.Message
		check   func(t *testing.T, in Inbound)
	}{
		"text": {simulator.Text(alice, "附近的优惠店 ]]> <b>&"), func(t *testing.T, in Inbound) {
			require.Equal(t, seal.Text("附近的优惠店 ]]> <b>&"), in.Text)
		}},
		"voice": {simulator.Voice(alice, "我的补助"), func(t *testing.T, in Inbound) {
			require.Equal(t, seal.Text("我的补助"), in.Recognition)
			require.Equal(t, "voice-media", in.MediaID)
			require.Equal(t, "amr", in.VoiceFormat)
		}},
		"voice unheard": {simulator.Voice(alice, ""), func(t *testing.T, in Inbound) { require.Empty(t, in.Recognition.Reveal()) }},
		"image": {simulator.Image(alice, "https://example.com/a.jpg"), func(t *testing.T, in Inbound) {
			require.Equal(t, seal.Text("https://example.com/a.jpg"), in.PicURL)
			require.Equal(t, "image-media", in.MediaID)
		}},
		"location": {simulator.Location(alice, 31.234567, 121.456789, "东街1号"), func(t *testing.T, in Inbound) {
			require.Equal(t, Place{Lat: 31.234567, Lng: 121.456789, Scale: 16, Label: "东街1号"}, *in.Place)
		}},
		"video": {simulator.Video(alice), func(t *testing.T, in Inbound) {
			require.Equal(t, []string{"video-media", "thumb-media"}, []string{in.MediaID, in.ThumbMediaID})
		}},
		"shortvideo": {simulator.ShortVideo(alice), func(t *testing.T, in Inbound) {
			require.Equal(t, KindShortVideo, in.Kind)
			require.Equal(t, []string{"video-media", "thumb-media"}, []string{in.MediaID, in.ThumbMediaID})
		}},
		"link": {simulator.Link(alice, "题", "述", "https://example.com/?a=1&b=2"), func(t *testing.T, in Inbound) {
			require.Equal(t, []seal.Text{"题", "述", "https://example.com/?a=1&b=2"}, []seal.Text{in.Title, in.Description, in.URL})
		}},
	} {
		t.Run(name, func(t *testing.T) {
			for mode, change := range map[string]func(*Options){"safe": func(*Options) {}, "plain": plainMode} {
				r := newRig(t, change)
				in, _ := r.open(t, c.message)
				require.Equal(t, OpenID(alice), in.From, mode)
				require.Equal(t, testAccount, in.To)
				require.Equal(t, r.clock.Now(), in.CreatedAt)
				require.Equal(t, Kind(c.message.Kind), in.Kind)
				require.NotEmpty(t, in.MsgID)
				c.check(t, in)
			}
		})
	}
}

func TestOpenReadsCompatibleModeFromTheEncryptedPartOnly(t *testing.T) {
	r := newRig(t)
	s, err := simulator.New(simulator.Options{Official: simulator.App{ID: testApp, Token: testToken, AESKey: testKey, Mode: simulator.ModeCompatible}, Clock: r.clock})
	require.NoError(t, err)
	q, body, err := s.Request(simulator.Text(alice, "真话"))
	require.NoError(t, err)
	require.Contains(t, string(body), "真话", "compatible mode carries a plain copy")
	forged := strings.Replace(strings.Replace(string(body), "真话", "假话", 1), alice, "oForged", 1)
	in, _, err := r.gateway.Open(q, []byte(forged))
	require.NoError(t, err)
	require.Equal(t, seal.Text("真话"), in.Text)
	require.Equal(t, OpenID(alice), in.From)
}

func TestOpenWhileKeysAreChanged(t *testing.T) {
	r := newRig(t, func(o *Options) { o.AESKey, o.AESKeyPrevious = testKey2, testKey })
	for _, key := range []string{testKey, testKey2} {
		phone := r.simulate(t, key)
		q, body, err := phone.Request(simulator.Text(alice, "你好"))
		require.NoError(t, err)
		in, e, err := r.gateway.Open(q, body)
		require.NoError(t, err)
		require.Equal(t, seal.Text("你好"), in.Text)
		_, sealed, err := e.Seal(TextReply("您好"))
		require.NoError(t, err)
		reply, err := phone.Read(sealed)
		require.NoError(t, err, "the answer uses the key that opened the message")
		require.Equal(t, "您好", reply.Text)
	}
	other := r.simulate(t, strings.Repeat("q", 43))
	q, body, err := other.Request(simulator.Text(alice, "你好"))
	require.NoError(t, err)
	_, _, err = r.gateway.Open(q, body)
	requireRefused(t, err, "decrypt")
}

func TestOpenAnswersSuccessToWhatIsAuthenticButOdd(t *testing.T) {
	whole := "<xml><ToUserName>gh_x</ToUserName><FromUserName>" + alice + "</FromUserName><CreateTime>1795399200</CreateTime>"
	for name, c := range map[string]struct{ body, guard string }{
		"broken xml":        {whole + "<MsgType>text</MsgType>", "xml"},
		"crossed tags":      {whole + "<a><b></a></b></xml>", "xml"},
		"two roots":         {"<xml></xml><xml></xml>", "xml"},
		"another root":      {"<html></html>", "xml"},
		"doctype":           {`<!DOCTYPE xml [<!ENTITY a "b">]>` + whole + "<MsgType>text</MsgType></xml>", "xml"},
		"entity":            {whole + "<MsgType>text</MsgType><Content>&a;</Content></xml>", "xml"},
		"comment":           {whole + "<MsgType>te<!-- -->xt</MsgType></xml>", "xml"},
		"too deep":          {whole + strings.Repeat("<a>", 9) + strings.Repeat("</a>", 9) + "</xml>", "xml"},
		"too many":          {whole + strings.Repeat("<item></item>", 600) + "</xml>", "xml"},
		"no utf-8":          {whole + "<MsgType>text</MsgType><Content>\xff</Content></xml>", "xml"},
		"person twice":      {whole + "<FromUserName>oOther</FromUserName><MsgType>text</MsgType></xml>", "xml"},
		"nothing":           {"", "xml"},
		"json":              {`{"MsgType":"text"}`, "fields"},
		"no sender":         {"<xml><ToUserName>gh_x</ToUserName><CreateTime>1</CreateTime><MsgType>text</MsgType></xml>", "fields"},
		"odd sender":        {"<xml><ToUserName>gh_x</ToUserName><FromUserName>o x</FromUserName><CreateTime>1</CreateTime></xml>", "fields"},
		"no receiver":       {"<xml><FromUserName>o</FromUserName><CreateTime>1</CreateTime></xml>", "fields"},
		"odd time":          {strings.Replace(whole, "1795399200", "soon", 1) + "<MsgType>text</MsgType></xml>", "fields"},
		"negative time":     {strings.Replace(whole, "1795399200", "-5", 1) + "<MsgType>text</MsgType></xml>", "fields"},
		"nowhere":           {whole + "<MsgType>location</MsgType><Location_X>NaN</Location_X><Location_Y>1</Location_Y></xml>", "fields"},
		"off the globe":     {whole + "<MsgType>location</MsgType><Location_X>91</Location_X><Location_Y>1</Location_Y></xml>", "fields"},
		"unknown type":      {whole + "<MsgType>hologram</MsgType></xml>", "kind"},
		"unloggable event":  {whole + "<MsgType>event</MsgType><Event>a b</Event></xml>", "kind"},
		"event of no name":  {whole + "<MsgType>event</MsgType></xml>", "kind"},
		"nested where text": {whole + "<MsgType><a>text</a></MsgType></xml>", "kind"},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			q, body := r.sealRaw(c.body)
			_, e, err := r.gateway.Open(q, body)
			require.Error(t, err)
			require.Equal(t, ReasonUnreadable, fault.Of(err).Reason)
			require.Equal(t, fault.Invalid, fault.CodeOf(err))
			require.Equal(t, c.guard, Guard(err))
			_, answer, err := e.Seal(TextReply("不会说的"))
			require.NoError(t, err)
			require.Equal(t, "success", string(answer))
		})
	}
}

func TestOpenTakesUnknownEvents(t *testing.T) {
	in, _ := newRig(t).open(t, simulator.Event(alice, "card_pass_check", "k"))
	require.Equal(t, []string{"card_pass_check", "k"}, []string{in.Event, in.EventKey})
}

func TestOpenRefusesWhatIsTooLarge(t *testing.T) {
	r := newRig(t)
	q, body := r.request(t, simulator.Text(alice, strings.Repeat("长", 30_000)))
	_, _, err := r.gateway.Open(q, body)
	require.Equal(t, fault.TooLarge, fault.CodeOf(err))
	require.Equal(t, "size", Guard(err))
}

func TestKeyTellsMessagesApart(t *testing.T) {
	r := newRig(t)
	base := simulator.Message{From: alice, Kind: "event", Event: "CLICK", EventKey: "human", CreatedAt: r.clock.Now()}
	key := func(m simulator.Message) string {
		in, _ := r.open(t, m)
		return in.Key
	}
	first := key(base)
	require.Equal(t, first, key(base), "a retry has another nonce and the same key")
	require.NotContains(t, first, alice)
	changed := map[string]func(m *simulator.Message){
		"person":    func(m *simulator.Message) { m.From = "oOther" },
		"second":    func(m *simulator.Message) { m.CreatedAt = m.CreatedAt.Add(time.Second) },
		"event":     func(m *simulator.Message) { m.Event = "SCAN" },
		"event key": func(m *simulator.Message) { m.EventKey = "privacy" },
		"id":        func(m *simulator.Message) { m.MsgID = "7" },
		"type":      func(m *simulator.Message) { m.Kind = "text" },
	}
	for name, change := range changed {
		m := base
		change(&m)
		require.NotEqual(t, first, key(m), name)
	}
	o := r.options
	o.AppID = "wxother"
	other, err := New(o)
	require.NoError(t, err)
	require.NotEqual(t, messageKey(testApp, "a"), messageKey(other.AppID(), "a"))
	require.NotEqual(t, messageKey("ab", "c"), messageKey("a", "bc"), "parts do not run into each other")
}

func TestChallenge(t *testing.T) {
	for mode, change := range map[string]func(*Options){"safe": func(*Options) {}, "plain": plainMode} {
		t.Run(mode, func(t *testing.T) {
			r := newRig(t, change)
			q, _ := r.request(t, simulator.Text(alice, ""))
			q.Set("echostr", "6371843546012345678")
			echo, err := r.gateway.Challenge(q)
			require.NoError(t, err)
			require.Equal(t, "6371843546012345678", echo)
			for _, odd := range map[string]string{"empty": "", "control": "a\r\nb", "no utf-8": "\xff", "too long": strings.Repeat("a", 1025)} {
				q.Set("echostr", odd)
				_, err = r.gateway.Challenge(q)
				requireRefused(t, err, "query")
			}
		})
	}
}

// sealRaw encrypts any body as WeChat would, so that what is read after decryption can be tested.
func (r *rig) sealRaw(body string) (q map[string][]string, envelope []byte) {
	encrypted := r.gateway.keys[0].encrypt([]byte(body), testApp)
	return r.envelope(encrypted)
}

// envelope signs any Encrypt text.
func (r *rig) envelope(encrypted string) (q map[string][]string, envelope []byte) {
	timestamp, nonce := "1795399200", "1514711492"
	q = map[string][]string{
		"timestamp": {timestamp}, "nonce": {nonce}, "signature": {sign(testToken, timestamp, nonce)},
		"msg_signature": {sign(testToken, timestamp, nonce, encrypted)}, "encrypt_type": {"aes"},
	}
	return q, []byte("<xml><ToUserName>gh_x</ToUserName><Encrypt>" + encrypted + "</Encrypt></xml>")
}

// sealFrame encrypts bytes as they are, without frame or padding.
func sealFrame(k *aesKey, frame []byte) string {
	out := make([]byte, len(frame))
	encryptBlocks(k, out, frame)
	return base64.StdEncoding.EncodeToString(out)
}
