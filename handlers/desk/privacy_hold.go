package desk

import (
	"net/http"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"shuangyong/handlers/idempotent"
	"shuangyong/handlers/openapi"
	"shuangyong/handlers/page"
	"shuangyong/handlers/reply"
	"shuangyong/models/approval"
	"shuangyong/models/audit"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/privacy"
)

// ListHolds are the holds of the caller's part of the tree.
func (d *Door) ListHolds(c *gin.Context, params ListHoldsParams) {
	p, err := page.Of(params.Limit, params.Cursor)
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	holds, err := d.o.Privacy.HoldsIn(c.Request.Context(), officer(c).Scope(), p.After, p.Limit)
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	answer := Holds{Items: make([]Hold, len(holds)), Next: p.Next(len(holds), func() uuid.UUID { return holds[len(holds)-1].ID })}
	for i, h := range holds {
		answer.Items[i] = holdOf(h)
	}
	c.JSON(http.StatusOK, answer)
}

// PlaceHold keeps what is about somebody from being deleted. Whoever lies outside the caller's part of the tree does not exist for him.
func (d *Door) PlaceHold(c *gin.Context, _ PlaceHoldParams) {
	var in HoldRequest
	if !openapi.Bind(c, &in) {
		return
	}
	member := officer(c)
	found, err := d.within(c.Request.Context(), member, in.PersonID)
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	h := privacy.Hold{PersonID: in.PersonID, StationPath: found.StationPath, Reason: privacy.HoldReason(in.Reason), UntilOn: clock.Date(in.UntilOn), Number: worth(in.Number)}
	idempotent.Run(c, d.o.DB, once(member), func(tx db.Tx) (int, any, error) {
		placed, err := d.o.Privacy.Place(tx, member.Actor(), h)
		return http.StatusCreated, holdOf(placed), err
	})
}

// AskToLiftHold asks a second person to let a hold be lifted.
func (d *Door) AskToLiftHold(c *gin.Context, id uuid.UUID, _ AskToLiftHoldParams) {
	var in HoldLift
	if !openapi.Bind(c, &in) {
		return
	}
	member := officer(c)
	idempotent.Run(c, d.o.DB, once(member), func(tx db.Tx) (int, any, error) {
		h, err := d.o.Privacy.Hold(tx, member.Scope(), id)
		if err != nil {
			return 0, nil, err
		}
		asked, err := d.o.Approvals.Ask(tx, member.Actor(), approval.Question{
			Kind: approval.LegalHoldLift, Subject: "hold", SubjectID: id.String(), Payload: "{}", Reason: in.Reason, StationPath: string(h.StationPath),
		})
		return http.StatusAccepted, HoldLiftAsked{ApprovalID: asked.ID}, err
	})
}

func holdOf(h privacy.Hold) Hold {
	return Hold{
		ID: h.ID, PersonID: h.PersonID, Reason: string(h.Reason), ReasonWords: h.Reason.Chinese(), UntilOn: string(h.UntilOn), PlacedAt: instant(h.PlacedAt),
		Number: maybe(h.Number),
	}
}

// LiftEffect lifts a hold once a second person has agreed. Whoever decided sees the place it is of; that was asked before.
func LiftEffect(holds *privacy.Store) Effect {
	return func(tx db.Tx, by audit.Actor, r approval.Request) error {
		id, err := uuid.Parse(r.SubjectID)
		if err != nil {
			return err
		}
		return holds.Lift(tx, by, audit.Scope{Prefix: r.StationPath}, id)
	}
}
