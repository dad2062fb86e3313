package desk

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"shuangyong/handlers/idempotent"
	"shuangyong/models/db"
)

// UndoDeath takes back a death that was written down by mistake.
func (d *Door) UndoDeath(c *gin.Context, id PersonID, _ UndoDeathParams) {
	who := officer(c)
	idempotent.Run(c, d.o.DB, once(who), func(tx db.Tx) (int, any, error) {
		n, err := d.o.People.Revive(tx, who.Actor(), who.Scope(), id)
		return http.StatusOK, DeathUndone{Again: n}, err
	})
}
