package mini

import (
	"errors"
	"log/slog"
	"net/http"

	"github.com/gin-gonic/gin"

	"shuangyong/handlers/openapi"
	"shuangyong/handlers/reply"
	"shuangyong/models/fault"
	"shuangyong/models/seal"
	"shuangyong/session"
	"shuangyong/wechat"
)

// SignIn exchanges WeChat's code for a token of ours, for which the caller has an account. What WeChat said besides stays here, sealed.
func (d *Door) SignIn(c *gin.Context) {
	var in LoginRequest
	if !openapi.Bind(c, &in) {
		return
	}
	began := d.o.Clock.Now()
	who, err := d.o.Gateway.Login(c.Request.Context(), in.Code)
	if err != nil {
		reply.Refuse(c, d.refusal(c, err))
		return
	}
	if d.tooFast(c, AccountLogin, who.OpenID) {
		return
	}
	var token seal.Text
	var login session.Login
	if err = d.enter(c.Request.Context(), who, began); err == nil {
		token, login, err = d.begin(c.Request.Context(), session.Login{
			OpenID: who.OpenID, UnionID: who.UnionID, SessionKey: who.SessionKey, Device: deviceOf(c.Request.UserAgent()),
		})
	}
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	c.JSON(http.StatusOK, LoginAnswer{Token: token.Reveal(), ExpiresAt: instant(login.Expires()), EndsAt: instant(login.Ends())})
}

// WeChat's refusals of a code that mean something to the person.
const (
	codeInvalid = 40029 // or over five minutes old
	codeUsed    = 40163
	tooOften    = 45011
	risky       = 40226
)

// refusal says what WeChat's means and what to do. What only an operator can cure is logged by its number, and is to the person as if WeChat were away.
func (d *Door) refusal(c *gin.Context, err error) error {
	refused, ok := errors.AsType[*wechat.APIError](err)
	if !ok && fault.CodeOf(err) == fault.Invalid {
		return d.badCode(err)
	}
	number := 0
	if ok {
		number = refused.Code
	}
	switch number {
	case codeInvalid, codeUsed:
		return d.badCode(err)
	case tooOften:
		return fault.Wrap(err, fault.TooMany, "login.too_often", "登录得太频繁了。请过一分钟再试。")
	case risky:
		return fault.Wrap(err, fault.Forbidden, "login.risky", "微信提示这个账号有风险，不能在这里登录。您要办的事不耽误：请打"+d.o.Phone+"，由工作人员帮您办。")
	}
	d.o.Log.LogAttrs(c.Request.Context(), slog.LevelWarn, "login failed at wechat", slog.String("class", string(wechat.Classify(err))), slog.Int("errcode", number))
	return fault.Wrap(err, fault.Unavailable, "login.wechat_away", "微信暂时联系不上，没能登录。请过几分钟再试，急事打"+d.o.Phone+"。")
}

func (d *Door) badCode(err error) error {
	return fault.Wrap(err, fault.Invalid, "login.code", "这次登录没有成功，可能是等得太久了。请退出小程序再打开一次；还不行，打"+d.o.Phone+"。")
}
