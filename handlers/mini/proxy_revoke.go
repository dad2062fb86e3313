package mini

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"shuangyong/handlers/reply"
	"shuangyong/models/db"
	"shuangyong/models/person"
	"shuangyong/models/proxy"
)

// RevokeProxy ends a proxy at once, whichever side the caller is. As the one who is acted for he has to be known as well as when he let somebody.
func (d *Door) RevokeProxy(c *gin.Context, id ProxyID) {
	who, ok := d.known(c, person.BeProxy)
	if !ok {
		return
	}
	err := d.o.DB.InTx(c.Request.Context(), func(tx db.Tx) error {
		p, err := proxy.Revoke(tx, who.actor(), id, who.person)
		if err == nil && p.PrincipalID == who.person {
			err = who.may(person.AppointProxy)
		}
		return err
	})
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	c.Status(http.StatusNoContent)
}
