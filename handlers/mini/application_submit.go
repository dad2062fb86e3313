package mini

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"shuangyong/handlers/idempotent"
	"shuangyong/handlers/openapi"
	"shuangyong/models/db"
	"shuangyong/models/person"
	"shuangyong/models/seal"
)

// SubmitApplication hands an application in.
func (d *Door) SubmitApplication(c *gin.Context, id ApplicationID, _ SubmitApplicationParams) {
	var in ApplicationSubmit
	if !openapi.Bind(c, &in) {
		return
	}
	who, ok := d.known(c, person.Apply)
	if !ok {
		return
	}
	idempotent.Run(c, d.o.DB, who.once(), func(tx db.Tx) (int, any, error) {
		handed, err := d.o.Applying.Store.Submit(tx, who.actor(), who.owner(), id, seal.Text(worth(in.Words)))
		return http.StatusOK, applicationOf(handed, notice(c)), err
	})
}

// WithdrawApplication takes an application back, and deletes what was given for it.
func (d *Door) WithdrawApplication(c *gin.Context, id ApplicationID, _ WithdrawApplicationParams) {
	who, ok := d.known(c, person.Apply)
	if !ok {
		return
	}
	idempotent.Run(c, d.o.DB, who.once(), func(tx db.Tx) (int, any, error) {
		gone, err := d.o.Applying.Store.Withdraw(tx, who.actor(), who.owner(), id)
		return http.StatusOK, applicationOf(gone, nil), err
	})
}
