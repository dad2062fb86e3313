package wechat

import (
	"fmt"
	"log/slog"
	"strings"
	"unicode/utf8"

	"shuangyong/models/seal"
)

// Tencent's limits on passive replies and customer-service texts.
const (
	TextLimit         = 2048 // bytes of UTF-8, about 680 汉字
	articlesAnswer    = 1    // news articles in answer to a message
	articlesClick     = 8    // … and to a menu click
	articleTitleLimit = 128  // bytes
)

// ReplyKind is the type of a reply; the empty one says nothing.
type ReplyKind string

// The kinds of reply.
const (
	ReplyNothing ReplyKind = ""
	ReplyText    ReplyKind = "text"
	ReplyNews    ReplyKind = "news"
)

// Reply is what the program answers, or nothing. It marshals to JSON as it is, so that it can be kept (sealed) for a retry, but it never prints
// its words.
type Reply struct {
	Kind     ReplyKind `json:"kind,omitempty"`
	Text     string    `json:"text,omitempty"`
	Articles []Article `json:"articles,omitempty"`
}

// Article is one card of a news reply.
type Article struct {
	Title       string `json:"title"`
	Description string `json:"description,omitempty"`
	PicURL      string `json:"pic_url,omitempty"`
	URL         string `json:"url,omitempty"`
}

// Nothing accepts a message without an answer.
func Nothing() Reply { return Reply{} }

// TextReply answers with words. Over TextLimit bytes they are shortened at a character when sealed; split before if the rest matters.
func TextReply(s string) Reply { return Reply{Kind: ReplyText, Text: s} }

// NewsReply answers with cards: WeChat shows one in answer to a message, up to eight after a menu click; more are left out.
func NewsReply(articles ...Article) Reply { return Reply{Kind: ReplyNews, Articles: articles} }

// Empty tells whether there is nothing to say.
func (r Reply) Empty() bool {
	return r.Kind == ReplyNothing || (r.Kind == ReplyText && strings.TrimSpace(clean(r.Text)) == "") || (r.Kind == ReplyNews && len(r.Articles) == 0)
}

// Format implements fmt.Formatter: an answer can hold a person's name or case.
func (r Reply) Format(f fmt.State, _ rune) {
	_, _ = fmt.Fprintf(f, "wechat.Reply(%s %s)", r.Kind, seal.Text("").String())
}

// LogValue implements slog.LogValuer.
func (r Reply) LogValue() slog.Value { return slog.StringValue(string(r.Kind)) }

// shorten cuts s to at most limit bytes at a character boundary, with … in place of what is gone.
func shorten(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	const more = "…"
	cut := limit - len(more)
	for cut > 0 && !utf8.RuneStart(s[cut]) {
		cut--
	}
	return s[:cut] + more
}

// clean makes s fit for XML 1.0 and for a phone: valid UTF-8, no control characters but tab and line feed.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n':
			return r
		case r < 0x20 || (r >= 0x7f && r < 0xa0) || r == 0xfffe || r == 0xffff || r == utf8.RuneError:
			return -1
		}
		return r
	}, s)
}
