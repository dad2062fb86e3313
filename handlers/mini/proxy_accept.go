package mini

import (
	"net/http"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"shuangyong/handlers/idempotent"
	"shuangyong/handlers/reply"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/person"
	"shuangyong/models/proxy"
)

// LookAtProxyCode tells what one would agree to with a code.
func (d *Door) LookAtProxyCode(c *gin.Context) {
	who, ok := d.known(c, person.BeProxy)
	if !ok {
		return
	}
	code, ok := d.entered(c, who)
	if !ok {
		return
	}
	i, err := d.o.Proxies.Look(c.Request.Context(), code)
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	names, err := d.o.People.NamesOf(c.Request.Context(), []uuid.UUID{i.MakerID})
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	c.JSON(http.StatusOK, ProxyCodeOffers{
		Side: ProxySide(i.Side), Name: person.MaskName(names[i.MakerID]), Scopes: wordsOf(i.Scopes), Until: day(i.Until), ExpiresAt: instant(i.ExpiresAt),
	})
}

// AcceptProxy agrees to a code: the proxy is in force at once.
func (d *Door) AcceptProxy(c *gin.Context, _ AcceptProxyParams) {
	who, ok := d.known(c, person.BeProxy)
	if !ok {
		return
	}
	code, ok := d.entered(c, who)
	if !ok {
		return
	}
	idempotent.Run(c, d.o.DB, who.once(), func(tx db.Tx) (int, any, error) {
		p, err := proxy.Accept(tx, who.actor(), code, proxy.Consenter{ID: who.person, Appoint: who.may(person.AppointProxy)})
		if err != nil {
			return 0, nil, err
		}
		them := other(p, who.person)
		known, err := person.NamesOf(tx, []uuid.UUID{them})
		return http.StatusCreated, show(p, who.person, known[them], clock.DateOf(tx.Now())), err
	})
}

// RefuseProxyCode says no to a code, which is void then.
func (d *Door) RefuseProxyCode(c *gin.Context) {
	who, ok := d.known(c, person.BeProxy)
	if !ok {
		return
	}
	code, ok := d.entered(c, who)
	if !ok {
		return
	}
	err := d.o.DB.InTx(c.Request.Context(), func(tx db.Tx) error { return proxy.Refuse(tx, who.actor(), code, who.person) })
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	c.Status(http.StatusNoContent)
}
