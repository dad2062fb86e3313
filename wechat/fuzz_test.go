package wechat

import (
	"bytes"
	"encoding/base64"
	"encoding/xml"
	"errors"
	"io"
	"net/url"
	"testing"
	"time"
	"unicode/utf8"

	"shuangyong/models/clock"
	"shuangyong/models/fault"
)

func fuzzGateway(f *testing.F) *Gateway {
	f.Helper()
	g, err := New(Options{AppID: testApp, Token: testToken, AESKey: testKey, Clock: clock.Stopped(time.Unix(1795399200, 0))})
	if err != nil {
		f.Fatal(err)
	}
	return g
}

// FuzzDecrypt: no cipher text panics, and what opens is what encrypting it again gives.
func FuzzDecrypt(f *testing.F) {
	key, err := newAESKey(testKey)
	if err != nil {
		f.Fatal(err)
	}
	vector, _ := base64.StdEncoding.DecodeString(vectorA)
	f.Add(vector)
	f.Add(bytes.Repeat([]byte{0}, 64))
	f.Add(vector[:40])
	f.Fuzz(func(t *testing.T, data []byte) {
		if message, err := key.decrypt(base64.StdEncoding.EncodeToString(data), testApp); err == nil {
			again, err := key.decrypt(key.encrypt(message, testApp), testApp)
			if err != nil || !bytes.Equal(again, message) {
				t.Fatal("does not come back")
			}
		}
		// a frame that the fuzzer chose, encrypted: reaches what random cipher text never does
		if len(data)%32 == 0 && len(data) > 0 {
			if message, err := key.decrypt(sealFrame(key, data), testApp); err == nil {
				pad := int(data[len(data)-1])
				if len(message) != len(data)-pad-header-len(testApp) {
					t.Fatal("accepted a frame that does not add up")
				}
			}
		}
	})
}

// FuzzXML: whatever we accept, the standard library's reader accepts and reads alike.
func FuzzXML(f *testing.F) {
	for _, s := range []string{
		"<xml><ToUserName><![CDATA[gh_x]]></ToUserName><Content>a&amp;b</Content></xml>", "<xml><a><b>1</b><b>2</b></a></xml>", `<?xml version="1.0"?><xml/>`,
		"<xml><A>1</A><A>2</A></xml>", "<xml>" + string([]byte{0xff}) + "</xml>", "<!DOCTYPE xml><xml></xml>", "<xml><a:b>x</a:b></xml>",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		n, err := parseXML(body)
		if err != nil {
			return
		}
		d := xml.NewDecoder(bytes.NewReader(body))
		d.Strict = true
		for {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("accepted what the standard library refuses: %v", err)
			}
		}
		unique(t, n)
	})
}

func unique(t *testing.T, n *node) {
	seen := map[string]bool{}
	for _, k := range n.kids {
		if seen[k.name] && !repeats(k.name) {
			t.Fatalf("kept %q twice", k.name)
		}
		seen[k.name] = true
		unique(t, k)
	}
}

// FuzzOpen: any message body, well signed and encrypted, is read or is unreadable; never a panic, never another fault.
func FuzzOpen(f *testing.F) {
	g := fuzzGateway(f)
	r := &rig{gateway: g}
	f.Add([]byte("<xml><ToUserName>gh_x</ToUserName><FromUserName>o1</FromUserName><CreateTime>1795399200</CreateTime><MsgType>event</MsgType><Event>subscribe_msg_popup_event</Event><SubscribeMsgPopupEvent><List><TemplateId>A</TemplateId></List></SubscribeMsgPopupEvent></xml>"))
	f.Add([]byte("<xml><ToUserName>gh_x</ToUserName><FromUserName>o1</FromUserName><CreateTime>1</CreateTime><MsgType>location</MsgType><Location_X>1e309</Location_X><Location_Y>0</Location_Y></xml>"))
	f.Add([]byte("<xml><ToUserName>gh_x</ToUserName><FromUserName>o1</FromUserName><CreateTime>99999999999999999999</CreateTime><MsgType>text</MsgType></xml>"))
	f.Fuzz(func(t *testing.T, body []byte) {
		q, envelope := r.sealRaw(string(body))
		in, _, err := g.Open(url.Values(q), envelope)
		switch {
		case err == nil:
			if in.From == "" || in.Key == "" || !utf8.ValidString(in.Text.Reveal()) || (in.Kind == KindLocation && in.Place == nil) {
				t.Fatal("accepted without what every message has")
			}
		case fault.CodeOf(err) == fault.TooLarge && len(envelope) > 64<<10:
		case fault.Of(err).Reason != ReasonUnreadable:
			t.Fatal(err)
		}
	})
}

// FuzzEnvelope: nothing unsigned opens, whatever the query and the body.
func FuzzEnvelope(f *testing.F) {
	g := fuzzGateway(f)
	f.Add("signature=x&timestamp=1795399200&nonce=1&msg_signature=y&encrypt_type=raw", []byte("<xml><Encrypt>AAAA</Encrypt></xml>"))
	f.Fuzz(func(t *testing.T, query string, body []byte) {
		q, _ := url.ParseQuery(query)
		if _, _, err := g.Open(q, body); fault.CodeOf(err) != fault.Forbidden && fault.CodeOf(err) != fault.TooLarge {
			t.Fatalf("opened or broke: %v", err)
		}
	})
}
