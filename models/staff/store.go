package staff

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/internal/orm"
	"shuangyong/models/seal"
)

// Store keeps accounts in SQL.
type Store struct {
	db     *db.DB
	hasher *Hasher
	age    time.Duration // how old a password may get; 0: any
}

// NewStore makes a store upon d. Passwords older than age are to be changed at login; with 0 they never are. The bureau's 等保 assessment usually asks for 90
// days [confirm], although changing for its own sake makes passwords worse (NIST SP 800-63B).
func NewStore(d *db.DB, h *Hasher, age time.Duration) *Store { return &Store{d, h, age} }

// lockAccount reads an account within scope and holds it until the transaction ends.
func lockAccount(tx db.Tx, scope audit.Scope, id uuid.UUID) (Account, error) {
	return lockOne(orm.Of(tx).Where(scope.Filter("station_path")), id)
}

// lockSelf is lockAccount for whoever acts on his own.
func lockSelf(tx db.Tx, id uuid.UUID) (Account, error) { return lockOne(orm.Of(tx), id) }

func lockOne(among *gorm.DB, id uuid.UUID) (Account, error) {
	var found []Account
	err := among.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).Where("id = ?", id).Limit(1).Find(&found).Error
	if err != nil {
		return Account{}, err
	}
	if len(found) == 0 {
		return Account{}, ErrNotFound
	}
	return found[0], nil
}

func byLogin(r db.Reader, login string) (Account, bool, error) {
	var found []Account
	err := orm.Of(r).Where("login = ?", login).Limit(1).Find(&found).Error
	if err != nil || len(found) == 0 {
		return Account{}, false, db.Fault(err)
	}
	return found[0], true, nil
}

// save writes the named fields of a locked account.
func save(tx db.Tx, a *Account, fields ...string) error {
	return orm.Of(tx).Model(a).Select(fields).Updates(a).Error
}

// Present is a member as his account is now, and the epoch that a login of his must be of.
type Present struct {
	Member
	State State
	Epoch int64
}

// Present reads a member and his roles in one statement that stays prepared, because every call at the desk does; ok is false when there is none.
func (s *Store) Present(ctx context.Context, id uuid.UUID) (who Present, ok bool, err error) {
	const before, behind = "SELECT login, name, station_id, station_path, state, epoch, COALESCE((SELECT ",
		" FROM staff_roles WHERE member_id = staff_members.id AND until_at IS NULL), '') FROM staff_members WHERE id = ?"
	query := before + "GROUP_CONCAT(role)" + behind
	if s.db.Dialect() == db.Postgres {
		query = before + "string_agg(role, ',')" + behind
	}
	var roles string
	who.ID = id
	err = s.db.Point(ctx, orm.Key{}, query, id).Scan(&who.Login, &who.Name, &who.Station, &who.Path, &who.State, &who.Epoch, &roles)
	if errors.Is(err, sql.ErrNoRows) {
		return Present{}, false, nil
	}
	if err != nil {
		return Present{}, false, db.Fault(err)
	}
	for name := range strings.SplitSeq(roles, ",") {
		if name != "" {
			who.Roles = append(who.Roles, Role(name))
		}
	}
	slices.Sort(who.Roles)
	return who, true, nil
}

// present is who somebody is, by his account and the roles that he has.
func (a Account) present(roles []Role) Present {
	return Present{
		Member: Member{ID: a.ID, Login: a.Login, Name: a.Name, Station: a.StationID, Path: a.StationPath, Roles: roles},
		State:  a.State, Epoch: a.Epoch,
	}
}

// presentOf is present with the roles read.
func presentOf(r db.Reader, a Account) (Present, error) {
	roles, err := rolesOf(r, []uuid.UUID{a.ID})
	return a.present(roles[a.ID]), db.Fault(err)
}

// Listed is an account as administrators and leaders see it.
type Listed struct {
	Present
	FullName  seal.Text
	CreatedAt time.Time
}

// Find is one account within scope.
func (s *Store) Find(ctx context.Context, scope audit.Scope, id uuid.UUID) (Listed, error) {
	list, err := s.list(ctx, scope, "id = ?", id, 1)
	if err == nil && len(list) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return Listed{}, err
	}
	return list[0], nil
}

// List are the accounts within scope, the oldest first: at most limit behind the key after.
func (s *Store) List(ctx context.Context, scope audit.Scope, after uuid.UUID, limit int) ([]Listed, error) {
	return s.list(ctx, scope, "id > ?", after, limit)
}

func (s *Store) list(ctx context.Context, scope audit.Scope, where string, id uuid.UUID, limit int) ([]Listed, error) {
	view := s.db.View(ctx)
	var accounts []Account
	err := orm.Of(view).Select("id", "login", "name", "full_name", "station_id", "station_path", "state", "epoch", "created_at").
		Where(where, id).Where(scope.Filter("station_path")).Order("id").Limit(limit).Find(&accounts).Error
	if err != nil {
		return nil, db.Fault(err)
	}
	ids := make([]uuid.UUID, len(accounts))
	for i, a := range accounts {
		ids[i] = a.ID
	}
	roles, err := rolesOf(view, ids)
	if err != nil {
		return nil, db.Fault(err)
	}
	list := make([]Listed, len(accounts))
	for i, a := range accounts {
		list[i] = Listed{Present: a.present(roles[a.ID]), FullName: a.FullName, CreatedAt: a.CreatedAt}
	}
	return list, nil
}

func rolesOf(r db.Reader, ids []uuid.UUID) (map[uuid.UUID][]Role, error) {
	var rows []held
	err := orm.Of(r).Where("member_id IN ? AND until_at IS NULL", ids).Order("role").Limit(len(ids) * len(Roles())).Find(&rows).Error
	roles := map[uuid.UUID][]Role{}
	for _, row := range rows {
		roles[row.MemberID] = append(roles[row.MemberID], row.Role)
	}
	return roles, err
}

// Holding is how many active members have the role.
func (s *Store) Holding(ctx context.Context, role Role) (int, error) {
	var n int64
	err := orm.Of(s.db.View(ctx)).Model(&held{}).Joins("JOIN staff_members ON staff_members.id = staff_roles.member_id").
		Where("staff_roles.role = ? AND staff_roles.until_at IS NULL AND staff_members.state = ?", role, Active).Count(&n).Error
	return int(n), db.Fault(err)
}
