package mini

import (
	"github.com/gin-gonic/gin"

	"shuangyong/handlers/reply"
	"shuangyong/models/seal"
)

// What is counted of an account, whatever addresses it calls from.
const (
	AccountLogin = "account.login"
	AccountCall  = "account.call"
)

// tooFast refuses the owner of an openid who does something too often; false when he may go on.
func (d *Door) tooFast(c *gin.Context, what string, openid seal.Text) bool {
	if d.o.Wait == nil {
		return false
	}
	wait := d.o.Wait(c.Request.Context(), what, openid.Reveal())
	if wait > 0 {
		reply.TooOften(c, wait)
	}
	return wait > 0
}
