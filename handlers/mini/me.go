package mini

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"shuangyong/handlers/reply"
	"shuangyong/models/person"
	"shuangyong/models/seal"
)

// GetMe tells the caller who the bureau knows him to be.
func (d *Door) GetMe(c *gin.Context) {
	who, ok := d.caller(c)
	if !ok {
		return
	}
	d.answerMe(c, who.account.ID)
}

func (d *Door) answerMe(c *gin.Context, accountID uuid.UUID) {
	me, err := d.me(c.Request.Context(), accountID)
	if err != nil {
		reply.Refuse(c, later(c, err))
		return
	}
	c.JSON(http.StatusOK, me)
}

// me is what the owner of an account may see of himself, masked. A record with an identity number is not shown before he was proved to be that person.
func (d *Door) me(ctx context.Context, accountID uuid.UUID) (Me, error) {
	a, err := d.o.People.AccountByID(ctx, accountID)
	if err != nil {
		return Me{}, err
	}
	level := a.Assurance
	me := Me{Phone: masked(a.Phone), Assurance: assuranceCode(level), AssuranceText: level.Chinese()}
	if me.Joined, err = d.o.People.Joined(ctx, a); err != nil || a.PersonID == nil {
		return me, err
	}
	p, err := d.o.People.ByID(ctx, *a.PersonID)
	if err != nil || p.IDNumber != "" && !level.May(person.OwnFile) {
		return me, err
	}
	me.Name, me.IDNumber = person.MaskName(p.Name), person.MaskIDNumber(p.IDNumber)
	if p.Phone != "" {
		me.Phone = masked(p.Phone)
	}
	if home, ok := d.o.Homes.ByID(p.StationID); ok && level.May(person.OwnFile) {
		me.Station = &HomeStation{ID: home.ID, Name: home.Name}
	}
	return me, nil
}

func masked(phone seal.Text) string { return person.MaskPhone(phone) }

// assuranceCode is the level as the API names it.
func assuranceCode(a person.Assurance) Assurance {
	switch a {
	case person.Stated:
		return Stated
	case person.Matched:
		return Matched
	case person.Seen:
		return Seen
	default:
		return Unknown
	}
}
