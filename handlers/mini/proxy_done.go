package mini

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"shuangyong/handlers/page"
	"shuangyong/handlers/reply"
	"shuangyong/models/audit"
	"shuangyong/models/person"
)

// ListDoneForMe lists everything that was done in the caller's name, and by whom.
func (d *Door) ListDoneForMe(c *gin.Context, params ListDoneForMeParams) {
	who, ok := d.known(c, person.OwnFile)
	if !ok {
		return
	}
	at, err := page.Of(params.Limit, params.Cursor)
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	done, err := d.doneFor(c.Request.Context(), who.person, at)
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	items, err := d.didWhat(c.Request.Context(), done)
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	c.JSON(http.StatusOK, DoneForMeList{Items: items, Next: at.Next(len(done), func() uuid.UUID { return done[len(done)-1].ID })})
}

func (d *Door) doneFor(ctx context.Context, me uuid.UUID, at page.Page) ([]audit.Done, error) {
	keys, err := d.o.People.KeysOf(ctx, me)
	if err != nil {
		return nil, err
	}
	return audit.DoneFor(ctx, d.o.DB, keys, at.After, at.Limit)
}

// didWhat puts names to what was done. An account that has left since leaves no name: 家人 stands in its place.
func (d *Door) didWhat(ctx context.Context, done []audit.Done) ([]DoneForMe, error) {
	names, err := d.o.People.NamesOfActors(ctx, actorsOf(done))
	if err != nil {
		return nil, err
	}
	items := make([]DoneForMe, len(done))
	for i, e := range done {
		name := "家人"
		if id, err := uuid.Parse(e.By.ID); err == nil && names[id] != "" {
			name = person.MaskName(names[id])
		}
		items[i] = DoneForMe{ID: e.ID, At: instant(e.At), Name: name, Action: e.Action, What: e.Chinese()}
	}
	return items, nil
}

func actorsOf(done []audit.Done) []uuid.UUID {
	var ids []uuid.UUID
	for _, e := range done {
		if id, err := uuid.Parse(e.By.ID); err == nil {
			ids = append(ids, id)
		}
	}
	return ids
}
