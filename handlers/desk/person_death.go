package desk

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"shuangyong/handlers/idempotent"
	"shuangyong/handlers/openapi"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/proxy"
)

// RecordDeath writes down that a person died, and ends what was his, also what others did for him (家人代办).
func (d *Door) RecordDeath(c *gin.Context, id PersonID, _ RecordDeathParams) {
	var in DeathRecord
	if !openapi.Bind(c, &in) {
		return
	}
	who := officer(c)
	idempotent.Run(c, d.o.DB, once(who), func(tx db.Tx) (int, any, error) {
		b, err := d.o.People.Bury(tx, who.Actor(), who.Scope(), id, clock.Date(in.DiedOn))
		if err == nil {
			err = proxy.Died(tx, who.Actor(), id)
		}
		return http.StatusOK, DeathAnswer{Ended: b.Ended, Family: b.Family, Accounts: b.Accounts}, err
	})
}
