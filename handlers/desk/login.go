package desk

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"shuangyong/handlers/openapi"
	"shuangyong/handlers/reply"
	"shuangyong/models/fault"
	"shuangyong/models/seal"
	"shuangyong/models/staff"
)

// DeskLogin is the first step: login and password.
func (d *Door) DeskLogin(c *gin.Context) {
	var in DeskPassword
	if !openapi.Bind(c, &in) {
		return
	}
	ticket, err := d.o.Staff.EnterPassword(c.Request.Context(), d.o.Address(c), in.Login, seal.Text(in.Password))
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	c.JSON(http.StatusOK, DeskStep{Step: Totp, Ticket: text(ticket)})
}

var errOneCode = fault.New(fault.Invalid, "staff.one_code", "请输手机上的6位验证码，或者一个恢复码，二选一。")

// DeskLoginCode is the second step: what the phone shows, or a recovery code.
func (d *Door) DeskLoginCode(c *gin.Context) {
	var in DeskCode
	if !openapi.Bind(c, &in) {
		return
	}
	if (in.Code == nil) == (in.RecoveryCode == nil) {
		reply.Refuse(c, errOneCode)
		return
	}
	passed, err := d.o.Staff.EnterCode(c.Request.Context(), seal.Text(in.Ticket), seal.Text(worth(in.Code)), seal.Text(worth(in.RecoveryCode)))
	d.letIn(c, passed, err)
}

// DeskLoginPassword is the third step, where a password was too old.
func (d *Door) DeskLoginPassword(c *gin.Context) {
	var in DeskNewPassword
	if !openapi.Bind(c, &in) {
		return
	}
	passed, err := d.o.Staff.ChangeOld(c.Request.Context(), seal.Text(in.Ticket), seal.Text(in.Password))
	d.letIn(c, passed, err)
}

// letIn begins a login for whoever proved who he is, or leads him to the next step.
func (d *Door) letIn(c *gin.Context, p staff.Passed, err error) {
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	answer := DeskStep{Step: Done, RecoveryCodes: shown(p.Codes)}
	if p.Change {
		answer.Step, answer.Ticket = ChangePassword, text(p.Ticket)
		c.JSON(http.StatusOK, answer)
		return
	}
	token, login, err := d.o.Logins.SignIn(c.Request.Context(), p.Who.ID.String(), p.Who.Epoch)
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	if err := d.o.Staff.Welcome(c.Request.Context(), d.o.Address(c)); err != nil {
		reply.Refuse(c, err)
		return
	}
	member, expires, ends := memberOf(p.Who.Member), instant(login.Expires), instant(login.Ends)
	answer.Token, answer.ExpiresAt, answer.EndsAt, answer.Member, answer.RecoveryCodesLeft = text(token), &expires, &ends, &member, &p.Left
	c.JSON(http.StatusOK, answer)
}

// text is a secret that its owner is shown.
func text(t seal.Text) *string {
	s := t.Reveal()
	return &s
}

// shown are recovery codes as their owner sees them this once; nil for none.
func shown(codes []seal.Text) *[]string {
	if len(codes) == 0 {
		return nil
	}
	list := make([]string, len(codes))
	for i, code := range codes {
		list[i] = code.Reveal()
	}
	return &list
}
