package desk

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"shuangyong/handlers/openapi"
	"shuangyong/handlers/reply"
	"shuangyong/models/fault"
	"shuangyong/models/seal"
)

// stillIn is a refusal of what somebody proves once more who is logged in: a wrong code does not log him out, so it is no 401.
func stillIn(err error) error {
	if f := fault.Of(err); err != nil && f.Code == fault.Unauthenticated {
		still := *f
		still.Code = fault.Forbidden
		return &still
	}
	return err
}

// ChangeDeskPassword sets another password for whoever is logged in; his logins are over, and he goes on with a new one.
func (d *Door) ChangeDeskPassword(c *gin.Context) {
	var in DeskPasswordChange
	if !openapi.Bind(c, &in) {
		return
	}
	passed, err := d.o.Staff.ChangePassword(c.Request.Context(), officer(c).ID, seal.Text(in.Password), seal.Text(in.NewPassword))
	d.letIn(c, passed, stillIn(err))
}

// BeginDeskPhone gives the secret for another phone.
func (d *Door) BeginDeskPhone(c *gin.Context) {
	var in DeskConfirmation
	if !openapi.Bind(c, &in) {
		return
	}
	phone, err := d.o.Staff.NewPhone(c.Request.Context(), officer(c).ID, seal.Text(in.Password))
	tellPhone(c, phone, err)
}

// ConfirmDeskPhone puts it in the old one's place.
func (d *Door) ConfirmDeskPhone(c *gin.Context) {
	var in DeskProof
	if !openapi.Bind(c, &in) {
		return
	}
	passed, err := d.o.Staff.ConfirmPhone(c.Request.Context(), officer(c).ID, seal.Text(in.Ticket), seal.Text(in.Code))
	d.letIn(c, passed, stillIn(err))
}

// RenewRecoveryCodes makes new ones.
func (d *Door) RenewRecoveryCodes(c *gin.Context) {
	var in DeskCodeOnly
	if !openapi.Bind(c, &in) {
		return
	}
	codes, err := d.o.Staff.NewCodes(c.Request.Context(), officer(c).ID, seal.Text(in.Code))
	if err != nil {
		reply.Refuse(c, stillIn(err))
		return
	}
	c.JSON(http.StatusOK, RecoveryCodes{RecoveryCodes: *shown(codes)})
}
