package mini

import (
	"github.com/gin-gonic/gin"

	"shuangyong/handlers/openapi"
	"shuangyong/handlers/reply"
	"shuangyong/models/fault"
	"shuangyong/models/seal"
	"shuangyong/session"
)

var errNobody = fault.New(fault.Unauthenticated, "login.needed", "请先登录：退出小程序再打开一次，就会自动登录。")

// asked is what a request brought: the token, and whom it stands for.
type asked struct {
	token seal.Text
	login session.Login
}

const askedKey = "mini.asked"

// signedIn lets nobody pass to a guarded path who is not logged in.
func (d *Door) signedIn(c *gin.Context) {
	if !d.o.Document.Guarded(c) {
		return
	}
	token, ok := openapi.Bearer(c)
	if !ok {
		c.Header("WWW-Authenticate", "Bearer")
		reply.Refuse(c, errNobody)
		return
	}
	login, err := d.o.Logins.Find(c.Request.Context(), token)
	if fault.CodeOf(err) == fault.Unauthenticated {
		c.Header("WWW-Authenticate", `Bearer error="invalid_token"`)
	}
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	if d.tooFast(c, AccountCall, login.OpenID) {
		return
	}
	c.Set(askedKey, asked{token, login})
}

// askedBy is who called a guarded path.
func askedBy(c *gin.Context) asked { return c.MustGet(askedKey).(asked) } //nolint:forcetypeassert // signedIn put it there
