package desk

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"shuangyong/handlers/idempotent"
	"shuangyong/handlers/openapi"
	"shuangyong/models/application"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/seal"
)

// AskMoreOfApplicant gives an application back with the reason.
func (d *Door) AskMoreOfApplicant(c *gin.Context, id ApplicationID, _ AskMoreOfApplicantParams) {
	var in ApplicationMore
	if !openapi.Bind(c, &in) {
		return
	}
	more := application.More{Reason: application.Reason(in.Reason), Words: seal.Text(worth(in.Words)), Remove: worth(in.Remove)}
	who := officer(c)
	idempotent.Run(c, d.o.DB, once(who), func(tx db.Tx) (int, any, error) {
		a, err := d.o.Applications.Store.AskMore(tx, decider(who), id, more)
		return http.StatusOK, waitingOf(a.Application, clock.DateOf(tx.Now())), err
	})
}

// RecuseFromApplication takes a relative of the applicant out of his application (回避).
func (d *Door) RecuseFromApplication(c *gin.Context, id ApplicationID, _ RecuseFromApplicationParams) {
	who := officer(c)
	idempotent.Run(c, d.o.DB, once(who), func(tx db.Tx) (int, any, error) {
		return http.StatusNoContent, nil, d.o.Applications.Store.Recuse(tx, decider(who), id)
	})
}
