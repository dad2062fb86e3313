package demo

import (
	"context"
	"net/http"
	"regexp"

	"github.com/gin-gonic/gin"

	"shuangyong/handlers/reply"
	"shuangyong/models/fault"
)

// WeChat is what a phone does with WeChat itself, beside talking to the account. What is nil cannot be done.
type WeChat struct {
	Code      func(openID string) (string, error) // a mini-program's login code
	Store     func(kind string, content []byte) (mediaID, url string, err error)
	Picture   func(id string) (content []byte, kind string, ok bool)
	QRCodes   func() []QRCode
	Scan      func(ctx context.Context, openID, ticket string) error
	Popup     func(openID string, accepted map[string]bool) error
	SetRisky  func(openID string, risky bool)
	Templates func() []Template
	Menu      func() []byte // as it was pushed
}

// QRCode is a code of the account that hangs somewhere.
type QRCode struct {
	Ticket  string `json:"ticket"`
	Scene   string `json:"scene"`
	Expired bool   `json:"expired"`
}

// Template is a subscribe message that the mini-program may ask for.
type Template struct {
	ID    string `json:"id"`
	Title string `json:"title"`
}

func (w WeChat) register(r gin.IRoutes) {
	if w.Code != nil {
		r.POST("/simulator/api/code", w.code)
	}
	if w.Store != nil {
		r.POST("/simulator/api/media", w.media)
	}
	if w.Picture != nil {
		r.GET("/simulator/api/picture/:id", w.picture)
	}
	if w.Scan != nil {
		r.POST("/simulator/api/scan", w.scan)
	}
	if w.Popup != nil {
		r.POST("/simulator/api/popup", w.popup)
	}
	if w.SetRisky != nil {
		r.POST("/simulator/api/risky", w.risky)
	}
}

// code is what wx.login gives a mini-program.
func (w WeChat) code(c *gin.Context) {
	var in struct {
		OpenID string `json:"openid"`
	}
	if !read(c, &in) || !checkOpenID(c, in.OpenID) {
		return
	}
	code, err := w.Code(in.OpenID)
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	c.JSON(http.StatusOK, gin.H{"code": code})
}

// ticketForm is what WeChat's tickets are written with.
var ticketForm = regexp.MustCompile(`^[A-Za-z0-9_=+/-]{1,200}$`)

// scan holds the phone before a code: who does not follow yet is asked to, and does.
func (w WeChat) scan(c *gin.Context) {
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
	if err := w.Scan(c.Request.Context(), in.OpenID, in.Ticket); err != nil {
		reply.Refuse(c, err)
		return
	}
	c.Status(http.StatusNoContent)
}

// popup is the answer to the mini-program's question which messages it may send.
func (w WeChat) popup(c *gin.Context) {
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
	if err := w.Popup(in.OpenID, in.Accept); err != nil {
		reply.Refuse(c, err)
		return
	}
	c.Status(http.StatusNoContent)
}

// risky marks somebody whom WeChat takes for a risk, so that logging in is refused.
func (w WeChat) risky(c *gin.Context) {
	var in struct {
		OpenID string `json:"openid"`
		Risky  bool   `json:"risky"`
	}
	if !read(c, &in) || !checkOpenID(c, in.OpenID) {
		return
	}
	w.SetRisky(in.OpenID, in.Risky)
	c.Status(http.StatusNoContent)
}

func (w WeChat) codes() []QRCode {
	if w.QRCodes == nil {
		return []QRCode{}
	}
	return append([]QRCode{}, w.QRCodes()...)
}

func (w WeChat) templates() []Template {
	if w.Templates == nil {
		return []Template{}
	}
	return append([]Template{}, w.Templates()...)
}

func checkOpenID(c *gin.Context, openID string) bool {
	if !openIDForm.MatchString(openID) {
		reply.Refuse(c, fault.New(fault.Invalid, "demo.bad_openid", "要写明 openid。").WithField("openid", "1 到 64 个字母、数字、_ 或 -"))
		return false
	}
	return true
}
