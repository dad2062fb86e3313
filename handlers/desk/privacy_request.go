package desk

import (
	"net/http"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"shuangyong/handlers/idempotent"
	"shuangyong/handlers/openapi"
	"shuangyong/handlers/page"
	"shuangyong/handlers/reply"
	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/person"
	"shuangyong/models/privacy"
	"shuangyong/models/seal"
)

// ListPrivacyRequests are the corrections of the caller's part of the tree that wait.
func (d *Door) ListPrivacyRequests(c *gin.Context, params ListPrivacyRequestsParams) {
	p, err := page.Of(params.Limit, params.Cursor)
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	ctx, scope := c.Request.Context(), officer(c).Scope()
	waiting, err := d.o.Privacy.Waiting(ctx, scope, p.After, p.Limit)
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	ids := make([]uuid.UUID, len(waiting))
	for i, r := range waiting {
		ids[i] = r.PersonID
	}
	people, err := d.o.People.Within(ctx, scope, ids...)
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	names := map[uuid.UUID]seal.Text{}
	for _, one := range people {
		names[one.ID] = one.Name
	}
	answer := DeskPrivacyRequests{Items: make([]DeskPrivacyRequest, len(waiting)), Next: p.Next(len(waiting), func() uuid.UUID { return waiting[len(waiting)-1].ID })}
	for i, r := range waiting {
		answer.Items[i] = privacyRequestOf(r, names[r.PersonID])
	}
	c.JSON(http.StatusOK, answer)
}

// OpenPrivacyRequest shows what somebody asked for. The person reads that it was seen.
func (d *Door) OpenPrivacyRequest(c *gin.Context, id uuid.UUID) {
	member := officer(c)
	var r privacy.Request
	err := d.o.DB.InTx(c.Request.Context(), func(tx db.Tx) (err error) {
		if r, err = d.o.Privacy.Open(tx, member.Scope(), id); err != nil {
			return err
		}
		return audit.Saw(tx, member.Actor(), r.PersonID, "correction", audit.ForCorrection, "")
	})
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	who, err := d.o.People.ByID(c.Request.Context(), r.PersonID)
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	answer := privacyRequestOf(r, who.Name)
	wanted, why := r.Wanted.Reveal(), r.Why.Reveal()
	answer.Wanted, answer.Why = &wanted, &why
	c.Header("Cache-Control", "no-store")
	c.JSON(http.StatusOK, answer)
}

// AnswerPrivacyRequest answers it, once.
func (d *Door) AnswerPrivacyRequest(c *gin.Context, id uuid.UUID, _ AnswerPrivacyRequestParams) {
	var in PrivacyAnswer
	if !openapi.Bind(c, &in) {
		return
	}
	member := officer(c)
	decision := privacy.Decision{Agreed: in.Agreed, Reason: privacy.Reason(worth(in.Reason)), Words: seal.Text(worth(in.Words))}
	idempotent.Run(c, d.o.DB, once(member), func(tx db.Tx) (int, any, error) {
		r, err := d.o.Privacy.Answer(tx, member.Actor(), member.Scope(), id, decision)
		return http.StatusOK, DeskPrivacyAnswered{State: string(r.State)}, err
	})
}

func privacyRequestOf(r privacy.Request, name seal.Text) DeskPrivacyRequest {
	return DeskPrivacyRequest{
		ID: r.ID, PersonID: r.PersonID, Name: person.MaskName(name), Field: string(r.Field), FieldWords: r.Field.Chinese(),
		AskedAt: instant(r.CreatedAt), DueOn: string(r.DueOn),
	}
}
