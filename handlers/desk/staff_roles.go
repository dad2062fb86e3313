package desk

import (
	"encoding/json"
	"net/http"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"shuangyong/handlers/idempotent"
	"shuangyong/handlers/openapi"
	"shuangyong/models/approval"
	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/seal"
	"shuangyong/models/staff"
)

// rolesAsked is what a request for other roles is about, as it is kept. Scope is of whoever asked: what he cannot reach the second person does not give either.
type rolesAsked struct {
	Roles   []staff.Role `json:"roles"`
	Station string       `json:"station,omitempty"`
	Scope   string       `json:"scope"`
}

// AskStaffRoles asks a second person for other roles of somebody.
func (d *Door) AskStaffRoles(c *gin.Context, id StaffID, _ AskStaffRolesParams) {
	var in StaffRolesQuestion
	if !openapi.Bind(c, &in) {
		return
	}
	who := officer(c)
	asked := rolesAsked{Roles: make([]staff.Role, len(in.Roles)), Scope: string(who.Path), Station: worth(in.Station)}
	for i, r := range in.Roles {
		asked.Roles[i] = staff.Role(r)
	}
	idempotent.Run(c, d.o.DB, once(who), func(tx db.Tx) (int, any, error) {
		r, err := d.askRoles(tx, who, id, in.Reason, asked)
		return http.StatusAccepted, approvalOf(r, tx.Now()), err
	})
}

// askRoles refuses at once what the second person could not agree to.
func (d *Door) askRoles(tx db.Tx, who staff.Member, id uuid.UUID, reason string, asked rolesAsked) (approval.Request, error) {
	path, err := d.o.Staff.CanAssign(tx, who.Actor(), who.Scope(), staff.Grant{Member: id, Roles: asked.Roles, Station: asked.Station})
	if err != nil {
		return approval.Request{}, err
	}
	payload, err := json.Marshal(asked)
	if err != nil {
		return approval.Request{}, err
	}
	return d.o.Approvals.Ask(tx, who.Actor(), approval.Question{
		Kind: approval.StaffRoles, Subject: "staff", SubjectID: id.String(), Payload: seal.Text(payload), Reason: reason, StationPath: string(path),
	})
}

// RolesEffect gives the roles that were asked for once the second person agrees. What the member himself asked for in his old roles is taken back.
func RolesEffect(s *staff.Store, asks *approval.Store) Effect {
	return func(tx db.Tx, by audit.Actor, r approval.Request) error {
		var asked rolesAsked
		if err := json.Unmarshal([]byte(r.Payload.Reveal()), &asked); err != nil {
			return err
		}
		id, err := uuid.Parse(r.SubjectID)
		if err != nil {
			return err
		}
		grant := staff.Grant{Member: id, Roles: asked.Roles, Station: asked.Station, Approval: &r.ID}
		if err := s.Assign(tx, by, audit.Scope{Prefix: asked.Scope}, grant); err != nil {
			return err
		}
		_, err = asks.WithdrawAll(tx, by, id)
		return err
	}
}
