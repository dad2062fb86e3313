package wechat

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"shuangyong/models/clock"
	"shuangyong/models/fault"
	"shuangyong/wechat/simulator"
)

// field is one element of a message; value is a text, a number (written without quotes in JSON), a part with fields, or several of them.
type field struct {
	name  string
	value any
}

type (
	number string
	part   []field
	parts  []part
)

// asXML writes a message as WeChat does where XML is chosen.
func asXML(p part) string {
	var b strings.Builder
	for _, f := range p {
		switch v := f.value.(type) {
		case part:
			b.WriteString("<" + f.name + ">" + asXML(v) + "</" + f.name + ">")
		case parts:
			for _, one := range v {
				b.WriteString(asXML(part{{f.name, one}}))
			}
		default:
			b.WriteString("<" + f.name + ">")
			_ = xml.EscapeText(&b, []byte(fmt.Sprint(v)))
			b.WriteString("</" + f.name + ">")
		}
	}
	return b.String()
}

// asJSON writes the same as WeChat does where JSON is chosen: the templates of an event stand beside its name, and a list of one may be the one alone.
func asJSON(p part) string {
	var members []string
	for _, f := range p {
		if inner, ok := f.value.(part); ok && strings.HasPrefix(f.name, "SubscribeMsg") {
			members = append(members, strings.TrimSuffix(strings.TrimPrefix(asJSON(inner), "{"), "}"))
			continue
		}
		members = append(members, quoted(f.name)+":"+valueAsJSON(f.value))
	}
	return "{" + strings.Join(members, ", ") + "}"
}

func valueAsJSON(value any) string {
	switch v := value.(type) {
	case part:
		return asJSON(v)
	case parts:
		var all []string
		for _, one := range v {
			all = append(all, asJSON(one))
		}
		if len(all) == 1 && rand.IntN(2) == 0 {
			return all[0]
		}
		return "[" + strings.Join(all, ",") + "]"
	case number:
		return string(v)
	}
	return quoted(fmt.Sprint(value))
}

func quoted(s string) string {
	b, _ := json.Marshal(s) // a string
	return string(b)
}

// words is what somebody may write: whatever an XML document can hold. A carriage return is told apart by escapes alone, and tried elsewhere.
func words(t *rapid.T, name string) string {
	return strings.Map(func(r rune) rune {
		if odd(r) || r == '\r' {
			return '军'
		}
		return r
	}, rapid.String().Draw(t, name))
}

func templates(t *rapid.T) parts {
	var list parts
	for i := range rapid.IntRange(1, 3).Draw(t, "templates") {
		list = append(list, part{
			{"TemplateId", "T" + strconv.Itoa(i)}, {"SubscribeStatusString", "accept"}, {"PopupScene", number("2")}, {"MsgID", number("17")}, {"ErrorCode", "0"},
		})
	}
	return list
}

// bodies is every kind of message and event with all that it carries.
func bodies(t *rapid.T) map[string]part {
	at := func(a, b string) part {
		lat, lng := rapid.Float64Range(-91, 91).Draw(t, "lat"), rapid.Float64Range(-180, 180).Draw(t, "lng")
		return part{
			{a, number(strconv.FormatFloat(lat, 'f', -1, 64))},
			{b, strconv.FormatFloat(lng, 'f', 6, 64)},
			{"Scale", number("16")},
			{"Label", words(t, "label")},
			{"Poiname", words(t, "name")},
			{"Precision", number("30.5")},
		}
	}
	return map[string]part{
		"text":       {{"Content", words(t, "content")}},
		"image":      {{"PicUrl", words(t, "url")}, {"MediaId", "m"}},
		"voice":      {{"MediaId", "m"}, {"Format", "amr"}, {"Recognition", words(t, "heard")}},
		"video":      {{"MediaId", "m"}, {"ThumbMediaId", "t"}},
		"shortvideo": {{"MediaId", "m"}, {"ThumbMediaId", "t"}},
		"location":   at("Location_X", "Location_Y"),
		"link":       {{"Title", words(t, "title")}, {"Description", words(t, "description")}, {"Url", words(t, "url")}},
		"odd":        {{"Content", "x"}},

		EventLocation:             at("Latitude", "Longitude"),
		EventLocationSelect:       {{"SendLocationInfo", at("Location_X", "Location_Y")}},
		EventScanPush:             {{"ScanCodeInfo", part{{"ScanType", "qrcode"}, {"ScanResult", words(t, "result")}}}},
		EventPhoto:                {{"SendPicsInfo", part{{"Count", number("2")}, {"PicList", part{{"item", parts{{{"PicMd5Sum", "a"}}, {{"PicMd5Sum", "b"}}}}}}}}},
		EventSubscribe:            {{"EventKey", "qrscene_dongjie"}, {"Ticket", "tk"}},
		EventViewMiniProgram:      {{"EventKey", "pages/index"}, {"MenuId", number("8")}},
		EventTemplateSent:         {{"MsgID", number("200163836")}, {"Status", "failed:user block"}},
		EventSubscribePopup:       {{"SubscribeMsgPopupEvent", part{{"List", templates(t)}}}},
		EventSubscribeChange:      {{"SubscribeMsgChangeEvent", part{{"List", templates(t)}}}},
		EventSubscribeSent:        {{"SubscribeMsgSentEvent", part{{"List", templates(t)}}}},
		EventMediaCheck:           {{"trace_id", "tr"}, {"errcode", number("0")}, {"detail", parts{{{"suggest", "pass"}}, {{"suggest", "risky"}}}}, {"result", part{{"suggest", "risky"}, {"label", number("20001")}}}},
		EventAuthorizationRevoke:  {{"OpenID", "oRevoker"}, {"RevokeInfo", number("1")}, {"PluginID", ""}},
		EventAuthorizationCancels: {{"OpenID", "oRevoker"}},
	}
}

// A message means the same in XML and in JSON, its key included, and what is unreadable in one is so in the other.
func TestAMessageMeansTheSameInXMLAndInJSON(t *testing.T) {
	g := newRig(t).gateway
	seen := map[string]bool{}
	rapid.Check(t, func(t *rapid.T) {
		for name, body := range bodies(t) {
			kind, key := name, field{"MsgId", number("23456789012345678")}
			if strings.Contains(name, "_") || strings.ToLower(name) != name || name == EventSubscribe {
				kind, key = "event", field{"Event", name}
			}
			p := append(part{{"ToUserName", "gh_x"}, {"FromUserName", "oAlice"}, {"CreateTime", number("1795399200")}, {"MsgType", kind}, key}, body...)
			fromXML, errXML := g.parse([]byte("<xml>" + asXML(p) + "</xml>"))
			fromJSON, errJSON := g.parse([]byte(asJSON(p)))
			require.Equal(t, errXML, errJSON, name)
			require.True(t, equal(fromXML, fromJSON), "%s is read in two ways: %s", name, asJSON(p))
			if errJSON == nil {
				seen[name] = true
			}
		}
	})
	require.Len(t, seen, 20, "every kind but the odd one was read")
}

// equal compares all of two messages, which print as their kind only.
func equal(a, b Inbound) bool { return revealed(a) == revealed(b) }

func revealed(in Inbound) string {
	all := []string{
		in.From.Reveal(), in.To, in.CreatedAt.Format(time.RFC3339), in.MsgID, string(in.Kind), in.Event, in.EventKey, in.Key, in.Text.Reveal(), in.Recognition.Reveal(),
		in.MediaID, in.ThumbMediaID, in.VoiceFormat, in.PicURL.Reveal(), in.Title.Reveal(), in.Description.Reveal(), in.URL.Reveal(), in.Ticket, strconv.Itoa(in.Pictures),
		in.MenuID, in.Status, fmt.Sprint(in.Subscriptions), in.Revoked,
	}
	if p := in.Place; p != nil {
		all = append(all, fmt.Sprint(p.Lat, p.Lng, p.Precision, p.Scale), p.Label.Reveal(), p.Name.Reveal())
	}
	if in.Scan != nil {
		all = append(all, in.Scan.Type, in.Scan.Result.Reveal())
	}
	if in.Media != nil {
		all = append(all, fmt.Sprint(*in.Media))
	}
	return fmt.Sprintf("%q", all)
}

// What a mini-program is sent in safe mode: the envelope is JSON, and so is what is in it.
func TestTheEnvelopeMayBeJSON(t *testing.T) {
	r := newRig(t, func(o *Options) { o.AESKeyPrevious = testKey2 })
	inner := `{"ToUserName":"gh_x","FromUserName":"` + alice + `","CreateTime":1795399200,"MsgType":"text","Content":"你好","MsgId":7}`
	encrypted := r.gateway.keys[1].encrypt([]byte(inner), testApp)
	q, _ := r.envelope(encrypted)
	at := r.clock.Now()
	r.clock.Advance(time.Unix(1795399200, 0).Sub(at))
	for name, envelope := range map[string]string{
		"safe mode":            `{"ToUserName":"gh_x","Encrypt":"` + encrypted + `"}`,
		"compatible mode":      `{"ToUserName":"gh_x","FromUserName":"oForged","Content":"forged","Encrypt":"` + encrypted + `"}`,
		"pretty":               "\n {\n\"Encrypt\" : \"" + strings.ReplaceAll(encrypted, "/", `\/`) + "\"\n}\n",
		"XML around JSON":      "<xml><Encrypt>" + encrypted + "</Encrypt></xml>",
		"a list beside it":     `{"Encrypt":"` + encrypted + `","More":[1,[2,{"a":null}],true]}`,
		"escaped as it may be": `{"\u0045ncrypt":"` + encrypted + `"}`,
	} {
		t.Run(name, func(t *testing.T) {
			in, e, err := r.gateway.Open(q, []byte(envelope))
			require.NoError(t, err)
			require.Equal(t, "你好", in.Text.Reveal())
			require.Equal(t, OpenID(alice), in.From)
			require.Same(t, r.gateway.keys[1], e.key, "whichever key opened it")
		})
	}
	for name, envelope := range map[string]string{
		"plain in safe mode": inner,
		"twice":              `{"Encrypt":"` + encrypted + `","Encrypt":"` + encrypted + `"}`,
		"in a list":          `{"Encrypt":["` + encrypted + `"]}`,
		"two documents":      `{"Encrypt":"` + encrypted + `"}{}`,
		"a list of it":       `[{"Encrypt":"` + encrypted + `"}]`,
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := r.gateway.Open(q, []byte(envelope))
			requireRefused(t, err, "body")
		})
	}
	_, _, err := r.gateway.Open(q, []byte(`{"Encrypt":"`+encrypted[:40]+`"}`))
	requireRefused(t, err, "signature")
}

func TestJSONInPlainMode(t *testing.T) {
	r := newRig(t, plainMode)
	m := simulator.Text(alice, "x")
	q, _ := r.request(t, m)
	in, _, err := r.gateway.Open(q, []byte(`{"ToUserName":"gh_x","FromUserName":"`+alice+`","CreateTime":"1795399200","MsgType":"text","Content":"一\r\n二","MsgId":"7"}`))
	require.NoError(t, err)
	require.Equal(t, "一\n二", in.Text.Reveal(), "line ends as an XML reader has them")
	_, _, err = r.gateway.Open(q, []byte(`{"ToUserName":"gh_x","FromUserName":"oForged","CreateTime":"1795399200","MsgType":"text"}`))
	requireRefused(t, err, "replay")
}

// What could be read in two ways, or would cost too much, is not read.
func TestBrokenJSONIsUnreadable(t *testing.T) {
	const head = `"ToUserName":"gh_x","FromUserName":"oAlice","CreateTime":1795399200,"MsgType":"text"`
	g := newRig(t).gateway
	_, err := g.parse([]byte("{" + head + "}"))
	require.NoError(t, err)
	for name, body := range map[string]string{
		"a name twice":          `{` + head + `,"Content":"a","Content":"b"}`,
		"twice, one escaped":    `{` + head + `,"Content":"a","C\u006fntent":"b"}`,
		"a list twice":          `{` + head + `,"List":[],"List":[]}`,
		"twice further in":      `{` + head + `,"result":{"label":1,"label":2}}`,
		"too deep":              `{` + head + `,"a":` + strings.Repeat(`{"a":`, maxDepth) + `1` + strings.Repeat(`}`, maxDepth) + `}`,
		"lists too deep":        `{` + head + `,"a":` + strings.Repeat(`[`, 20000) + strings.Repeat(`]`, 20000) + `}`,
		"too many":              `{` + head + `,"a":[` + strings.Repeat(`1,`, maxNodes) + `1]}`,
		"a control character":   `{` + head + `,"Content":"a\u0000b"}`,
		"no character":          `{` + head + `,"Content":"a` + "\xff" + `b"}`,
		"open":                  `{` + head,
		"a comma too many":      `{` + head + `,}`,
		"something behind it":   `{` + head + `} x`,
		"another behind it":     `{` + head + `}{` + head + `}`,
		"a comment":             `{` + head + `/* */}`,
		"a sender that is list": `{"ToUserName":"gh_x","FromUserName":["oAlice"],"CreateTime":1795399200,"MsgType":"text"}`,
		"a sender that is null": `{"ToUserName":"gh_x","FromUserName":null,"CreateTime":1795399200,"MsgType":"text"}`,
		"a time with a point":   `{"ToUserName":"gh_x","FromUserName":"oAlice","CreateTime":1795399200.0,"MsgType":"text"}`,
		"a time that is huge":   `{"ToUserName":"gh_x","FromUserName":"oAlice","CreateTime":1e400,"MsgType":"text"}`,
		"names in other case":   `{"tousername":"gh_x","fromusername":"oAlice","createtime":1795399200,"msgtype":"text"}`,
	} {
		_, err := g.parse([]byte(body))
		require.Error(t, err, name)
		require.Contains(t, []string{"json", "fields", "xml"}, Guard(unreadable(err)), name)
		require.NotContains(t, err.Error(), "oAlice")
	}
}

// FuzzJSON: whatever we accept, the standard library accepts, names nothing twice, and gives the same texts.
func FuzzJSON(f *testing.F) {
	for _, s := range []string{
		`{"ToUserName":"gh_x","CreateTime":1,"a":{"b":[1,2,{"c":null}]}}`, `{}`, `{"a":1,"a":2}`, `{"a":"\ud800"}`, `{"List":[{"TemplateId":"A"},{}]}`, `{"a":1e309}`, " {\"a\":true}\n",
		`{"Event":"subscribe_msg_popup_event","List":{"TemplateId":"A"}}`, `{"detail":[[{}]]}`, `{"a":"\r\n"}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		n, err := parseJSON(body)
		if err != nil {
			return
		}
		d := json.NewDecoder(bytes.NewReader(body))
		d.UseNumber()
		var all map[string]any
		if err := d.Decode(&all); err != nil {
			t.Fatalf("accepted what the standard library refuses: %v", err)
		}
		for name, value := range all {
			switch v := value.(type) {
			case string:
				if n.get(name) != lineEnds.Replace(v) {
					t.Fatalf("%q is another text", name)
				}
			case json.Number:
				if n.get(name) != v.String() {
					t.Fatalf("%q is another number", name)
				}
			case []any, map[string]any:
				if len(n.get(name)) > 0 && !repeats(name) {
					t.Fatalf("%q is no text", name)
				}
			}
		}
		unique(t, n)
	})
}

// FuzzOpenJSON: any JSON body, well signed and encrypted, is read or is unreadable; never a panic, never another fault.
func FuzzOpenJSON(f *testing.F) {
	g, err := New(Options{AppID: testApp, Token: testToken, AESKey: testKey, Clock: clock.Stopped(time.Unix(1795399200, 0))})
	if err != nil {
		f.Fatal(err)
	}
	r := &rig{gateway: g}
	f.Add([]byte(`"MsgType":"text","Content":"你好","MsgId":7`))
	f.Add([]byte(`"MsgType":"event","Event":"subscribe_msg_popup_event","List":[{"TemplateId":"A"}]`))
	f.Add([]byte(`"MsgType":"location","Location_X":1e309,"Location_Y":0`))
	f.Fuzz(func(t *testing.T, rest []byte) {
		body := `{"ToUserName":"gh_x","FromUserName":"o1","CreateTime":1795399200,` + string(rest) + `}`
		encrypted := g.keys[0].encrypt([]byte(body), testApp)
		q, _ := r.envelope(encrypted)
		in, _, err := g.Open(q, []byte(`{"ToUserName":"gh_x","Encrypt":"`+encrypted+`"}`))
		switch {
		case err == nil:
			if in.From != "o1" || in.Key == "" || (in.Kind == KindLocation && in.Place == nil) {
				t.Fatal("accepted without what every message has")
			}
		case fault.CodeOf(err) == fault.TooLarge:
		case fault.Of(err).Reason != ReasonUnreadable:
			t.Fatal(err)
		}
	})
}
