package staff

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"slices"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm/clause"

	"shuangyong/models/attempt"
	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/fault"
	"shuangyong/models/internal/orm"
	"shuangyong/models/seal"
	"shuangyong/models/station"
)

// InvitationLife is how long an invitation waits.
const InvitationLife = 72 * time.Hour

var (
	errInvitation = fault.New(fault.Unauthenticated, "staff.invitation", "这个邀请用过了、过期了，或者不完整。请找系统管理员重新发一个。")
	errNotYours   = fault.New(fault.Forbidden, "staff.not_yours", "密码不对，没有改。连错5次要等半小时。")
)

// Invite makes an account and gives the token that leads its owner to a password and a second factor. It is good once, for InvitationLife, and is not kept. The
// station lies within scope. Roles are given apart, by two people.
func (s *Store) Invite(tx db.Tx, by audit.Actor, scope audit.Scope, i Invitation) (Account, seal.Text, error) {
	if err := i.check(); err != nil {
		return Account{}, "", err
	}
	at, err := stationOf(tx, scope, i.Station)
	if err != nil {
		return Account{}, "", err
	}
	a := Account{
		ID: db.NewID(), Login: i.Login, Name: i.Name, FullName: i.FullName, StationID: at.ID, StationPath: at.Path, State: Invited, CreatedAt: tx.Now(),
	}
	token := a.invite(tx)
	err = db.Try(tx, func() error { return orm.Of(tx).Create(&a).Error })
	if db.IsDuplicate(err) {
		return Account{}, "", errTaken
	}
	if err != nil {
		return Account{}, "", err
	}
	return a, token, audit.Record(tx, entry(by, "staff.invite", a.ID, map[string]string{"station": at.Code}))
}

func stationOf(tx db.Tx, scope audit.Scope, code string) (station.Station, error) {
	var found []station.Station
	err := orm.Of(tx).Clauses(clause.Locking{Strength: clause.LockingStrengthShare}).
		Where("code = ?", code).Where(scope.Filter("path")).Limit(1).Find(&found).Error
	if err != nil {
		return station.Station{}, err
	}
	if len(found) == 0 {
		return station.Station{}, errNoStation
	}
	return found[0], nil
}

// invite puts a new token into the account.
func (a *Account) invite(tx db.Tx) seal.Text {
	raw := make([]byte, 32)
	_, _ = rand.Read(raw) // never fails since Go 1.24
	token := seal.Text(base64.RawURLEncoding.EncodeToString(raw))
	index, until := tokenIndex(tx, token), tx.Now().Add(InvitationLife)
	a.TokenIndex, a.TokenUntil = &index, &until
	return token
}

func tokenIndex(r db.Reader, token seal.Text) seal.Index {
	return r.Keys().Index("staff.invitation", token.Reveal())
}

// Reset takes away what proves who somebody is and invites him anew: he forgot his password, or lost phone and codes. His logins are over, and nobody but he
// ever knows the next password. The accounts of those who watch the administrator are not reset by him, only by a command on the server (watchersToo).
func (s *Store) Reset(tx db.Tx, by audit.Actor, scope audit.Scope, id uuid.UUID, watchersToo bool) (Account, seal.Text, error) {
	a, err := lockAccount(tx, scope, id)
	if err != nil {
		return Account{}, "", err
	}
	if a.State == Left {
		return Account{}, "", errLeft
	}
	roles, err := rolesOf(tx, []uuid.UUID{id})
	if err != nil {
		return Account{}, "", err
	}
	watches := func(r Role) bool { return r == SecurityAdmin || r == Auditor || r == Director } // who is reset by him could be taken over by him
	if !watchersToo && slices.ContainsFunc(roles[id], watches) {
		return Account{}, "", errWatcher
	}
	token := a.invite(tx)
	a.State, a.Password, a.PasswordAt, a.TOTPSecret, a.Epoch = Invited, "", nil, "", a.Epoch+1
	if err := save(tx, &a, "State", "Password", "PasswordAt", "TOTPSecret", "Epoch", "TokenIndex", "TokenUntil"); err != nil {
		return Account{}, "", err
	}
	if err := orm.Of(tx).Where("member_id = ?", id).Delete(&recovery{}).Error; err != nil {
		return Account{}, "", err
	}
	if err := unlock(tx, a); err != nil {
		return Account{}, "", err
	}
	return a, token, audit.Record(tx, entry(by, "staff.reset", id, nil))
}

func unlock(tx db.Tx, a Account) error {
	if err := attempt.Clear(tx, passwordRule, a.Login); err != nil {
		return err
	}
	return attempt.Clear(tx, codeRule, a.ID.String())
}

// Accept begins to take an invitation up: with the password that was chosen, and the secret for the phone. Nothing is saved before the phone has proved that it
// has it, so that whoever breaks off can begin again.
func (s *Store) Accept(ctx context.Context, from string, token, password seal.Text) (Phone, error) {
	if err := s.fromAddress(ctx, from); err != nil {
		return Phone{}, err
	}
	view := s.db.View(ctx)
	var found []Account
	err := orm.Of(view).Where("token_index = ? AND state = ? AND token_until > ?", tokenIndex(view, token), Invited, view.Now()).Limit(1).Find(&found).Error
	if err != nil {
		return Phone{}, db.Fault(err)
	}
	if len(found) == 0 || token == "" {
		return Phone{}, errInvitation
	}
	a := found[0]
	if err := CheckPassword(a.Login, password); err != nil {
		return Phone{}, err
	}
	hash, err := s.hasher.hash(ctx, password)
	if err != nil {
		return Phone{}, err
	}
	return s.phone(view, a.Login, ticket{Step: stepAccept, Member: a.ID, Epoch: a.Epoch, Password: hash.Reveal()})
}

// ConfirmInvitation ends it and lets the new member in.
func (s *Store) ConfirmInvitation(ctx context.Context, text, code seal.Text) (Passed, error) {
	t, err := open(s.db.View(ctx), stepAccept, text)
	if err != nil {
		return Passed{}, err
	}
	return s.enrol(ctx, t, code, func(a Account) bool { return a.State == Invited }, "staff.accept")
}
