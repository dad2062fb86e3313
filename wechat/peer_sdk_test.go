package wechat

import (
	"bytes"
	"context"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/silenceper/wechat/v2/miniprogram/business"
	miniconfig "github.com/silenceper/wechat/v2/miniprogram/config"
	mini "github.com/silenceper/wechat/v2/miniprogram/context"
	"github.com/silenceper/wechat/v2/miniprogram/security"
	"github.com/silenceper/wechat/v2/miniprogram/subscribe"
	"github.com/silenceper/wechat/v2/miniprogram/urllink"
	"github.com/silenceper/wechat/v2/officialaccount/basic"
	sdk "github.com/silenceper/wechat/v2/officialaccount/context"
	"github.com/silenceper/wechat/v2/officialaccount/material"
	sdkmenu "github.com/silenceper/wechat/v2/officialaccount/menu"
	"github.com/silenceper/wechat/v2/officialaccount/message"
	"github.com/silenceper/wechat/v2/officialaccount/user"
	"github.com/silenceper/wechat/v2/util"
	"github.com/stretchr/testify/require"

	"shuangyong/models/clock"
	"shuangyong/wechat/simulator"
)

// peer is the real SDK in front of the simulated API of both accounts. The two were written apart, so that each shows what the other got wrong.
type peer struct {
	*testing.T
	sim            *simulator.Simulator
	official, mini *Gateway
}

func newPeer(t *testing.T) *peer {
	t.Helper()
	now := clock.Stopped(time.Date(2026, 11, 23, 10, 0, 0, 0, clock.Shanghai))
	accounts := simulator.Options{
		Official: simulator.App{ID: testApp, Secret: testSecret, Token: testToken, AESKey: testKey},
		Mini:     simulator.App{ID: "wx0000000000000mini", Secret: "fedcba9876543210fedcba9876543210", Token: "BBBBB"},
		Clock:    now,
	}
	s, err := simulator.New(accounts)
	require.NoError(t, err)
	api := httptest.NewServer(s.Handler())
	t.Cleanup(api.Close)
	open := func(a simulator.App) *Gateway {
		g, err := New(Options{AppID: a.ID, Secret: a.Secret, Token: a.Token, AESKey: a.AESKey, Clock: now, APIBase: api.URL, Backoff: time.Millisecond})
		require.NoError(t, err)
		t.Cleanup(g.Close)
		return g
	}
	return &peer{t, s, open(accounts.Official), open(accounts.Mini)}
}

// asOfficial makes a call of the SDK with the Official Account's token; the errcode, 0 when it went well.
func (p *peer) asOfficial(fn func(*sdk.Context) error) int {
	p.Helper()
	return p.code(p.official.do(p.Context(), "peer", fn))
}

// asMini does it with the mini-program's.
func (p *peer) asMini(fn func(*mini.Context) error) int {
	p.Helper()
	return p.code(p.mini.do(p.Context(), "peer", func(c *sdk.Context) error {
		return fn(&mini.Context{Config: &miniconfig.Config{AppID: p.mini.o.AppID}, AccessTokenContextHandle: handleOf(c)})
	}))
}

func handleOf(c *sdk.Context) ticketHandle {
	ticket, _ := c.GetAccessToken() // hands out the ticket, and cannot fail
	return ticketHandle(ticket)
}

func (p *peer) code(err error) int {
	p.Helper()
	if err == nil {
		return 0
	}
	var refusal *APIError
	require.ErrorAs(p, err, &refusal)
	return refusal.Code
}

func TestPeerSendsCustomerServiceMessages(t *testing.T) {
	p := newPeer(t)
	text := message.NewCustomerTextMessage(alice, "您好 <1> & 完")
	send := func(m *message.CustomerMessage) int {
		return p.asOfficial(func(c *sdk.Context) error { return message.NewMessageManager(c).Send(m) })
	}
	require.Equal(t, 45015, send(text))
	p.sim.Touch(simulator.Text(alice, "你好"))
	require.Zero(t, send(text))
	require.Equal(t, "您好 <1> & 完", p.sim.Sent(alice)[0].Text)
	picture, _ := p.sim.Store("image", []byte("\x89PNG\r\n\x1a\n"))
	require.Zero(t, send(message.NewCustomerImgMessage(alice, picture)))
	require.Zero(t, send(message.NewCustomerMiniprogrampageMessage(alice, "预约", p.mini.o.AppID, "pages/book", picture)))
	require.Equal(t, 40007, send(message.NewCustomerVoiceMessage(alice, "none")))
	require.Equal(t, []string{"text", "image", "miniprogrampage"}, kinds(p.sim.Sent(alice)))
}

func kinds(list []simulator.Sent) []string {
	var out []string
	for _, m := range list {
		out = append(out, m.Kind)
	}
	return out
}

func TestPeerSendsNotices(t *testing.T) {
	p := newPeer(t)
	n := &message.TemplateMessage{ToUser: alice, TemplateID: "demo-payment", URL: "https://example.com", Data: map[string]*message.TemplateDataItem{
		"thing1": {Value: "抚恤补助"}, "amount2": {Value: "450元"}, "date3": {Value: "2026年11月23日"},
	}}
	var id int64
	send := func() int {
		return p.asOfficial(func(c *sdk.Context) (err error) { id, err = message.NewTemplate(c).Send(n); return err })
	}
	require.Zero(t, send())
	require.Positive(t, id)
	n.Data["amount2"].Value = "很多"
	require.Equal(t, 47003, send())
	require.Equal(t, "补助发放通知", p.sim.Sent(alice)[0].Title)
	var templates []*message.TemplateItem
	require.Zero(t, p.asOfficial(func(c *sdk.Context) (err error) { templates, err = message.NewTemplate(c).List(); return err }))
	require.Len(t, templates, 4)

	m := &subscribe.Message{ToUser: simulator.MiniOpenID(alice), TemplateID: "demo-mini-queue", Page: "pages/queue", Data: map[string]*subscribe.DataItem{
		"character_string1": {Value: "A12"}, "number2": {Value: 3}, "thing3": {Value: "东街服务站"},
	}}
	tell := func() int {
		return p.asMini(func(c *mini.Context) (err error) { id, err = subscribe.NewSubscribe(c).SendGetMsgID(m); return err })
	}
	require.Equal(t, 43101, tell())
	p.sim.Accept(alice, "demo-mini-queue", 1)
	require.Zero(t, tell())
	require.Positive(t, id)
	require.Equal(t, 43101, tell())
	var list *subscribe.TemplateList
	require.Zero(t, p.asMini(func(c *mini.Context) (err error) { list, err = subscribe.NewSubscribe(c).ListTemplates(); return err }))
	require.Len(t, list.Data, 4)
}

func TestPeerPutsTheMenuInPlace(t *testing.T) {
	p := newPeer(t)
	require.NoError(t, p.official.PushMenu(t.Context(), DefaultMenu()))
	current, err := p.official.CurrentMenu(t.Context())
	require.NoError(t, err)
	require.Equal(t, DefaultMenu(), current)
	var shown sdkmenu.ResSelfMenuInfo
	require.Zero(t, p.asOfficial(func(c *sdk.Context) (err error) { shown, err = sdkmenu.NewMenu(c).GetCurrentSelfMenuInfo(); return err }))
	require.Equal(t, "附近优惠店", shown.SelfMenuInfo.Button[0].SubButton.List[1].Name)
	require.Zero(t, p.asOfficial(func(c *sdk.Context) error { return sdkmenu.NewMenu(c).DeleteMenu() }))
	current, err = p.official.CurrentMenu(t.Context())
	require.NoError(t, err)
	require.Empty(t, current)
}

func TestPeerMakesCodesAndLinks(t *testing.T) {
	p := newPeer(t)
	var ticket *basic.Ticket
	require.Zero(t, p.asOfficial(func(c *sdk.Context) (err error) {
		ticket, err = basic.NewBasic(c).GetQRTicket(basic.NewTmpQrRequest(time.Hour, "shop-1"))
		return err
	}))
	require.EqualValues(t, 3600, ticket.ExpireSeconds)
	require.Equal(t, ticket.Ticket, p.sim.QRCodes()[0].Ticket)
	require.Equal(t, "shop-1", p.sim.QRCodes()[0].Scene)
	require.Zero(t, p.asOfficial(func(c *sdk.Context) error {
		_, err := basic.NewBasic(c).GetQRTicket(basic.NewLimitQrRequest(7))
		return err
	}))

	var link string
	require.Zero(t, p.asMini(func(c *mini.Context) (err error) {
		link, err = urllink.NewURLLink(c).Generate(&urllink.ULParams{Path: "pages/book", Query: "a=1", ExpireType: urllink.ExpireTypeInterval, ExpireInterval: 30})
		return err
	}))
	require.Contains(t, link, "/link/")
	require.Equal(t, 85401, p.asMini(func(c *mini.Context) error {
		_, err := urllink.NewURLLink(c).Generate(&urllink.ULParams{Path: "pages/book", ExpireType: urllink.ExpireTypeInterval, ExpireInterval: 31})
		return err
	}))
}

func TestPeerMovesFiles(t *testing.T) {
	p := newPeer(t)
	picture := "\x89PNG\r\n\x1a\n" + strings.Repeat("x", 1000)
	var media material.Media
	require.Zero(t, p.asOfficial(func(c *sdk.Context) (err error) {
		media, err = material.NewMaterial(c).MediaUploadFromReader(material.MediaTypeImage, "a.png", bytes.NewReader([]byte(picture)))
		return err
	}))
	require.NotEmpty(t, media.MediaID)
	var down []byte
	get := func(id string) int {
		return p.asOfficial(func(c *sdk.Context) error {
			address, err := material.NewMaterial(c).GetMediaURL(id)
			if err == nil {
				down, err = util.HTTPGet(address)
			}
			return err
		})
	}
	require.Zero(t, get(media.MediaID))
	require.Equal(t, picture, string(down))
	require.Equal(t, 40007, get("none"))
	require.Equal(t, 40137, p.asOfficial(func(c *sdk.Context) error {
		_, err := material.NewMaterial(c).MediaUploadFromReader(material.MediaTypeImage, "a.png", strings.NewReader("no picture"))
		return err
	}))
}

func TestPeerLearnsWhoSomebodyIs(t *testing.T) {
	p := newPeer(t)
	code := p.sim.Code(alice)
	who, err := p.mini.Login(t.Context(), code)
	require.NoError(t, err)
	require.Equal(t, simulator.MiniOpenID(alice), who.OpenID.Reveal())
	require.Equal(t, simulator.UnionID(alice), who.UnionID.Reveal())
	require.NotEmpty(t, who.SessionKey.Reveal())
	_, err = p.mini.Login(t.Context(), code)
	require.Equal(t, 40163, p.code(err))
	p.sim.SetRisky(alice, true)
	_, err = p.mini.Login(t.Context(), p.sim.Code(alice))
	require.Equal(t, ClassRisky, Classify(err))

	var info *user.Info
	require.Zero(t, p.asOfficial(func(c *sdk.Context) (err error) { info, err = user.NewUser(c).GetUserInfo(alice); return err }))
	require.Equal(t, who.UnionID.Reveal(), info.UnionID, "what joins the two accounts")
	require.EqualValues(t, 1, info.Subscribe)
	var list *user.OpenidList
	require.Zero(t, p.asOfficial(func(c *sdk.Context) (err error) { list, err = user.NewUser(c).ListUserOpenIDs(); return err }))
	require.Equal(t, []string{alice}, list.Data.OpenIDs)

	phone := p.sim.PhoneCode(alice)
	var number business.PhoneInfo
	ask := func() int {
		return p.asMini(func(c *mini.Context) (err error) {
			number, err = business.NewBusiness(c).GetPhoneNumber(&business.GetPhoneNumberRequest{Code: phone})
			return err
		})
	}
	require.Zero(t, ask())
	require.Regexp(t, `^1540\d{7}$`, number.PurePhoneNumber)
	require.Equal(t, p.mini.o.AppID, number.Watermark.AppID)
	require.Equal(t, 40029, ask())
}

func TestPeerHasTextsAndPicturesChecked(t *testing.T) {
	p := newPeer(t)
	p.sim.Code(alice) // he is in the mini-program
	openid := simulator.MiniOpenID(alice)
	check := func(words string) (out security.MsgCheckResponse, code int) {
		code = p.asMini(func(c *mini.Context) (err error) {
			out, err = security.NewSecurity(c).MsgCheckContext(context.Background(), &security.MsgCheckRequest{OpenID: openid, Scene: security.MsgSceneComment, Content: words})
			return err
		})
		return out, code
	}
	for words, suggest := range map[string]security.CheckSuggest{
		"这家店真好": security.CheckSuggestPass, "违规示例": security.CheckSuggestRisky, "人工复核示例": security.CheckSuggestReview,
	} {
		out, code := check(words)
		require.Zero(t, code)
		require.Equal(t, suggest, out.Result.Suggest)
	}
	_, code := check(strings.Repeat("长", 2501))
	require.Equal(t, 45002, code)
	var trace string
	require.Zero(t, p.asMini(func(c *mini.Context) (err error) {
		trace, err = security.NewSecurity(c).MediaCheckAsync(&security.MediaCheckAsyncRequest{MediaURL: "https://example.com/1.png", MediaType: 2, OpenID: openid, Scene: 2})
		return err
	}))
	require.NotEmpty(t, trace)
}
