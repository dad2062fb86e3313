package desk

import (
	"github.com/gin-gonic/gin"

	"shuangyong/handlers/idempotent"
	"shuangyong/handlers/openapi"
	"shuangyong/handlers/reply"
	"shuangyong/models/fault"
	"shuangyong/models/seal"
	"shuangyong/models/staff"
)

// What whoever may not is told.
var (
	errNobody = fault.New(fault.Unauthenticated, "staff.login_needed", "请先登录。")
	errRole   = fault.New(fault.Forbidden, "staff.role", "您的岗位不能办这一项。需要的话，请安全管理员调整岗位。")
)

const (
	officerKey = "desk.officer"
	tokenKey   = "desk.token"
)

// guard lets nobody pass who is not logged in, or whose roles do not allow what the operation does. An operation that names no act is for nobody.
func (d *Door) guard(c *gin.Context) {
	if !d.o.Document.Guarded(c) {
		return
	}
	token, ok := openapi.Bearer(c)
	if !ok {
		c.Header("WWW-Authenticate", "Bearer")
		reply.Refuse(c, errNobody)
		return
	}
	member, err := d.o.Sessions.Member(c.Request.Context(), token)
	if fault.CodeOf(err) == fault.Unauthenticated {
		c.Header("WWW-Authenticate", `Bearer error="invalid_token"`)
	}
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	if !member.May(staff.Act(d.o.Document.Act(c))) {
		reply.Refuse(c, errRole)
		return
	}
	c.Set(officerKey, member)
	c.Set(tokenKey, token)
}

// officer is who called a guarded path.
func officer(c *gin.Context) staff.Member { return c.MustGet(officerKey).(staff.Member) } //nolint:forcetypeassert // guard put it there

// tokenOf is what he called it with.
func tokenOf(c *gin.Context) seal.Text { return c.MustGet(tokenKey).(seal.Text) } //nolint:forcetypeassert // guard put it there

// once is the caller of something that happens once.
func once(m staff.Member) idempotent.Caller { return idempotent.Caller{ID: "staff:" + m.ID.String()} }
