//go:build peer

package peer_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/models/clock"
	"shuangyong/wechat/simulator"
)

const miniApp = "wxa1234567890abcde"

// told is what a library made of an answer.
type told struct {
	Result map[string]any `json:"result"`
	Error  string         `json:"error"`
	Code   any            `json:"code"`
}

// caller is a library of others that calls the simulated API.
type caller struct {
	*testing.T
	wechat        *simulator.Simulator
	library, side string
	ask           func(library, side, call string, args []any) told
}

func newCaller(t *testing.T, library string) caller {
	t.Helper()
	s, err := simulator.New(simulator.Options{
		Official: simulator.App{ID: app, Secret: "secret-of-the-account", Token: token, AESKey: key},
		Mini:     simulator.App{ID: miniApp, Secret: "secret-of-the-mini", Token: token, AESKey: key},
		Clock:    clock.System(), // the libraries count a token's life by the machine's
	})
	require.NoError(t, err)
	api := httptest.NewServer(s.Handler())
	t.Cleanup(api.Close)
	in, out := node(t, "client.js", map[string]any{
		"base": api.URL, "official": map[string]string{"id": app, "secret": "secret-of-the-account"}, "mini": map[string]string{"id": miniApp, "secret": "secret-of-the-mini"},
	})
	return caller{T: t, wechat: s, library: library, side: "official", ask: func(library, side, call string, args []any) told {
		require.NoError(t, in.Encode(map[string]any{"library": library, "side": side, "call": call, "args": args}))
		line, err := out.ReadBytes('\n')
		require.NoError(t, err)
		var a told
		require.NoError(t, json.Unmarshal(line, &a), "%s", line)
		return a
	}}
}

func (c caller) mini() caller {
	c.side = "mini"
	return c
}

func (c caller) call(call string, args ...any) told { return c.ask(c.library, c.side, call, args) }

// fine is a call that must work.
func (c caller) fine(call string, args ...any) map[string]any {
	c.Helper()
	a := c.call(call, args...)
	require.Empty(c, a.Error, call)
	if code, given := a.Result["errcode"]; given {
		require.EqualValues(c, 0, code, "%s: %v", call, a.Result)
	}
	return a.Result
}

// refused is a call that must be refused with that errcode.
func (c caller) refused(code int, call string, args ...any) {
	c.Helper()
	a := c.call(call, args...)
	got := a.Code
	if got == nil {
		got = a.Result["errcode"]
	}
	if a.Error != "" && got == nil {
		require.Contains(c, a.Error, fmt.Sprint(code), call)
		return
	}
	require.EqualValues(c, code, got, "%s: %+v", call, a)
}

func (c caller) sent() simulator.Sent {
	c.Helper()
	list := c.wechat.Sent(alice)
	require.NotEmpty(c, list)
	return list[len(list)-1]
}

type object = map[string]any

// A client that others wrote for Tencent's API finds its way here: with the old token, and a new one when that is taken away.
func TestAClientOfOthersUsesTheSimulatedAPI(t *testing.T) {
	c := newCaller(t, "co-wechat-api")
	c.refused(45015, "sendText", alice, "您好")
	c.wechat.Touch(simulator.Text(alice, "你好"))
	c.fine("sendText", alice, "您好 <b>&")
	require.Equal(t, "您好 <b>&", c.sent().Text)
	c.fine("sendNews", alice, []object{{"title": "题", "description": "述", "url": "https://example.com", "picurl": "https://example.com/p.jpg"}})
	require.Equal(t, "题", c.sent().Title)

	var picture bytes.Buffer
	require.NoError(t, png.Encode(&picture, image.NewGray(image.Rect(0, 0, 8, 8))))
	bytesOf := object{"base64": base64.StdEncoding.EncodeToString(picture.Bytes())}
	media, _ := c.fine("uploadMedia", bytesOf, "image", "a.png", "image/png")["media_id"].(string)
	require.NotEmpty(t, media)
	require.Equal(t, bytesOf, c.fine("getMedia", media))
	c.fine("sendImage", alice, media)
	require.Equal(t, "image", c.sent().Kind)
	c.refused(40007, "sendImage", alice, "no-such-media")

	menu := object{"button": []object{{"type": "click", "name": "我的优待", "key": "benefit.mine"}, {"type": "view", "name": "网页", "url": "https://example.com"}}}
	c.fine("createMenu", menu)
	require.Contains(t, first(t, c.fine("getMenu"), "menu", "button"), `"key":"benefit.mine"`)
	c.fine("removeMenu")
	c.refused(46003, "getMenu")

	require.NotEmpty(t, c.fine("createTmpQRCode", 77, 600)["ticket"])
	require.NotEmpty(t, c.fine("createLimitQRCode", "front-desk")["ticket"])
	require.Len(t, c.wechat.QRCodes(), 2)

	who := c.fine("getUser", alice)
	require.EqualValues(t, 1, who["subscribe"])
	require.Equal(t, simulator.UnionID(alice), who["unionid"])
	require.Contains(t, first(t, c.fine("batchGetUsers", []string{alice}), "user_info_list"), alice)
	require.EqualValues(t, 1, c.fine("getFollowers")["total"])
	c.refused(40003, "getUser", "no one")

	require.Contains(t, first(t, c.fine("getAllPrivateTemplate"), "template_list"), "demo-")
	values := object{"thing1": object{"value": "体检"}, "time2": object{"value": "2026年11月26日 09:30"}, "phone_number3": object{"value": "15400000000"}}
	c.fine("sendTemplate", alice, "demo-service", "https://example.com", "", values)
	require.Equal(t, "template", c.sent().Kind)
	c.refused(40037, "sendTemplate", alice, "no-such-template", "", "", values)

	before := c.wechat.TokenFetches()
	c.wechat.InvalidateTokens()
	c.fine("getUser", alice)
	require.Equal(t, before+1, c.wechat.TokenFetches(), "the library asked for a new one")
}

func TestAClientOfOthersLogsInToTheMiniProgram(t *testing.T) {
	c := newCaller(t, "co-wechat-api").mini()
	code := c.wechat.Code(alice)
	who := c.fine("code2Session", code)
	require.Equal(t, simulator.MiniOpenID(alice), who["openid"])
	require.Equal(t, simulator.UnionID(alice), who["unionid"])
	require.NotEmpty(t, who["session_key"])
	c.refused(40163, "code2Session", code)
	c.refused(40029, "code2Session", "made&appid=up#")

	lines := object{"thing1": object{"value": "体检"}, "time2": object{"value": "2026年11月26日 09:30"}, "thing3": object{"value": "东街"}, "character_string4": object{"value": "A12"}}
	c.refused(43101, "sendSubscribeMessage", simulator.MiniOpenID(alice), "demo-mini-appointment", "pages/mine", lines)
	c.wechat.Accept(alice, "demo-mini-appointment", 1)
	c.fine("sendSubscribeMessage", simulator.MiniOpenID(alice), "demo-mini-appointment", "pages/mine", lines)
	require.Equal(t, "subscribe", c.sent().Kind)
	c.refused(43101, "sendSubscribeMessage", simulator.MiniOpenID(alice), "demo-mini-appointment", "pages/mine", lines)
}

// The other library asks for stable tokens.
func TestAClientOfOthersWithStableTokens(t *testing.T) {
	c := newCaller(t, "node-easywechat")
	text := object{"touser": alice, "msgtype": "text", "text": object{"content": "您好"}}
	c.refused(45015, "POST /cgi-bin/message/custom/send", text)
	c.wechat.Touch(simulator.Text(alice, "你好"))
	c.fine("POST /cgi-bin/message/custom/send", text)
	require.Equal(t, "您好", c.sent().Text)
	require.Equal(t, simulator.UnionID(alice), c.fine("GET /cgi-bin/user/info", object{"openid": alice})["unionid"])
	require.Equal(t, 1, c.wechat.TokenFetches(), "kept")

	m := c.mini()
	code := m.wechat.Code(alice)
	require.Equal(t, simulator.MiniOpenID(alice), m.fine("codeToSession", code)["openid"])
	m.refused(40163, "codeToSession", code)
	number := m.fine("POST /wxa/business/getuserphonenumber", object{"code": m.wechat.PhoneCode(alice)})
	require.Contains(t, number, "phone_info")
	check := func(words string) any {
		answer := m.fine("POST /wxa/msg_sec_check", object{"version": 2, "scene": 2, "openid": simulator.MiniOpenID(alice), "content": words})
		result, _ := answer["result"].(map[string]any)
		return result["suggest"]
	}
	require.Equal(t, "pass", check("老兵理发店，优惠五元"))
	require.Equal(t, "risky", check("违规示例"))
	require.NotEmpty(t, m.fine("POST /wxa/generate_urllink", object{"path": "pages/index"})["url_link"])
}

// first is the first element of a list somewhere in an answer, as JSON.
func first(t *testing.T, in map[string]any, path ...string) string {
	t.Helper()
	for _, name := range path[:len(path)-1] {
		next, ok := in[name].(map[string]any)
		require.True(t, ok, name)
		in = next
	}
	list, ok := in[path[len(path)-1]].([]any)
	require.True(t, ok, "%v", in)
	require.NotEmpty(t, list)
	text, err := json.Marshal(list[0])
	require.NoError(t, err)
	return string(text)
}
