package wechat

import (
	"crypto/rand"
	"fmt"
	"strconv"
	"strings"
)

// What goes back without words, and the content types.
const (
	success  = "success"
	typeText = "text/plain; charset=utf-8"
	typeXML  = "application/xml; charset=utf-8"
)

// Envelope is the way back to the sender of one message: it knows who, and which key opened it. The zero Envelope can only say success.
type Envelope struct {
	g     *Gateway
	key   *aesKey // nil in plain mode
	from  string  // our account
	to    OpenID
	click bool
}

// Format implements fmt.Formatter: fmt would print the openid of a field that is not exported.
func (e Envelope) Format(f fmt.State, _ rune) { _, _ = fmt.Fprintf(f, "wechat.Envelope(%s)", e.from) }

// Seal renders a reply for the HTTP answer, encrypted with the key that opened the message. Nothing becomes success, also in safe mode, where the SDK
// would send an encrypted empty body.
func (e Envelope) Seal(r Reply) (contentType string, body []byte, err error) {
	if r.Empty() || e.to == "" {
		return typeText, []byte(success), nil
	}
	now := strconv.FormatInt(e.g.o.Clock.Now().Unix(), 10)
	message := e.render(r, now)
	if e.key == nil {
		return typeXML, []byte(message), nil
	}
	encrypted := e.key.encrypt([]byte(message), e.g.o.AppID)
	nonce := rand.Text()[:16]
	var b strings.Builder
	b.Grow(len(encrypted) + 256)
	b.WriteString("<xml>")
	element(&b, "Encrypt", encrypted)
	element(&b, "MsgSignature", sign(e.g.o.Token, now, nonce, encrypted))
	b.WriteString("<TimeStamp>" + now + "</TimeStamp>")
	element(&b, "Nonce", nonce)
	b.WriteString("</xml>")
	return typeXML, []byte(b.String()), nil
}

func (e Envelope) render(r Reply, now string) string {
	var b strings.Builder
	b.Grow(len(r.Text) + 256)
	b.WriteString("<xml>")
	element(&b, "ToUserName", e.to.Reveal())
	element(&b, "FromUserName", e.from)
	b.WriteString("<CreateTime>" + now + "</CreateTime>")
	element(&b, "MsgType", string(r.Kind))
	switch r.Kind {
	case ReplyText:
		element(&b, "Content", shorten(clean(r.Text), TextLimit))
	case ReplyNews:
		e.renderNews(&b, r.Articles)
	}
	b.WriteString("</xml>")
	return b.String()
}

func (e Envelope) renderNews(b *strings.Builder, articles []Article) {
	limit := articlesAnswer
	if e.click {
		limit = articlesClick
	}
	articles = articles[:min(limit, len(articles))]
	b.WriteString("<ArticleCount>" + strconv.Itoa(len(articles)) + "</ArticleCount><Articles>")
	for _, a := range articles {
		b.WriteString("<item>")
		element(b, "Title", shorten(clean(a.Title), articleTitleLimit))
		element(b, "Description", clean(a.Description))
		element(b, "PicUrl", clean(a.PicURL))
		element(b, "Url", clean(a.URL))
		b.WriteString("</item>")
	}
	b.WriteString("</Articles>")
}

// element writes <name><![CDATA[text]]></name>; a ]]> in the text is split over two sections, so that words can never become markup.
func element(b *strings.Builder, name, text string) {
	b.WriteString("<" + name + "><![CDATA[")
	b.WriteString(strings.ReplaceAll(text, "]]>", "]]]]><![CDATA[>"))
	b.WriteString("]]></" + name + ">")
}
