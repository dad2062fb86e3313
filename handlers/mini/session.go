package mini

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"shuangyong/handlers/reply"
	"shuangyong/models/clock"
)

// GetSession tells how long the login holds, and nothing of the person.
func (d *Door) GetSession(c *gin.Context) {
	login := askedBy(c).login
	c.JSON(http.StatusOK, Session{
		SignedInAt: login.SignedIn.In(clock.Shanghai), ExpiresAt: login.Expires().In(clock.Shanghai), EndsAt: login.Ends().In(clock.Shanghai),
	})
}

// SignOut ends the login.
func (d *Door) SignOut(c *gin.Context) {
	if err := d.o.Logins.SignOut(c.Request.Context(), askedBy(c).token); err != nil {
		reply.Refuse(c, later(c, err))
		return
	}
	c.Status(http.StatusNoContent)
}
