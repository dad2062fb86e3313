package mini

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"shuangyong/handlers/reply"
	"shuangyong/models/audit"
)

// ListSights tells who looked at the caller's file, when and why.
func (d *Door) ListSights(c *gin.Context, params ListSightsParams) {
	own, ok := d.ownLog(c, params.Limit, params.Cursor)
	if !ok {
		return
	}
	seen, members, err := d.sights(c.Request.Context(), own)
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	answer := Sights{Items: make([]Sight, len(seen)), Next: own.page.Next(len(seen), func() uuid.UUID { return seen[len(seen)-1].ID })}
	for i, s := range seen {
		answer.Items[i] = Sight{
			At: instant(s.At), Who: s.By.Told(members), Purpose: s.Purpose.Chinese(), Part: s.PartChinese(), Number: given(s.Number),
		}
	}
	c.JSON(http.StatusOK, answer)
}

func (d *Door) sights(ctx context.Context, own ownLog) ([]audit.Sight, map[uuid.UUID]string, error) {
	seen, err := audit.SightsOf(d.o.DB.View(ctx), own.keys, own.page.After, own.page.Limit)
	if err != nil {
		return nil, nil, err
	}
	members, err := membersOf(ctx, d.o.Mine, seen, func(s audit.Sight) audit.Actor { return s.By })
	return seen, members, err
}
