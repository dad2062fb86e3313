package mini

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"shuangyong/handlers/openapi"
	"shuangyong/handlers/reply"
	"shuangyong/models/db"
	"shuangyong/models/person"
)

// SetPreferences keeps how the caller likes to be spoken to, and what he says he is.
func (d *Door) SetPreferences(c *gin.Context) {
	var in Preferences
	if !openapi.Bind(c, &in) {
		return
	}
	who, ok := d.caller(c)
	if !ok {
		return
	}
	wanted := person.Preferences{LargeText: in.LargeText, Voice: in.Voice, PlainWords: in.PlainWords, Dialect: string(in.Dialect)}
	err := d.o.DB.InTx(c.Request.Context(), func(tx db.Tx) error {
		return d.o.People.Prefer(tx, who.actor(), who.account, wanted, person.Claim(in.Claimed))
	})
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	c.JSON(http.StatusOK, in)
}
