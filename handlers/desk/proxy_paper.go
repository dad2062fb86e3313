package desk

import (
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"shuangyong/handlers/idempotent"
	"shuangyong/handlers/openapi"
	"shuangyong/handlers/reply"
	"shuangyong/models/db"
	"shuangyong/models/person"
	"shuangyong/models/proxy"
	"shuangyong/models/staff"
)

// RecordProxyPaper begins the proxy of a signed form.
func (d *Door) RecordProxyPaper(c *gin.Context, _ RecordProxyPaperParams) {
	var in ProxyPaper
	if !openapi.Bind(c, &in) {
		return
	}
	who := officer(c)
	scopes, err := proxyScopes(in.Scopes)
	if err == nil {
		err = d.bothThere(c, who, in.PrincipalID, in.AgentID)
	}
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	idempotent.Run(c, d.o.DB, once(who), func(tx db.Tx) (int, any, error) {
		f := proxy.Form{Principal: in.PrincipalID, Agent: in.AgentID, Scopes: scopes, Until: proxyUntil(in.Until)}
		p, err := proxy.Record(tx, who.Actor(), f, witnessOf(who))
		if err != nil {
			return 0, nil, err
		}
		return d.begun(tx, who, p)
	})
}

// bothThere tells whether the principal lives in the caller's part of the tree, and the agent too, or is a registered relative of his: a daughter far away is in her
// father's file.
func (d *Door) bothThere(c *gin.Context, who staff.Member, principal, agent uuid.UUID) error {
	if _, err := d.within(c.Request.Context(), who, principal); err != nil {
		return err
	}
	related, err := d.related(c.Request.Context(), principal, agent)
	if err != nil || related {
		return err
	}
	_, err = d.within(c.Request.Context(), who, agent)
	return err
}

// HandOverToRelative hands over to a relative what concerns him of somebody who died.
func (d *Door) HandOverToRelative(c *gin.Context, _ HandOverToRelativeParams) {
	var in ProxyHandover
	if !openapi.Bind(c, &in) {
		return
	}
	who := officer(c)
	ctx := c.Request.Context()
	_, err := d.within(ctx, who, in.DeceasedID)
	related := false
	if err == nil {
		related, err = d.related(ctx, in.DeceasedID, in.RelativeID)
	}
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	idempotent.Run(c, d.o.DB, once(who), func(tx db.Tx) (int, any, error) {
		e := proxy.Estate{Deceased: in.DeceasedID, Relative: in.RelativeID, Related: related, Until: proxyUntil(in.Until)}
		p, err := proxy.HandOver(tx, who.Actor(), e, witnessOf(who))
		if err != nil {
			return 0, nil, err
		}
		return d.begun(tx, who, p)
	})
}

// RevokeProxyAtDesk ends a proxy because one of the two says so at the counter or on the telephone. Whose word it is has to live in the caller's part of the tree.
func (d *Door) RevokeProxyAtDesk(c *gin.Context, id ProxyID) {
	var in ProxyRevoked
	if !openapi.Bind(c, &in) {
		return
	}
	who, ctx := officer(c), c.Request.Context()
	p, err := d.o.Proxies.ByID(ctx, id)
	side := proxy.Side(in.Side)
	if err == nil {
		speaks := p.PrincipalID
		if side == proxy.Agent {
			speaks = p.AgentID
		}
		if _, err = d.within(ctx, who, speaks); errors.Is(err, person.ErrNotFound) {
			err = proxy.ErrNotFound
		}
	}
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	err = d.o.DB.InTx(ctx, func(tx db.Tx) (err error) {
		if p, err = proxy.RevokeAt(tx, who.Actor(), id, side); err != nil {
			return err
		}
		return seen(tx, who, p.PrincipalID, p.AgentID)
	})
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	d.answerProxies(c, func(items []ProxyAtDesk) any { return items[0] }, p)
}

// answerProxies answers with proxies in the form that wrap gives them.
func (d *Door) answerProxies(c *gin.Context, wrap func([]ProxyAtDesk) any, all ...proxy.Proxy) {
	items, err := d.atDesk(d.o.DB.View(c.Request.Context()), all)
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	c.JSON(http.StatusOK, wrap(items))
}
