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

// ListChanges tells what was changed in the caller's file, by whom and when.
func (d *Door) ListChanges(c *gin.Context, params ListChangesParams) {
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
	accounts, err := d.o.Mine.Accounts(ctx, who.person)
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	changes, err := audit.ChangesOf(d.o.DB.View(ctx), keys, accounts, p.After, p.Limit)
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	actors := make([]audit.Actor, len(changes))
	for i, k := range changes {
		actors[i] = k.Actor
	}
	members, err := d.o.Mine.Members(ctx, audit.MembersIn(actors...))
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	answer := Changes{Items: make([]Change, len(changes)), Next: p.Next(len(changes), func() uuid.UUID { return changes[len(changes)-1].ID })}
	for i, k := range changes {
		answer.Items[i] = Change{At: instant(k.At), Who: k.Actor.Told(members), What: k.Chinese()}
	}
	c.JSON(http.StatusOK, answer)
}
