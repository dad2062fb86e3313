package mini

import (
	"net/http"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"shuangyong/handlers/page"
	"shuangyong/handlers/reply"
	"shuangyong/models/person"
	"shuangyong/models/proxy"
)

// ListProxies lists who acts for the caller, which is part of his file; or whom he acts for.
func (d *Door) ListProxies(c *gin.Context, params ListProxiesParams) {
	who, ok := d.known(c, person.BeProxy)
	if !ok {
		return
	}
	at, err := page.Of(params.Limit, params.Cursor)
	if err == nil && params.Side == ProxySidePrincipal {
		err = who.may(person.OwnFile)
	}
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	all, err := d.o.Proxies.Of(c.Request.Context(), who.person, proxy.List{Side: proxy.Side(params.Side), After: at.After, Limit: at.Limit})
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	items, err := d.shown(c.Request.Context(), who.person, all)
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	c.JSON(http.StatusOK, ProxyList{Items: items, Next: at.Next(len(all), func() uuid.UUID { return all[len(all)-1].ID })})
}
