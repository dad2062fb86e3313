package desk

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"shuangyong/handlers/idempotent"
	"shuangyong/handlers/openapi"
	"shuangyong/models/clock"
	"shuangyong/models/db"
)

// RecordDeparture writes down that another city's bureau looks after a person from now on.
func (d *Door) RecordDeparture(c *gin.Context, id PersonID, _ RecordDepartureParams) {
	var in DepartureRecord
	if !openapi.Bind(c, &in) {
		return
	}
	who := officer(c)
	idempotent.Run(c, d.o.DB, once(who), func(tx db.Tx) (int, any, error) {
		n, err := d.o.People.MoveAway(tx, who.Actor(), who.Scope(), id, clock.Date(in.On))
		return http.StatusOK, DepartureAnswer{Ended: n}, err
	})
}
