package mini

import (
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"shuangyong/handlers/reply"
	"shuangyong/models/clock"
)

// GetSession tells how long the login holds, and nothing of the person.
func (d *Door) GetSession(c *gin.Context) {
	login := askedBy(c).login
	c.JSON(http.StatusOK, Session{
		SignedInAt: instant(login.SignedIn), ExpiresAt: instant(login.Expires()), EndsAt: instant(login.Ends()),
	})
}

// instant is a time as the API tells it: in Beijing, to the second.
func instant(t time.Time) time.Time { return t.In(clock.Shanghai).Truncate(time.Second) }

// SignOut ends the login.
func (d *Door) SignOut(c *gin.Context) {
	if err := d.o.Logins.SignOut(c.Request.Context(), askedBy(c).token); err != nil {
		reply.Refuse(c, err)
		return
	}
	c.Status(http.StatusNoContent)
}
