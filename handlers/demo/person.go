package demo

import (
	"net/http"
	"regexp"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"shuangyong/handlers/reply"
	"shuangyong/models/fault"
	"shuangyong/models/person"
	"shuangyong/models/seal"
)

// Stranger is who shall be behind an openid. Active stays what he says of himself: serving soldiers are not stored.
type Stranger struct {
	OpenID   seal.Text
	Name     seal.Text
	Status   person.Claim
	Verified bool
}

var openIDForm = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)

// introduce puts a synthetic person behind an openid.
func (d *Door) introduce(c *gin.Context) {
	var in struct {
		OpenID   string `json:"openid"`
		Name     string `json:"name"`
		Status   string `json:"status"`
		Verified bool   `json:"verified"`
	}
	if !read(c, &in) {
		return
	}
	if err := checkStranger(in.OpenID, in.Name, person.Claim(in.Status)); err != nil {
		reply.Refuse(c, err)
		return
	}
	who := Stranger{OpenID: seal.Text(in.OpenID), Name: seal.Text(in.Name), Status: person.Claim(in.Status), Verified: in.Verified}
	if err := d.o.Introduce(c.Request.Context(), who); err != nil {
		reply.Refuse(c, err)
		return
	}
	d.guests.add(Person{OpenID: in.OpenID, Name: in.Name, Statuses: []string{person.Claim(in.Status).Chinese()}, Verified: in.Verified, About: "您添的人（演示）", Say: []string{}})
	c.Status(http.StatusNoContent)
}

// checkStranger names every field that is wrong.
func checkStranger(openID, name string, status person.Claim) error {
	bad := fault.New(fault.Invalid, "demo.bad_person", "请求里有写得不对的地方。")
	good := bad
	if !openIDForm.MatchString(openID) {
		bad = bad.WithField("openid", "1 到 64 个字母、数字、_ 或 -")
	}
	if n := utf8.RuneCountInString(name); n < 1 || n > 40 || !utf8.ValidString(name) {
		bad = bad.WithField("name", "1 到 40 个字")
	}
	if !status.Known() {
		bad = bad.WithField("status", "veteran、active、disabled_veteran、military_family、bereaved_family、other 之一")
	}
	if bad == good {
		return nil
	}
	return bad
}
