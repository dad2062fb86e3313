package wechat

import (
	"context"
	"regexp"

	sdk "github.com/silenceper/wechat/v2/officialaccount/context"
	"github.com/silenceper/wechat/v2/officialaccount/user"

	"shuangyong/models/fault"
	"shuangyong/models/seal"
)

// unionIDForm is what unionids look like; another text is none.
var unionIDForm = regexp.MustCompile(`^[A-Za-z0-9_-]{1,128}$`)

// UnionID asks for what a follower's accounts in all apps of ours have in common; "" when WeChat does not tell: he left, or the account is not bound to one on the open
// platform (yet).
func (g *Gateway) UnionID(ctx context.Context, openid OpenID) (seal.Text, error) {
	if !openIDForm.MatchString(openid.Reveal()) {
		return "", fault.New(fault.Invalid, "wechat.openid", "这个微信号认不出来。")
	}
	union := ""
	err := g.do(ctx, "user/info", func(c *sdk.Context) error {
		info, err := user.NewUser(c).GetUserInfo(openid.Reveal())
		if err == nil {
			union = info.UnionID
		}
		return err
	})
	if err != nil || !unionIDForm.MatchString(union) {
		return "", err
	}
	return seal.Text(union), nil
}
