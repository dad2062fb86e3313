package mini

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"shuangyong/handlers/reply"
	"shuangyong/models/fault"
)

var errNoSession = fault.New(fault.NotFound, "login.no_such_session", "这台设备已经退出登录了，不用再点。")

// EndSession logs one of the caller's devices out.
func (d *Door) EndSession(c *gin.Context, id string) {
	ended, err := d.o.Logins.End(c.Request.Context(), askedBy(c).login.OpenID, id)
	if err == nil && !ended {
		err = errNoSession
	}
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	c.Status(http.StatusNoContent)
}

// EndOtherSessions logs every other device of the caller out.
func (d *Door) EndOtherSessions(c *gin.Context) {
	login := askedBy(c).login
	if err := d.o.Logins.EndOthers(c.Request.Context(), login.OpenID, login.ID); err != nil {
		reply.Refuse(c, err)
		return
	}
	c.Status(http.StatusNoContent)
}
