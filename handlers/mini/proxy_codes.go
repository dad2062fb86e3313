package mini

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"shuangyong/handlers/idempotent"
	"shuangyong/handlers/openapi"
	"shuangyong/handlers/reply"
	"shuangyong/models/db"
	"shuangyong/models/person"
	"shuangyong/models/proxy"
)

// MakeProxyCode makes a code to read out or send on. Who offers to be acted for has to be known well enough.
func (d *Door) MakeProxyCode(c *gin.Context, _ MakeProxyCodeParams) {
	var in ProxyOffer
	if !openapi.Bind(c, &in) {
		return
	}
	who, ok := d.caller(c)
	if !ok {
		return
	}
	act := person.BeProxy
	if in.Side == ProxySidePrincipal {
		act = person.AppointProxy
	}
	scopes, err := scopesOf(in.Scopes)
	if err == nil {
		err = who.may(act)
	}
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	idempotent.Run(c, d.o.DB, who.once(), func(tx db.Tx) (int, any, error) {
		i, code, err := proxy.Invite(tx, who.actor(), proxy.Offer{Side: proxy.Side(in.Side), Maker: who.person, Scopes: scopes, Until: dayOf(in.Until)})
		return http.StatusCreated, ProxyCode{
			ID: i.ID, Side: ProxySide(i.Side), Code: code, Scopes: wordsOf(i.Scopes), Until: day(i.Until), ExpiresAt: instant(i.ExpiresAt),
		}, err
	})
}

// ListProxyCodes lists the caller's codes that nobody has used yet.
func (d *Door) ListProxyCodes(c *gin.Context) {
	who, ok := d.known(c, person.BeProxy)
	if !ok {
		return
	}
	waiting, err := d.o.Proxies.Waiting(c.Request.Context(), who.person)
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	items := make([]ProxyCodeWaiting, len(waiting))
	for n, i := range waiting {
		items[n] = ProxyCodeWaiting{ID: i.ID, Side: ProxySide(i.Side), Scopes: wordsOf(i.Scopes), Until: day(i.Until), ExpiresAt: instant(i.ExpiresAt)}
	}
	c.JSON(http.StatusOK, ProxyCodeList{Items: items})
}

// RecallProxyCode makes a code of the caller's void.
func (d *Door) RecallProxyCode(c *gin.Context, id ProxyCodeID) {
	who, ok := d.known(c, person.BeProxy)
	if !ok {
		return
	}
	err := d.o.DB.InTx(c.Request.Context(), func(tx db.Tx) error { return proxy.Recall(tx, who.actor(), id, who.person) })
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	c.Status(http.StatusNoContent)
}
