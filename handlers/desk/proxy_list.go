package desk

import (
	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"shuangyong/handlers/page"
	"shuangyong/handlers/reply"
	"shuangyong/models/db"
	"shuangyong/models/proxy"
)

// ListProxiesOfPerson lists who acts for somebody, or whom he acts for. That it was looked at is on record.
func (d *Door) ListProxiesOfPerson(c *gin.Context, id PersonID, params ListProxiesOfPersonParams) {
	who, ctx := officer(c), c.Request.Context()
	at, err := page.Of(params.Limit, params.Cursor)
	if err == nil {
		_, err = d.within(ctx, who, id)
	}
	if err == nil {
		err = d.o.DB.InTx(ctx, func(tx db.Tx) error { return seen(tx, who, id) })
	}
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	all, err := d.o.Proxies.Of(ctx, id, proxy.List{Side: proxy.Side(params.Side), After: at.After, Limit: at.Limit})
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	next := at.Next(len(all), func() uuid.UUID { return all[len(all)-1].ID })
	d.answerProxies(c, func(items []ProxyAtDesk) any { return ProxyAtDeskList{Items: items, Next: next} }, all...)
}
