package mini

import (
	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"shuangyong/handlers/reply"
	"shuangyong/models/db"
	"shuangyong/models/person"
	"shuangyong/models/proxy"
)

// acting is whom a call is about: the caller himself, or somebody who lets him act (header Act-For).
type acting struct {
	caller
	by *uuid.UUID // the proxy, when it is somebody else
}

// hold is the proxy by which the caller does an act for somebody else; it stays true until the transaction ends, and is refused when it was revoked meanwhile. What is
// for oneself alone is refused to every proxy.
func (a acting) hold(tx db.Tx, act person.Act, scope proxy.Scope) (proxy.Proxy, error) {
	if person.RuleOf(act).Alone {
		return proxy.Proxy{}, proxy.ErrOutside
	}
	return proxy.Hold(tx, *a.by, a.person, scope)
}

// looksAt is the person of whom the caller is to be shown a part: himself, which writes nothing; or somebody who lets him, which that one can read afterwards. It
// refuses by itself; ok is false then.
func (d *Door) looksAt(c *gin.Context, a acting, act person.Act, scope proxy.Scope, part string) (whose uuid.UUID, ok bool) {
	if a.by == nil {
		if err := a.may(act); err != nil {
			reply.Refuse(c, err)
			return uuid.Nil, false
		}
		return a.person, true
	}
	err := d.o.DB.InTx(c.Request.Context(), func(tx db.Tx) error {
		p, err := a.hold(tx, act, scope)
		if err != nil {
			return err
		}
		whose = p.PrincipalID
		return proxy.Looked(tx, p, a.account.ID, part)
	})
	if err != nil {
		reply.Refuse(c, err)
		return uuid.Nil, false
	}
	return whose, true
}
