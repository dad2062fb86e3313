package desk

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"shuangyong/handlers/openapi"
	"shuangyong/handlers/reply"
	"shuangyong/models/seal"
	"shuangyong/models/staff"
)

// AcceptInvitation takes an invitation up: a password is chosen, and the phone gets its secret.
func (d *Door) AcceptInvitation(c *gin.Context) {
	var in InvitationAcceptance
	if !openapi.Bind(c, &in) {
		return
	}
	phone, err := d.o.Staff.Accept(c.Request.Context(), d.o.Address(c), seal.Text(in.Token), seal.Text(in.Password))
	tellPhone(c, phone, err)
}

// ConfirmInvitation lets the new member in once his phone makes the right codes.
func (d *Door) ConfirmInvitation(c *gin.Context) {
	var in DeskProof
	if !openapi.Bind(c, &in) {
		return
	}
	passed, err := d.o.Staff.ConfirmInvitation(c.Request.Context(), seal.Text(in.Ticket), seal.Text(in.Code))
	d.letIn(c, passed, err)
}

func tellPhone(c *gin.Context, p staff.Phone, err error) {
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	c.JSON(http.StatusOK, DeskPhone{Login: p.Login, Secret: p.Secret.Reveal(), Address: p.Address.Reveal(), Ticket: p.Ticket.Reveal()})
}
