package desk

import (
	"context"

	"github.com/google/uuid"

	"shuangyong/models/seal"
	"shuangyong/models/staff"
	"shuangyong/session"
)

// Logins keeps who is logged in; session.StaffLogins does.
type Logins interface {
	SignIn(ctx context.Context, member string, epoch int64) (token seal.Text, made session.StaffLogin, err error)
	Find(ctx context.Context, token seal.Text) (session.StaffLogin, error)
	List(ctx context.Context, member string) ([]session.StaffLogin, error)
	SignOut(ctx context.Context, token seal.Text) error
	End(ctx context.Context, member, id string) (bool, error)
	Forget(ctx context.Context, member string) error
}

var _ Logins = (*session.StaffLogins)(nil)

// Present is who is logged in, held against what his account is now.
type Present struct {
	Logins Logins
	Staff  *staff.Store
}

var _ Sessions = Present{}

// Member reads the account anew with each request: who was disabled, left, or whose password was changed since is out, and changed roles hold at once.
func (p Present) Member(ctx context.Context, token seal.Text) (staff.Member, error) {
	login, err := p.Logins.Find(ctx, token)
	if err != nil {
		return staff.Member{}, err
	}
	id, err := uuid.Parse(login.Member)
	if err != nil {
		return staff.Member{}, session.ErrStaffOut()
	}
	now, found, err := p.Staff.Present(ctx, id)
	if err != nil {
		return staff.Member{}, err
	}
	if !found || now.State != staff.Active || now.Epoch != login.Epoch {
		return staff.Member{}, session.ErrStaffOut()
	}
	return now.Member, nil
}
