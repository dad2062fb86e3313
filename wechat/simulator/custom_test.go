package simulator

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestAMessageOpensFortyEightHoursForFive(t *testing.T) {
	d := newDesk(t)
	require.Equal(t, 45015, d.sayTo(Official, alice), "who never wrote cannot be written to")
	d.Touch(Text(alice, "你好"))
	d.clock.Advance(messageWindow - time.Second)
	for range messageQuota {
		require.Zero(t, d.sayTo(Official, alice))
	}
	require.Equal(t, 45047, d.sayTo(Official, alice))
	require.Equal(t, 45015, d.sayTo(Mini, MiniOpenID(alice)), "the mini-program has its own")
	d.clock.Advance(time.Second)
	require.Equal(t, 45015, d.sayTo(Official, alice))
	d.Touch(Voice(alice, ""))
	require.Zero(t, d.sayTo(Official, alice))
	require.Len(t, d.Sent(alice), 6)
}

func TestWhatOpensAMinuteForThree(t *testing.T) {
	for name, c := range map[string]struct {
		m     Message
		quota int
	}{
		"click":     {Click(alice, "human"), 3},
		"follow":    {Follow(alice, "shop-1"), 3},
		"scan":      {Scan(alice, "shop-1"), 3},
		"scanner":   {ScanCode(alice, "k", "qrcode", "1", true), 3},
		"page":      {View(alice, "https://example.com"), 0},
		"place":     {Whereabouts(alice, 38.7, 119.7, 30), 0},
		"left":      {Unfollow(alice), 0},
		"report":    {templateFinished(alice, 1, "success"), 0},
		"entrance":  {EnterService(alice, "help"), 2},
		"mini text": {Message{To: Mini, From: alice, Kind: "text", Content: "你好"}, 5},
		"mini chosen": {
			subscriptionChosen("subscribe_msg_popup_event", alice, []Choice{{"demo-mini-queue", true}}), 0,
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			d.Touch(c.m)
			to := openIDOf(c.m.To, alice)
			for range c.quota {
				require.Zero(t, d.sayTo(c.m.To, to))
			}
			if c.quota == 0 {
				require.Equal(t, 45015, d.sayTo(c.m.To, to))
				return
			}
			require.Equal(t, 45047, d.sayTo(c.m.To, to))
			d.Touch(c.m)
			require.Zero(t, d.sayTo(c.m.To, to), "and again")
			if c.quota < messageQuota {
				d.clock.Advance(actionWindow)
				require.Equal(t, 45015, d.sayTo(c.m.To, to))
			}
		})
	}
}

func TestTheWindowThatClosesFirstIsSpentFirst(t *testing.T) {
	d := newDesk(t)
	d.Touch(Text(alice, "你好"))
	d.Touch(Click(alice, "human"))
	for range actionQuota {
		require.Zero(t, d.sayTo(Official, alice))
	}
	d.clock.Advance(actionWindow)
	for range messageQuota {
		require.Zero(t, d.sayTo(Official, alice))
	}
	require.Equal(t, 45047, d.sayTo(Official, alice))
}

func TestWhoLeftCannotBeReached(t *testing.T) {
	d := newDesk(t)
	d.Touch(Text(alice, "你好"))
	d.known(alice).follows = false
	require.Equal(t, 43004, d.sayTo(Official, alice))
	d.Touch(Message{To: Mini, From: alice, Kind: "text", Content: "你好"})
	require.Zero(t, d.sayTo(Mini, MiniOpenID(alice)), "the mini-program needs no following")
	require.Equal(t, 40003, d.sayTo(Mini, alice), "another account's openid")
	for _, bad := range []string{"", "张三", "a b", strings.Repeat("a", 200)} {
		require.Equal(t, 40003, d.sayTo(Official, bad))
	}
}

// customCase is a message of customer service, and what becomes of it.
type customCase struct {
	which Side
	kind  string
	body  any
	code  int
	want  Sent // of what was delivered; an address /mmbiz/ is any there
}

func customCases(image, voice, video, old string) []customCase {
	article := map[string]string{"title": "好消息", "description": "看看", "url": "https://example.com", "picurl": "https://example.com/1.png"}
	page := object{"title": "预约", "appid": testMini, "pagepath": "pages/book?x=1", "thumb_media_id": image}
	return []customCase{
		{Official, "text", object{"content": strings.Repeat("长", 682) + "xx"}, 0, Sent{Text: strings.Repeat("长", 682) + "xx"}},
		{Official, "text", object{"content": strings.Repeat("长", 683)}, 45002, Sent{}},
		{Official, "text", object{"content": ""}, 44004, Sent{}},
		{Official, "image", object{"media_id": image}, 0, Sent{Picture: "/mmbiz/"}},
		{Official, "image", object{"media_id": voice}, 40007, Sent{}},
		{Official, "image", object{"media_id": old}, 40007, Sent{}},
		{Official, "voice", object{"media_id": voice}, 0, Sent{URL: "/mmbiz/"}},
		{Official, "voice", object{"media_id": "none"}, 40007, Sent{}},
		{Official, "video", object{"media_id": video, "title": "片子", "description": "看"}, 0, Sent{Title: "片子", Text: "看", URL: "/mmbiz/"}},
		{Official, "news", object{"articles": []any{article}}, 0, Sent{
			Title: "好消息", Text: "看看", URL: "https://example.com", Picture: "https://example.com/1.png",
			Articles: []Article{{Title: "好消息", Description: "看看", URL: "https://example.com", PicURL: "https://example.com/1.png"}},
		}},
		{Official, "news", object{"articles": []any{article, article}}, 45008, Sent{}},
		{Official, "news", object{}, 44003, Sent{}},
		{Official, "mpnews", object{"media_id": image}, 40007, Sent{}},
		{Official, "msgmenu", object{"head_content": "满意吗", "list": []any{object{"id": "1", "content": "满意"}, object{"id": "2", "content": "不满意"}}}, 0, Sent{Text: "满意吗\n满意\n不满意"}},
		{Official, "msgmenu", object{"head_content": "满意吗"}, 44004, Sent{}},
		{Official, "miniprogrampage", page, 0, Sent{Title: "预约", URL: "pages/book?x=1", Picture: "/mmbiz/"}},
		{Official, "miniprogrampage", object{"title": "预约", "appid": "wx1", "pagepath": "pages/book", "thumb_media_id": image}, 40013, Sent{}},
		{Official, "miniprogrampage", object{"title": "预约", "appid": testMini, "pagepath": "pages/book", "thumb_media_id": voice}, 40007, Sent{}},
		{Official, "miniprogrampage", object{"title": "预约", "appid": testMini, "pagepath": "", "thumb_media_id": image}, 40165, Sent{}},
		{Official, "link", object{"title": "a", "url": "https://example.com"}, 40008, Sent{}},
		{Official, "dance", object{}, 40008, Sent{}},
		{Official, "", object{}, 40008, Sent{}},
		{Mini, "text", object{"content": "您好"}, 0, Sent{Text: "您好"}},
		{Mini, "image", object{"media_id": image}, 0, Sent{Picture: "/mmbiz/"}},
		{Mini, "miniprogrampage", object{"title": "预约", "pagepath": "pages/book", "thumb_media_id": image}, 0, Sent{Title: "预约", URL: "pages/book", Picture: "/mmbiz/"}},
		{Mini, "link", object{"title": "a", "description": "b", "url": "https://example.com", "thumb_url": "https://example.com/1.png"}, 0, Sent{Title: "a", Text: "b", URL: "https://example.com", Picture: "https://example.com/1.png"}},
		{Mini, "link", object{"title": "a"}, 44004, Sent{}},
		{Mini, "news", object{"articles": []any{article}}, 40008, Sent{}},
		{Mini, "text", "您好", 47001, Sent{}},
	}
}

func TestEveryKindOfCustomerServiceMessage(t *testing.T) {
	d := newDesk(t)
	image, _ := d.Store("image", []byte(picture))
	voice, _ := d.Store("voice", nil)
	video, _ := d.Store("video", []byte(film+"."))
	old, _ := d.Store("image", []byte(picture))
	d.media.byID[old].at = d.clock.Now().Add(-mediaLife)
	for _, c := range customCases(image, voice, video, old) {
		d.Touch(Message{To: c.which, From: alice, Kind: "text", Content: "你好"})
		before := len(d.Sent(alice))
		h := d.call(c.which, customPath, write(object{"touser": openIDOf(c.which, alice), "msgtype": c.kind, c.kind: c.body}))
		require.Equal(t, c.code, h.code(), "%s %v %s", c.kind, c.body, h.body)
		sent := d.Sent(alice)[before:]
		if c.code != 0 {
			require.Empty(t, sent)
			continue
		}
		got, c := sent[0], c
		for _, address := range []struct{ got, want *string }{{&got.URL, &c.want.URL}, {&got.Picture, &c.want.Picture}} {
			if *address.want == "/mmbiz/" {
				require.Contains(t, *address.got, d.api.URL+"/mmbiz/")
				*address.want = *address.got
			}
		}
		c.want.Seq, c.want.OpenID, c.want.Side, c.want.Kind, c.want.At = got.Seq, alice, c.which, c.kind, d.clock.Now()
		require.Equal(t, c.want, got)
		entries, _ := d.Entries(got.Seq - 1)
		require.Equal(t, []Entry{{
			Seq: got.Seq, OpenID: alice, At: got.At, By: ByAccount, Side: got.Side, Kind: got.Kind, Text: got.Text, Title: got.Title, URL: got.URL,
			Picture: got.Picture, Articles: got.Articles,
		}}, entries, "the phone shows it")
	}
}

func TestTyping(t *testing.T) {
	d := newDesk(t)
	ask := func(command string) int {
		return d.call(Official, "/cgi-bin/message/custom/typing", write(map[string]string{"touser": alice, "command": command})).code()
	}
	require.Equal(t, 45015, ask("Typing"))
	d.Touch(Text(alice, "你好"))
	require.Equal(t, 45072, ask("Dancing"))
	require.Zero(t, ask("Typing"))
	require.Equal(t, 45081, ask("Typing"))
	require.Zero(t, ask("CancelTyping"))
	require.Zero(t, ask("Typing"))
	require.Zero(t, d.sayTo(Official, alice))
	require.Zero(t, ask("Typing"), "a message ends it")
	d.clock.Advance(typingAfter + time.Second)
	require.Equal(t, 45080, ask("Typing"), "too long after the person's last words")
}
