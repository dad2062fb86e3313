package demo

import (
	"errors"
	"net/http"
	"regexp"
	"time"

	"github.com/gin-gonic/gin"

	"shuangyong/handlers/reply"
	"shuangyong/models/fault"
	"shuangyong/wechat/simulator"
)

// qrCode is a code of the account that hangs somewhere.
type qrCode struct {
	Ticket  string `json:"ticket"`
	Scene   string `json:"scene"`
	Expired bool   `json:"expired"`
}

// template is a notice that the mini-program may ask for.
type template struct {
	ID       string `json:"id"`
	Title    string `json:"title"`
	LongTerm bool   `json:"long_term"`
}

// mostCodes bounds how many codes the page is told of; the newest go first.
const mostCodes = 50

func (d *Door) codes(now time.Time) []qrCode {
	list := []qrCode{}
	for _, q := range d.o.Phone.QRCodes() {
		if len(list) == mostCodes {
			break
		}
		list = append(list, qrCode{q.Ticket, q.Scene, !q.Expires.IsZero() && !now.Before(q.Expires)})
	}
	return list
}

func (d *Door) templates() []template {
	list := []template{}
	for _, t := range d.o.Phone.Templates() {
		if t.Side == simulator.Mini {
			list = append(list, template{t.ID, t.Title, t.LongTerm})
		}
	}
	return list
}

// code is what wx.login gives a mini-program.
func (d *Door) code(c *gin.Context) {
	var in struct {
		OpenID string `json:"openid"`
	}
	if read(c, &in) && checkOpenID(c, in.OpenID) {
		c.JSON(http.StatusOK, gin.H{"code": d.o.Phone.Code(in.OpenID)})
	}
}

// phoneCode is what the button gives that tells a mini-program somebody's phone number.
func (d *Door) phoneCode(c *gin.Context) {
	var in struct {
		OpenID string `json:"openid"`
	}
	if read(c, &in) && checkOpenID(c, in.OpenID) {
		c.JSON(http.StatusOK, gin.H{"code": d.o.Phone.PhoneCode(in.OpenID)})
	}
}

// ticketForm is what WeChat's tickets and templates are written with.
var ticketForm = regexp.MustCompile(`^[A-Za-z0-9_=+/-]{1,200}$`)

// scan holds the phone before a code: who does not follow yet follows by it.
func (d *Door) scan(c *gin.Context) {
	var in struct {
		OpenID string `json:"openid"`
		Ticket string `json:"ticket"`
	}
	if !read(c, &in) || !checkOpenID(c, in.OpenID) {
		return
	}
	if !ticketForm.MatchString(in.Ticket) {
		bad(c, "ticket", "二维码的 ticket")
		return
	}
	ctx, cancel := d.patiently(c)
	defer cancel()
	if _, err := d.o.Phone.Scan(ctx, in.OpenID, in.Ticket); err != nil && !errors.Is(err, simulator.ErrNoService) {
		reply.Refuse(c, err)
		return
	}
	c.Status(http.StatusNoContent)
}

// popup is the answer to the mini-program's question which messages it may send.
func (d *Door) popup(c *gin.Context) {
	var in struct {
		OpenID string          `json:"openid"`
		Accept map[string]bool `json:"accept"`
	}
	if !read(c, &in) || !checkOpenID(c, in.OpenID) {
		return
	}
	if len(in.Accept) == 0 || len(in.Accept) > 5 { // WeChat asks for five at most
		bad(c, "accept", "1 到 5 个模板")
		return
	}
	for id := range in.Accept {
		if !ticketForm.MatchString(id) {
			bad(c, "accept", "模板的 id")
			return
		}
	}
	d.o.Phone.Popup(in.OpenID, in.Accept)
	c.Status(http.StatusNoContent)
}

// trial asks WeChat to deliver an invented message to somebody, and says what it answered.
func (d *Door) trial(c *gin.Context) {
	var in struct {
		OpenID string          `json:"openid"`
		Kind   simulator.Trial `json:"kind"`
	}
	if !read(c, &in) || !checkOpenID(c, in.OpenID) {
		return
	}
	switch in.Kind {
	case simulator.TrialCustom, simulator.TrialTemplate, simulator.TrialSubscribe:
		c.JSON(http.StatusOK, d.o.Phone.Try(c.Request.Context(), in.Kind, in.OpenID))
	default:
		bad(c, "kind", "custom、template、subscribe 之一")
	}
}

// risky marks somebody whom WeChat takes for a risk, so that logging in is refused.
func (d *Door) risky(c *gin.Context) {
	var in struct {
		OpenID string `json:"openid"`
		Risky  bool   `json:"risky"`
	}
	if !read(c, &in) || !checkOpenID(c, in.OpenID) {
		return
	}
	d.o.Phone.SetRisky(in.OpenID, in.Risky)
	c.Status(http.StatusNoContent)
}

func checkOpenID(c *gin.Context, openID string) bool {
	if !openIDForm.MatchString(openID) {
		reply.Refuse(c, fault.New(fault.Invalid, "demo.bad_openid", "要写明 openid。").WithField("openid", "1 到 64 个字母、数字、_ 或 -"))
		return false
	}
	return true
}
