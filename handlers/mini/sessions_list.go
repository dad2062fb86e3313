package mini

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"shuangyong/handlers/reply"
)

// ListSessions tells where the caller is logged in.
func (d *Door) ListSessions(c *gin.Context) {
	asked := askedBy(c)
	logins, err := d.o.Logins.List(c.Request.Context(), asked.login.OpenID)
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	list := SessionList{Items: make([]SessionItem, len(logins))}
	for i, l := range logins {
		list.Items[i] = SessionItem{
			ID: l.ID, Device: l.Device, SignedInAt: instant(l.SignedIn), UsedAt: instant(l.Used), Current: l.ID == asked.login.ID,
		}
	}
	c.JSON(http.StatusOK, list)
}
