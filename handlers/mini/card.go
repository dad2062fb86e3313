package mini

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"shuangyong/handlers/reply"
	"shuangyong/models/benefit"
	"shuangyong/models/fault"
	"shuangyong/models/person"
	"shuangyong/models/proxy"
)

var errNoCard = fault.New(fault.NotFound, "card.none", "没有查到优待证申请。交过材料的，可能还没录进来，请打受理的服务站问一声。")

// GetCard tells how far the caller's preferential card is, or that of somebody who lets him see to it.
func (d *Door) GetCard(c *gin.Context, params GetCardParams) {
	who, ok := d.known(c, person.BeProxy)
	if !ok {
		return
	}
	whose, ok := d.looksAt(c, acting{who, params.ActFor}, person.OwnCard, proxy.Benefits, "card")
	if !ok {
		return
	}
	card, found, err := d.o.Cards.CardOf(c.Request.Context(), whose)
	if err == nil && !found {
		err = errNoCard
	}
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	out := CardProgress{State: CardProgressState(card.State), AppliedOn: day(card.AppliedOn), UpdatedOn: day(card.UpdatedOn)}
	if card.Reason != "" {
		out.Reason = &card.Reason
	}
	c.JSON(http.StatusOK, out)
}

// Cards are applications for the preferential card; benefit.Store knows them.
type Cards interface {
	CardOf(ctx context.Context, personID uuid.UUID) (benefit.Card, bool, error)
}
