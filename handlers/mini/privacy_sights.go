package mini

import (
	"net/http"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"shuangyong/handlers/page"
	"shuangyong/handlers/reply"
	"shuangyong/models/audit"
	"shuangyong/models/person"
)

// ListSights tells who looked at the caller's file, when and why.
func (d *Door) ListSights(c *gin.Context, params ListSightsParams) {
	p, err := page.Of(params.Limit, params.Cursor)
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	who, ok := d.known(c, person.WhoSawMe)
	if !ok {
		return
	}
	ctx := c.Request.Context()
	keys, err := d.o.Mine.Keys(ctx, who.person)
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	seen, err := audit.SightsOf(d.o.DB.View(ctx), keys, p.After, p.Limit)
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	actors := make([]audit.Actor, len(seen))
	for i, s := range seen {
		actors[i] = s.By
	}
	members, err := d.o.Mine.Members(ctx, audit.MembersIn(actors...))
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	answer := Sights{Items: make([]Sight, len(seen)), Next: p.Next(len(seen), func() uuid.UUID { return seen[len(seen)-1].ID })}
	for i, s := range seen {
		answer.Items[i] = Sight{
			At: instant(s.At), Who: s.By.Told(members), Purpose: s.Purpose.Chinese(), Part: s.PartChinese(), Number: given(s.Number),
		}
	}
	c.JSON(http.StatusOK, answer)
}
