package mini

import (
	"github.com/gin-gonic/gin"

	"shuangyong/handlers/openapi"
	"shuangyong/handlers/reply"
	"shuangyong/models/db"
	"shuangyong/models/seal"
)

// StateName keeps the name that the caller says.
func (d *Door) StateName(c *gin.Context) {
	var in MyName
	if !openapi.Bind(c, &in) {
		return
	}
	who, ok := d.caller(c)
	if !ok {
		return
	}
	err := d.o.DB.InTx(c.Request.Context(), func(tx db.Tx) error {
		return d.o.People.StateName(tx, who.actor(), who.account, seal.Text(in.Name), d.o.Homes.Root())
	})
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	d.GetMe(c)
}
