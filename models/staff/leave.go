package staff

import (
	"slices"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/fault"
	"shuangyong/models/internal/orm"
)

var (
	errOwnAccount = fault.New(fault.Forbidden, "staff.own_account", "这一步要由别的同事来办，不能对自己的账号做。")
	errState      = fault.New(fault.Conflict, "staff.state", "账号现在的状态不能这样改。请刷新后再看。")
	errAbove      = fault.New(fault.Forbidden, "staff.above", "同站同事离岗，要由上级站或局领导来办。您可以先把他手上的事交给别的同事。")
	errAdmins     = fault.New(fault.Forbidden, "staff.admins", "系统、安全、审计管理员离岗，要由局领导来办。")
)

// endRoles ends what where selects of a member's roles.
func endRoles(tx db.Tx, where *gorm.DB, id uuid.UUID) error {
	return orm.Of(tx).Model(&held{}).Where(where).Where("member_id = ? AND until_at IS NULL", id).
		Updates(map[string]any{"until_at": tx.Now(), "open_key": nil}).Error
}

// Disable locks somebody out until Enable; his logins are over at once. Nobody does it to himself, nor to the last system or security administrator.
func (s *Store) Disable(tx db.Tx, by audit.Actor, scope audit.Scope, id uuid.UUID) error {
	return s.out(tx, by, scope, id, Disabled, "staff.disable", nil)
}

// Enable lets him in again with what he had.
func (s *Store) Enable(tx db.Tx, by audit.Actor, scope audit.Scope, id uuid.UUID) error {
	a, err := lockAccount(tx, scope, id)
	switch {
	case err != nil:
		return err
	case by.ID == id.String():
		return errOwnAccount
	case a.State != Disabled:
		return errState
	}
	a.State = Active
	if a.Password == "" || a.TOTPSecret == "" {
		a.State = Invited
	}
	if err := save(tx, &a, "State"); err != nil {
		return err
	}
	return audit.Record(tx, entry(by, "staff.enable", id, nil))
}

// Unlock forgets the wrong tries at an account before their half hour is over.
func (s *Store) Unlock(tx db.Tx, by audit.Actor, scope audit.Scope, id uuid.UUID) error {
	a, err := lockAccount(tx, scope, id)
	if err != nil {
		return err
	}
	if by.ID == id.String() {
		return errOwnAccount
	}
	if err := unlock(tx, a); err != nil {
		return err
	}
	return audit.Record(tx, entry(by, "staff.unlock", id, nil))
}

// Leave ends an account for good: the roles end, the logins are over. What is open of him whoever composes the domains gives to somebody else in the same transaction.
func (s *Store) Leave(tx db.Tx, by Member, id uuid.UUID) error {
	return s.out(tx, by.Actor(), by.Scope(), id, Left, "staff.leave", func(of Account, roles []Role) error {
		if err := mayEnd(by, of, roles); err != nil {
			return err
		}
		return endRoles(tx, orm.Of(tx).Where("role <> ?", ""), id)
	})
}

// mayEnd tells whether somebody may end another's account: a director may; anybody else only below his own station, and no administrator's.
func mayEnd(by Member, of Account, roles []Role) error {
	admin := func(r Role) bool { return slices.Contains(watchers(), r) }
	switch {
	case by.Is(Director):
		return nil
	case slices.ContainsFunc(roles, admin):
		return errAdmins
	case of.StationPath == by.Path:
		return errAbove
	}
	return nil
}

// out takes an account out of use; more is asked first.
func (s *Store) out(tx db.Tx, by audit.Actor, scope audit.Scope, id uuid.UUID, to State, action string, more func(Account, []Role) error) error {
	if by.ID == id.String() {
		return errOwnAccount
	}
	if err := lockAdmins(tx); err != nil {
		return err
	}
	a, err := lockAccount(tx, scope, id)
	if err != nil {
		return err
	}
	if a.State == Left || a.State == to {
		return errState
	}
	roles, err := rolesOf(tx, []uuid.UUID{id})
	if err != nil {
		return err
	}
	for _, r := range roles[id] {
		if err := keepsOne(tx, id, r); err != nil {
			return err
		}
	}
	if more != nil {
		if err := more(a, roles[id]); err != nil {
			return err
		}
	}
	was := a.State
	a.State, a.Epoch, a.TokenIndex, a.TokenUntil = to, a.Epoch+1, nil, nil
	if err := save(tx, &a, "State", "Epoch", "TokenIndex", "TokenUntil"); err != nil {
		return err
	}
	return audit.Record(tx, entry(by, action, id, map[string]string{"from": string(was), "to": string(to)}))
}
