package mini

import (
	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"shuangyong/handlers/idempotent"
	"shuangyong/handlers/reply"
	"shuangyong/models/audit"
	"shuangyong/models/fault"
	"shuangyong/models/person"
)

// caller is who calls a guarded path: his WeChat account, and through it the person he is known to be.
type caller struct {
	asked
	account person.Account
	person  uuid.UUID // zero = not known who he is
}

var errGone = fault.New(fault.Unauthenticated, "login.gone", "您的微信资料已经按您的要求删除。请退出小程序再打开一次，重新登录。")

// caller looks the account up, as it is now, and refuses the request when there is none any more; ok is false then.
func (d *Door) caller(c *gin.Context) (who caller, ok bool) {
	who.asked = askedBy(c)
	account, found, err := d.o.People.AccountOf(c.Request.Context(), person.MiniProgram, who.login.OpenID)
	if err != nil {
		reply.Refuse(c, err)
		return caller{}, false
	}
	if !found {
		c.Header("WWW-Authenticate", `Bearer error="invalid_token"`)
		reply.Refuse(c, errGone)
		return caller{}, false
	}
	who.account = account
	if account.PersonID != nil {
		who.person = *account.PersonID
	}
	return who, true
}

// known is the caller when he is known surely enough for an act; it refuses the request otherwise.
func (d *Door) known(c *gin.Context, act person.Act) (who caller, ok bool) {
	who, ok = d.caller(c)
	if !ok {
		return caller{}, false
	}
	if err := who.may(act); err != nil {
		reply.Refuse(c, err)
		return caller{}, false
	}
	return who, true
}

// may refuses what the caller is not known well enough for. Who is nobody yet is known for nothing.
func (w caller) may(act person.Act) error {
	if w.person == uuid.Nil {
		return person.Unknown.Require(act)
	}
	return w.account.Assurance.Require(act)
}

// actor is the caller as the audit log names him.
func (w caller) actor() audit.Actor {
	return audit.Actor{Kind: audit.Citizen, ID: w.account.ID.String()}
}

// once is the caller of something that happens once. What is kept of it is forgotten with his account.
func (w caller) once() idempotent.Caller {
	return idempotent.Caller{ID: "account:" + w.account.ID.String(), Owner: w.account.OpenIDIndex}
}
