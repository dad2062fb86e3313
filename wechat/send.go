package wechat

import (
	"context"

	sdk "github.com/silenceper/wechat/v2/officialaccount/context"
	"github.com/silenceper/wechat/v2/officialaccount/message"
)

// SendText sends a customer-service message: a late answer, within what WeChat allows after a person's last message (5 in 48 hours). Over TextLimit it
// is shortened.
func (g *Gateway) SendText(ctx context.Context, to OpenID, text string) error {
	text = shorten(clean(text), TextLimit)
	return g.do(ctx, "custom/send", func(c *sdk.Context) error {
		return message.NewMessageManager(c).Send(message.NewCustomerTextMessage(to.Reveal(), text))
	})
}

// Check tells whether the API can be used: a token is there or can be got.
func (g *Gateway) Check(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, g.o.HTTPTimeout)
	defer cancel()
	_, err := g.token.get(ctx)
	return err
}
