package staff

import (
	"slices"

	"github.com/google/uuid"
	"gorm.io/gorm/clause"

	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/internal/orm"
	"shuangyong/models/station"
)

// Grant is what a member shall be: his roles from now on, all of them, and his station where it changes.
type Grant struct {
	Member   uuid.UUID
	Roles    []Role
	Station  string     // a code; "" where it stays
	Approval *uuid.UUID // of the request that was decided; nil for a command on the server
}

// CheckGrant tells whether somebody may ask for or decide on a grant: the roles fit together, and nobody's own.
func CheckGrant(by audit.Actor, g Grant) error {
	if by.Kind == audit.Staff && by.ID == g.Member.String() {
		return errOwnRoles
	}
	return Compatible(g.Roles)
}

// Assign gives a member the roles of g in place of those he has. The last active system or security administrator stays one. Both the account and all who hold
// one of those roles are locked, so that two changes at once do not take each other's last.
func (s *Store) Assign(tx db.Tx, by audit.Actor, scope audit.Scope, g Grant) error {
	if err := CheckGrant(by, g); err != nil {
		return err
	}
	if err := lockAdmins(tx); err != nil {
		return err
	}
	a, err := lockAccount(tx, scope, g.Member)
	if err != nil {
		return err
	}
	if a.State == Left {
		return errLeft
	}
	was, err := rolesOf(tx, []uuid.UUID{a.ID})
	if err != nil {
		return err
	}
	for _, r := range was[a.ID] {
		if !slices.Contains(g.Roles, r) {
			if err := keepsOne(tx, a.ID, r); err != nil {
				return err
			}
		}
	}
	if g.Station != "" {
		at, err := stationOf(tx, scope, g.Station)
		if err != nil {
			return err
		}
		a.StationID, a.StationPath = at.ID, at.Path
	}
	if err := Placed(g.Roles, a.StationPath); err != nil {
		return err
	}
	if g.Station != "" {
		if err := save(tx, &a, "StationID", "StationPath"); err != nil {
			return err
		}
	}
	if err := replace(tx, by, a.ID, was[a.ID], g); err != nil {
		return err
	}
	return audit.Record(tx, entry(by, "staff.roles", a.ID, map[string]string{
		"from": codes(was[a.ID]), "to": codes(g.Roles), "station_path": string(a.StationPath),
	}))
}

// CanAssign tells whether a grant could be made now, and where the member is: what is refused at once no second person has to refuse.
func (s *Store) CanAssign(tx db.Tx, by audit.Actor, scope audit.Scope, g Grant) (station.Path, error) {
	if err := CheckGrant(by, g); err != nil {
		return "", err
	}
	a, err := lockAccount(tx, scope, g.Member)
	if err != nil {
		return "", err
	}
	if a.State == Left {
		return "", errLeft
	}
	at := a.StationPath
	if g.Station != "" {
		to, err := stationOf(tx, scope, g.Station)
		if err != nil {
			return "", err
		}
		at = to.Path
	}
	return a.StationPath, Placed(g.Roles, at)
}

// replace ends the roles that are not to be and begins those that are new.
func replace(tx db.Tx, by audit.Actor, id uuid.UUID, was []Role, g Grant) error {
	for _, r := range was {
		if !slices.Contains(g.Roles, r) {
			if err := endRoles(tx, orm.Of(tx).Where("role = ?", r), id); err != nil {
				return err
			}
		}
	}
	var fresh []held
	for _, r := range g.Roles {
		if !slices.Contains(was, r) {
			key := id.String() + ":" + string(r)
			fresh = append(fresh, held{ID: db.NewID(), MemberID: id, Role: r, FromAt: tx.Now(), GrantedBy: by.ID, ApprovalID: g.Approval, OpenKey: &key})
		}
	}
	return orm.Insert(tx, fresh)
}

// adminRoles are those without whom nobody can mend anything.
func adminRoles() []Role { return []Role{SystemAdmin, SecurityAdmin} }

// lockAdmins holds every account that is a system or security administrator, in the order of their keys.
func lockAdmins(tx db.Tx) error {
	var ids []uuid.UUID
	return orm.Of(tx).Model(&Account{}).Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).
		Where("id IN (SELECT member_id FROM staff_roles WHERE until_at IS NULL AND role IN ?)", adminRoles()).Order("id").Limit(1000).Pluck("id", &ids).Error
}

// keepsOne refuses to take the role away from its last active holder. lockAdmins stands before it.
func keepsOne(tx db.Tx, id uuid.UUID, r Role) error {
	if !slices.Contains(adminRoles(), r) {
		return nil
	}
	var others int64
	err := orm.Of(tx).Model(&Account{}).Where("id <> ? AND state = ?", id, Active).
		Where("id IN (SELECT member_id FROM staff_roles WHERE until_at IS NULL AND role = ?)", r).Count(&others).Error
	if err == nil && others == 0 {
		err = errLast
	}
	return err
}
