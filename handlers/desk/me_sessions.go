package desk

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"shuangyong/handlers/reply"
	"shuangyong/models/fault"
)

var errNoSession = fault.New(fault.NotFound, "staff.no_session", "没有这次登录，或者已经退出了。")

// DeskLogout ends the login that asks.
func (d *Door) DeskLogout(c *gin.Context) {
	d.loggedOut(c, d.o.Logins.SignOut(c.Request.Context(), tokenOf(c)))
}

// loggedOut answers once it is written down that logins of the caller are over.
func (d *Door) loggedOut(c *gin.Context, err error) {
	if err == nil {
		err = d.o.Staff.LoggedOut(c.Request.Context(), officer(c).ID)
	}
	answerNothing(c, err)
}

// ListDeskSessions tells where whoever asks is logged in.
func (d *Door) ListDeskSessions(c *gin.Context) {
	this, err := d.o.Logins.Find(c.Request.Context(), tokenOf(c))
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	logins, err := d.o.Logins.List(c.Request.Context(), officer(c).ID.String())
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	answer := DeskSessions{Items: []DeskSession{}}
	for _, l := range logins {
		if l.Epoch == this.Epoch { // one of before a changed password is over, though Redis does not know
			answer.Items = append(answer.Items, DeskSession{
				ID: l.ID, This: l.ID == this.ID, SignedInAt: instant(l.SignedIn), UsedAt: instant(l.Used), EndsAt: instant(l.Ends),
			})
		}
	}
	c.JSON(http.StatusOK, answer)
}

// EndDeskSession ends one of them.
func (d *Door) EndDeskSession(c *gin.Context, session DeskSessionID) {
	ended, err := d.o.Logins.End(c.Request.Context(), officer(c).ID.String(), session)
	if err == nil && !ended {
		err = errNoSession
	}
	d.loggedOut(c, err)
}

// EndDeskSessions ends all of them.
func (d *Door) EndDeskSessions(c *gin.Context) {
	d.loggedOut(c, d.o.Logins.Forget(c.Request.Context(), officer(c).ID.String()))
}

// answerNothing answers that it is done, or why not.
func answerNothing(c *gin.Context, err error) {
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	c.Status(http.StatusNoContent)
}
