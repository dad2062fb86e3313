package desk

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"shuangyong/handlers/idempotent"
	"shuangyong/models/db"
)

// DecideDifferent notes that a pair are two people.
func (d *Door) DecideDifferent(c *gin.Context, id ReviewID, _ DecideDifferentParams) {
	who := officer(c)
	idempotent.Run(c, d.o.DB, once(who), func(tx db.Tx) (int, any, error) {
		return http.StatusNoContent, nil, d.o.People.Different(tx, who.Actor(), who.Scope(), id)
	})
}
