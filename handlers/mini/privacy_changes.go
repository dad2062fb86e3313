package mini

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"shuangyong/handlers/reply"
	"shuangyong/models/audit"
)

// ListChanges tells what was changed in the caller's file, by whom and when.
func (d *Door) ListChanges(c *gin.Context, params ListChangesParams) {
	own, ok := d.ownLog(c, params.Limit, params.Cursor)
	if !ok {
		return
	}
	changes, members, err := d.changes(c.Request.Context(), own)
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	answer := Changes{Items: make([]Change, len(changes)), Next: own.page.Next(len(changes), func() uuid.UUID { return changes[len(changes)-1].ID })}
	for i, k := range changes {
		answer.Items[i] = Change{At: instant(k.At), Who: k.Actor.Told(members), What: k.Chinese()}
	}
	c.JSON(http.StatusOK, answer)
}

func (d *Door) changes(ctx context.Context, own ownLog) ([]audit.Kept, map[uuid.UUID]string, error) {
	accounts, err := d.o.Mine.Accounts(ctx, own.person)
	if err != nil {
		return nil, nil, err
	}
	changes, err := audit.ChangesOf(d.o.DB.View(ctx), own.keys, accounts, own.page.After, own.page.Limit)
	if err != nil {
		return nil, nil, err
	}
	members, err := membersOf(ctx, d.o.Mine, changes, func(k audit.Kept) audit.Actor { return k.Actor })
	return changes, members, err
}
