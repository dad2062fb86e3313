package desk

import (
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"shuangyong/handlers/idempotent"
	"shuangyong/handlers/openapi"
	"shuangyong/models/approval"
	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/staff"
)

// Effect is what happens when a second person agrees, in the transaction in which he does; by is he.
type Effect func(tx db.Tx, by audit.Actor, r approval.Request) error

// DecideApproval makes the caller the second person. What he agrees to is done or nothing is.
func (d *Door) DecideApproval(c *gin.Context, id ApprovalID, _ DecideApprovalParams) {
	var in ApprovalDecision
	if !openapi.Bind(c, &in) {
		return
	}
	who := officer(c)
	idempotent.Run(c, d.o.DB, once(who), func(tx db.Tx) (int, any, error) {
		r, err := d.decide(tx, who, id, in.Approve)
		return http.StatusOK, approvalOf(r, tx.Now()), err
	})
}

func (d *Door) decide(tx db.Tx, who staff.Member, id uuid.UUID, approve bool) (approval.Request, error) {
	if _, err := decidable(tx, d.o.Approvals, who, id); err != nil {
		return approval.Request{}, err
	}
	r, err := d.o.Approvals.Decide(tx, who.Actor(), id, approve)
	if err != nil || !approve {
		return r, err
	}
	effect, known := d.o.Effects[r.Kind]
	if !known {
		return approval.Request{}, fmt.Errorf("desk: nothing follows from an approval of %s", r.Kind)
	}
	return r, effect(tx, who.Actor(), r)
}

// decidable is a request that somebody may see and whose kind he may decide on. One of another kind is as one that never was.
func decidable(r db.Reader, s *approval.Store, who staff.Member, id uuid.UUID) (approval.Request, error) {
	found, err := s.InScope(r, who.Scope(), id)
	if err == nil && !who.MayDecide(string(found.Kind)) {
		err = approval.ErrNotFound
	}
	return found, err
}

// WithdrawApproval takes back what the caller asked for. What others asked does not exist for him here.
func (d *Door) WithdrawApproval(c *gin.Context, id ApprovalID, _ WithdrawApprovalParams) {
	who := officer(c)
	idempotent.Run(c, d.o.DB, once(who), func(tx db.Tx) (int, any, error) {
		if found, err := d.o.Approvals.InScope(tx, who.Scope(), id); err != nil || found.AskedBy != who.ID {
			return 0, nil, orNotFound(err)
		}
		r, err := d.o.Approvals.Withdraw(tx, who.Actor(), id)
		return http.StatusOK, approvalOf(r, tx.Now()), err
	})
}

func orNotFound(err error) error {
	if err == nil {
		err = approval.ErrNotFound
	}
	return err
}
