package desk

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"shuangyong/handlers/idempotent"
	"shuangyong/handlers/openapi"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/person"
)

// EndStatus ends a status for a reason. It stays in the history.
func (d *Door) EndStatus(c *gin.Context, id StatusID, _ EndStatusParams) {
	var in StatusEnd
	if !openapi.Bind(c, &in) {
		return
	}
	who := officer(c)
	idempotent.Run(c, d.o.DB, once(who), func(tx db.Tx) (int, any, error) {
		h, err := d.o.People.End(tx, who.Actor(), who.Scope(), id, person.Ending(in.Reason), clock.Date(worth(in.On)))
		return http.StatusOK, statusLine(h, clock.DateOf(tx.Now())), err
	})
}
