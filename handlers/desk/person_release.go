package desk

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"shuangyong/handlers/idempotent"
	"shuangyong/models/db"
)

// ReleaseAccounts takes every WeChat account from a person's file: a phone was lost or sold, or joined to the wrong file.
func (d *Door) ReleaseAccounts(c *gin.Context, id PersonID, _ ReleaseAccountsParams) {
	who := officer(c)
	idempotent.Run(c, d.o.DB, once(who), func(tx db.Tx) (int, any, error) {
		n, err := d.o.People.Release(tx, who.Actor(), who.Scope(), id)
		return http.StatusOK, ReleaseAnswer{Accounts: n}, err
	})
}
