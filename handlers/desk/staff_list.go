package desk

import (
	"net/http"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"shuangyong/handlers/page"
	"shuangyong/handlers/reply"
	"shuangyong/models/staff"
)

// ListStaff are the accounts in the caller's part of the tree.
func (d *Door) ListStaff(c *gin.Context, params ListStaffParams) {
	p, err := page.Of(params.Limit, params.Cursor)
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	list, err := d.o.Staff.List(c.Request.Context(), officer(c).Scope(), p.After, p.Limit)
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	answer := StaffAccounts{Items: make([]StaffAccount, len(list)), Next: p.Next(len(list), func() uuid.UUID { return list[len(list)-1].ID })}
	for i, a := range list {
		answer.Items[i] = accountOf(a)
	}
	c.JSON(http.StatusOK, answer)
}

// GetStaff is one of them.
func (d *Door) GetStaff(c *gin.Context, id StaffID) {
	a, err := d.o.Staff.Find(c.Request.Context(), officer(c).Scope(), id)
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	c.JSON(http.StatusOK, accountOf(a))
}

func accountOf(a staff.Listed) StaffAccount {
	return StaffAccount{
		ID: a.ID, Login: a.Login, Name: a.Name, FullName: a.FullName.Reveal(), StationPath: string(a.Path), State: StaffAccountState(a.State),
		Roles: rolesOf(a.Roles), CreatedAt: instant(a.CreatedAt),
	}
}
