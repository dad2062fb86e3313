package desk

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"shuangyong/handlers/idempotent"
	"shuangyong/handlers/openapi"
	"shuangyong/models/db"
	"shuangyong/models/seal"
	"shuangyong/models/staff"
)

// InviteStaff makes an account; what comes of it is up to whoever holds the token.
func (d *Door) InviteStaff(c *gin.Context, _ InviteStaffParams) {
	var in StaffInvitation
	if !openapi.Bind(c, &in) {
		return
	}
	who := officer(c)
	idempotent.Run(c, d.o.DB, once(who), func(tx db.Tx) (int, any, error) {
		a, token, err := d.o.Staff.Invite(tx, who.Actor(), who.Scope(), staff.Invitation{
			Login: in.Login, Name: in.Name, FullName: seal.Text(in.FullName), Station: in.Station,
		})
		return http.StatusCreated, invited(tx, a, token), err
	})
}

// ResetStaff invites somebody anew who forgot his password or lost his phone.
func (d *Door) ResetStaff(c *gin.Context, id StaffID, _ ResetStaffParams) {
	who := officer(c)
	idempotent.Run(c, d.o.DB, once(who), func(tx db.Tx) (int, any, error) {
		a, token, err := d.o.Staff.Reset(tx, who.Actor(), who.Scope(), id, false)
		return http.StatusOK, invited(tx, a, token), err
	})
}

func invited(tx db.Tx, a staff.Account, token seal.Text) StaffInvited {
	return StaffInvited{ID: a.ID, Token: token.Reveal(), ExpiresAt: instant(tx.Now().Add(staff.InvitationLife))}
}
