package mini

import (
	"context"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"shuangyong/handlers/page"
	"shuangyong/handlers/reply"
	"shuangyong/models/audit"
	"shuangyong/models/person"
)

// ownLog is what the log has of the caller: under which keys, and which page of it he asks for.
type ownLog struct {
	person uuid.UUID
	keys   []uuid.UUID
	page   page.Page
}

// ownLog finds it for whoever is known surely enough to read it; it refuses by itself.
func (d *Door) ownLog(c *gin.Context, limit *int, cursor *string) (own ownLog, ok bool) {
	p, err := page.Of(limit, cursor)
	if err != nil {
		reply.Refuse(c, err)
		return ownLog{}, false
	}
	who, ok := d.known(c, person.WhoSawMe)
	if !ok {
		return ownLog{}, false
	}
	keys, err := d.o.Mine.Keys(c.Request.Context(), who.person)
	if err != nil {
		reply.Refuse(c, err)
		return ownLog{}, false
	}
	return ownLog{who.person, keys, p}, true
}

// membersOf are the members of staff who did what the log has, as people are told.
func membersOf[E any](ctx context.Context, m Mine, entries []E, by func(E) audit.Actor) (map[uuid.UUID]string, error) {
	actors := make([]audit.Actor, len(entries))
	for i, e := range entries {
		actors[i] = by(e)
	}
	return m.Members(ctx, audit.MembersIn(actors...))
}
