package desk

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"shuangyong/handlers/page"
	"shuangyong/handlers/reply"
	"shuangyong/models/approval"
	"shuangyong/models/staff"
)

// ListApprovals are the requests that the caller may be the second person of.
func (d *Door) ListApprovals(c *gin.Context, params ListApprovalsParams) {
	who := officer(c)
	kinds := slices.DeleteFunc(approval.Kinds(), func(k approval.Kind) bool { return !who.MayDecide(string(k)) })
	d.listApprovals(c, params.Limit, params.Cursor, func(ctx context.Context, p page.Page) ([]approval.Request, error) {
		return d.o.Approvals.Waiting(ctx, who.Scope(), kinds, p.After, p.Limit)
	})
}

// ListMyApprovals are what the caller asked for himself.
func (d *Door) ListMyApprovals(c *gin.Context, params ListMyApprovalsParams) {
	who := officer(c)
	d.listApprovals(c, params.Limit, params.Cursor, func(ctx context.Context, p page.Page) ([]approval.Request, error) {
		return d.o.Approvals.Mine(ctx, who.ID, p.After, p.Limit)
	})
}

func (d *Door) listApprovals(c *gin.Context, limit *int, cursor *string, read func(context.Context, page.Page) ([]approval.Request, error)) {
	p, err := page.Of(limit, cursor)
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	list, err := read(c.Request.Context(), p)
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	answer := Approvals{Items: make([]Approval, len(list)), Next: p.Next(len(list), func() uuid.UUID { return list[len(list)-1].ID })}
	for i, r := range list {
		answer.Items[i] = approvalOf(r, d.o.DB.Clock().Now())
	}
	c.JSON(http.StatusOK, answer)
}

// GetApproval is one request that the caller may decide on.
func (d *Door) GetApproval(c *gin.Context, id ApprovalID) {
	r, err := decidable(d.o.DB.View(c.Request.Context()), d.o.Approvals, officer(c), id)
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	c.JSON(http.StatusOK, approvalOf(r, d.o.DB.Clock().Now()))
}

func approvalOf(r approval.Request, now time.Time) Approval {
	a := Approval{
		ID: r.ID, Kind: ApprovalKind(r.Kind), Subject: r.Subject, SubjectID: r.SubjectID, Reason: r.Reason, StationPath: r.StationPath,
		AskedBy: r.AskedBy, AskedAt: instant(r.AskedAt), ExpiresAt: instant(r.ExpiresAt), State: ApprovalState(r.StateAt(now)), DecidedBy: r.DecidedBy,
		DecidedAt: instantOf(r.DecidedAt),
	}
	var asked rolesAsked
	if r.Kind == approval.StaffRoles && json.Unmarshal([]byte(r.Payload.Reveal()), &asked) == nil {
		roles := rolesOf(asked.Roles)
		a.Roles = &roles
		a.Station = maybe(asked.Station)
	}
	return a
}

func rolesOf(roles []staff.Role) []Role {
	list := make([]Role, len(roles))
	for i, r := range roles {
		list[i] = Role(r)
	}
	return list
}
