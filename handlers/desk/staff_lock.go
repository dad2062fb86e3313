package desk

import (
	"github.com/gin-gonic/gin"

	"shuangyong/models/audit"
	"shuangyong/models/db"
)

// DisableStaff locks somebody out at once, and takes back what he asked a second person for.
func (d *Door) DisableStaff(c *gin.Context, id StaffID) {
	who := officer(c)
	err := d.o.DB.InTx(c.Request.Context(), func(tx db.Tx) error {
		if err := d.o.Staff.Disable(tx, who.Actor(), who.Scope(), id); err != nil {
			return err
		}
		_, err := d.o.Approvals.WithdrawAll(tx, who.Actor(), id)
		return err
	})
	answerNothing(c, err)
}

// EnableStaff lets him in again.
func (d *Door) EnableStaff(c *gin.Context, id StaffID) {
	d.change(c, func(tx db.Tx, by audit.Actor, scope audit.Scope) error { return d.o.Staff.Enable(tx, by, scope, id) })
}

// UnlockStaff forgets wrong tries.
func (d *Door) UnlockStaff(c *gin.Context, id StaffID) {
	d.change(c, func(tx db.Tx, by audit.Actor, scope audit.Scope) error { return d.o.Staff.Unlock(tx, by, scope, id) })
}

// change runs what the caller does within his part of the tree, and answers nothing but that it is done.
func (d *Door) change(c *gin.Context, what func(tx db.Tx, by audit.Actor, scope audit.Scope) error) {
	who := officer(c)
	answerNothing(c, d.o.DB.InTx(c.Request.Context(), func(tx db.Tx) error { return what(tx, who.Actor(), who.Scope()) }))
}
