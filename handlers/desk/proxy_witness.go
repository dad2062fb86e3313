package desk

import (
	"net/http"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"shuangyong/handlers/idempotent"
	"shuangyong/handlers/openapi"
	"shuangyong/handlers/reply"
	"shuangyong/models/attempt"
	"shuangyong/models/db"
	"shuangyong/models/proxy"
	"shuangyong/models/staff"
)

// LookAtProxyCodeAtDesk tells what a code that is read out asks for, so that the clerk can read it back.
func (d *Door) LookAtProxyCodeAtDesk(c *gin.Context) {
	var in ProxyCodeEnteredAtDesk
	if !openapi.Bind(c, &in) || !d.tries(c) {
		return
	}
	i, err := d.o.Proxies.Look(c.Request.Context(), in.Code)
	if err == nil && i.Side != proxy.Agent {
		err = proxy.ErrCode
	}
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	err = d.o.DB.InTx(c.Request.Context(), func(tx db.Tx) error {
		if err := seen(tx, officer(c), i.MakerID); err != nil {
			return err
		}
		return attempt.Clear(tx, proxy.Entering(), triesOf(officer(c)))
	})
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	names, err := d.o.People.NamesOf(c.Request.Context(), []uuid.UUID{i.MakerID})
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	c.JSON(http.StatusOK, ProxyCodeAtDesk{
		AgentID: i.MakerID, Agent: names[i.MakerID].Reveal(), Scopes: scopeWords(i.Scopes), Until: dateOf(i.Until), ExpiresAt: instant(i.ExpiresAt),
	})
}

// WitnessProxy makes a proxy of a code that the principal reads out at the counter.
func (d *Door) WitnessProxy(c *gin.Context, _ WitnessProxyParams) {
	var in ProxyWitnessed
	if !openapi.Bind(c, &in) || !d.tries(c) {
		return
	}
	who := officer(c)
	principal, err := d.within(c.Request.Context(), who, in.PrincipalID)
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	idempotent.Run(c, d.o.DB, once(who), func(tx db.Tx) (int, any, error) {
		p, err := proxy.AcceptAt(tx, who.Actor(), in.Code, principal.ID, witnessOf(who))
		if err != nil {
			return 0, nil, err
		}
		if err := attempt.Clear(tx, proxy.Entering(), triesOf(who)); err != nil {
			return 0, nil, err
		}
		return d.begun(tx, who, p)
	})
}

// begun answers with a proxy that has just begun, and writes down that both were seen.
func (d *Door) begun(tx db.Tx, who staff.Member, p proxy.Proxy) (int, any, error) {
	if err := seen(tx, who, p.PrincipalID, p.AgentID); err != nil {
		return 0, nil, err
	}
	items, err := d.atDesk(tx, []proxy.Proxy{p})
	if err != nil {
		return 0, nil, err
	}
	return http.StatusCreated, items[0], nil
}

// tries counts a code that the caller enters; it refuses by itself. A right one is cleared: clerks enter codes all day.
func (d *Door) tries(c *gin.Context) bool {
	if err := d.o.Proxies.Try(c.Request.Context(), triesOf(officer(c))); err != nil {
		reply.Refuse(c, err)
		return false
	}
	return true
}

func triesOf(m staff.Member) string { return "staff:" + m.ID.String() }
