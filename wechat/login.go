package wechat

import (
	"context"
	"errors"
	"regexp"

	"github.com/silenceper/wechat/v2/miniprogram/auth"
	miniconfig "github.com/silenceper/wechat/v2/miniprogram/config"
	mini "github.com/silenceper/wechat/v2/miniprogram/context"
	sdk "github.com/silenceper/wechat/v2/officialaccount/context"

	"shuangyong/models/fault"
	"shuangyong/models/seal"
)

// Login is who a mini-program's code stands for. SessionKey never leaves the server.
type Login struct {
	OpenID     OpenID
	UnionID    seal.Text // "" unless the account is bound to an open-platform account
	SessionKey seal.Text
}

// codeForm is what login codes look like. The SDK puts the code into the address unescaped, where abc&appid=… would be a parameter of its own.
var codeForm = regexp.MustCompile(`^[A-Za-z0-9_-]{1,128}$`)

// Login exchanges the code of wx.login, which is good once and for five minutes.
func (g *Gateway) Login(ctx context.Context, code string) (Login, error) {
	if !codeForm.MatchString(code) {
		return Login{}, fault.New(fault.Invalid, "login.code", "登录信息无效，请退出小程序再打开一次。")
	}
	var answer auth.ResCode2Session
	ctx, cancel := context.WithTimeout(ctx, g.o.HTTPTimeout)
	defer cancel()
	err := g.once(ctx, "jscode2session", "", func(c *sdk.Context) (err error) { // needs no token, and a second try would find the code used
		ticket, _ := c.GetAccessToken()
		answer, err = auth.NewAuth(&mini.Context{Config: &miniconfig.Config{AppID: g.o.AppID, AppSecret: ticket}}).Code2Session(code)
		return err
	})
	if err != nil {
		return Login{}, err
	}
	if !openIDForm.MatchString(answer.OpenID) || answer.SessionKey == "" {
		return Login{}, unavailable("jscode2session", errors.New("the answer names nobody"))
	}
	return Login{OpenID: OpenID(answer.OpenID), UnionID: seal.Text(answer.UnionID), SessionKey: seal.Text(answer.SessionKey)}, nil
}
