package desk

import (
	"net/http"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
	"github.com/oapi-codegen/runtime/types"

	"shuangyong/handlers/idempotent"
	"shuangyong/handlers/openapi"
	"shuangyong/handlers/reply"
	"shuangyong/models/audit"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/staff"
)

// Work is one kind of what can be open of a member of staff. Each domain that assigns something to people offers it.
type Work struct {
	Kind string
	// Open is how much there is.
	Open func(r db.Reader, of uuid.UUID) (int, error)
	// HandOver moves it from one to another, and tells how much it was.
	HandOver func(tx db.Tx, by audit.Actor, from, to uuid.UUID) (int, error)
}

// GetWork tells what is open of somebody.
func (d *Door) GetWork(c *gin.Context, id StaffID) {
	if _, err := d.o.Staff.Find(c.Request.Context(), officer(c).Scope(), id); err != nil {
		reply.Refuse(c, err)
		return
	}
	view, answer := d.o.DB.View(c.Request.Context()), WorkList{Items: []WorkItem{}}
	for _, w := range d.o.Work {
		n, err := w.Open(view, id)
		if err != nil {
			reply.Refuse(c, err)
			return
		}
		answer.Items = append(answer.Items, WorkItem{Kind: w.Kind, Count: n})
	}
	c.JSON(http.StatusOK, answer)
}

// HandOver gives what is open of somebody to another, and ends his account where he leaves: all of it or nothing.
func (d *Door) HandOver(c *gin.Context, id StaffID, _ HandOverParams) {
	var in HandOverForm
	if !openapi.Bind(c, &in) {
		return
	}
	who := officer(c)
	idempotent.Run(c, d.o.DB, once(who), func(tx db.Tx) (int, any, error) {
		moved, err := d.handOver(tx, who, id, in)
		return http.StatusOK, moved, err
	})
}

func (d *Door) handOver(tx db.Tx, who staff.Member, id uuid.UUID, in HandOverForm) (WorkList, error) {
	if err := d.o.Staff.CanTake(tx, who.Scope(), id, in.To); err != nil {
		return WorkList{}, err
	}
	if in.Leaves { // first, for it says whether he may do this at all
		if err := d.o.Staff.Leave(tx, who, id); err != nil {
			return WorkList{}, err
		}
	}
	moved := WorkList{Items: []WorkItem{}}
	for _, w := range d.o.Work {
		n, err := w.HandOver(tx, who.Actor(), id, in.To)
		if err != nil {
			return WorkList{}, err
		}
		moved.Items = append(moved.Items, WorkItem{Kind: w.Kind, Count: n})
	}
	return moved, nil
}

// dateOf is a day as the API tells it.
func dateOf(d clock.Date) types.Date { return types.Date{Time: d.At(0, 0)} }
