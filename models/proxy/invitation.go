package proxy

import (
	"crypto/rand"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm/clause"

	"shuangyong/models/audit"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/fault"
	"shuangyong/models/internal/orm"
	"shuangyong/models/number"
	"shuangyong/models/seal"
)

// Asking is where an invitation stands.
type Asking string

// The states of an invitation. That its time is over is not stored.
const (
	Asked    Asking = "asked"
	Accepted Asking = "accepted"
	Refused  Asking = "refused"
	Recalled Asking = "withdrawn" // by who made it
)

// Invitation is a code that waits for the other side. Who made it offers to be acted for (Principal) or asks to act (Agent).
type Invitation struct {
	ID        uuid.UUID `gorm:"primaryKey"`
	Side      Side
	MakerID   uuid.UUID
	Scopes    Scopes
	Until     clock.Date `gorm:"column:until_on"`
	CodeIndex seal.Index
	State     Asking
	CreatedAt time.Time
	ExpiresAt time.Time
	SettledAt *time.Time
	ProxyID   *uuid.UUID
}

// TableName implements gorm's Tabler.
func (Invitation) TableName() string { return "proxy_invitations" }

// Offer is what somebody invites to. Until may be empty: a year.
type Offer struct {
	Side   Side
	Maker  uuid.UUID
	Scopes Scopes
	Until  clock.Date
}

var errManyAsked = fault.New(fault.Full, "proxy.many_codes", "您有5个代办码还没用。请先用掉，或撤回一个，再要新的；不用的过24小时自己作废。")

// codeIndex is the keyed hash a code is looked up by.
func codeIndex(k *seal.Keyring, code string) seal.Index {
	return k.Index("proxy_invitations.code", code)
}

// Invite makes a code of nine digits to read out or send on, good once and for a day. Only the code's hash is kept, so it can be told only now. That
// the maker may appoint somebody is asked before; somebody's agent does so for nobody (民法典 §169).
func Invite(tx db.Tx, by audit.Actor, o Offer) (i Invitation, code string, err error) {
	if by.Kind == audit.Proxy {
		return i, "", errChain
	}
	i = Invitation{
		ID: db.NewID(), Side: o.Side, MakerID: o.Maker, Scopes: o.Scopes, Until: UntilOr(o.Until, clock.DateOf(tx.Now())), State: Asked,
		CreatedAt: tx.Now(), ExpiresAt: tx.Now().Add(Life),
	}
	if err := mayInvite(tx, i); err != nil {
		return i, "", err
	}
	const draws = 5 // two equal codes among a hundred million are rare, five in a row do not happen
	for range draws {
		code = number.New(rand.Reader)
		i.CodeIndex = codeIndex(tx.Keys(), code)
		if err = db.Try(tx, func() error { return orm.Of(tx).Create(&i).Error }); !db.IsDuplicate(err) {
			break
		}
	}
	if err != nil {
		return i, "", err
	}
	return i, code, audit.Record(tx, audit.Entry{
		Actor: by, Action: "proxy.invite", Subject: "proxy_invitation", SubjectID: i.ID.String(),
		Detail: map[string]string{"kind": string(i.Side), "scope": string(i.Scopes), "until": string(i.Until), "person": i.MakerID.String()},
	})
}

// mayInvite judges the maker's side, which is locked so that he cannot make more at once.
func mayInvite(tx db.Tx, i Invitation) error {
	today := clock.DateOf(tx.Now())
	people, err := lockPeople(tx, i.MakerID)
	switch {
	case err != nil:
		return err
	case people[i.MakerID].DiedOn != "":
		return ErrDied
	case i.Scopes == "":
		return errScope
	case i.Until < today || i.Until > lastDay(today):
		return errUntil
	}
	var waiting int64
	err = orm.Of(tx).Model(&Invitation{}).Where("maker_id = ? AND state = ? AND expires_at > ?", i.MakerID, Asked, tx.Now()).Count(&waiting).Error
	if err == nil && waiting >= maxAsked {
		return errManyAsked
	}
	return err
}

// Recall makes a code void. Somebody else's is not found; one that is settled stays as it is.
func Recall(tx db.Tx, by audit.Actor, id, maker uuid.UUID) error {
	i, err := lockInvitation(tx, "id = ? AND maker_id = ?", id, maker)
	if err != nil {
		return err
	}
	if i.State != Asked {
		return nil
	}
	return settle(tx, by, i, Recalled, nil)
}

var errNoInvitation = fault.New(fault.NotFound, "proxy.no_invitation", "没有这个代办码。请刷新“家人代办”再看。")

// lockInvitation is the one that where selects.
func lockInvitation(tx db.Tx, where string, values ...any) (Invitation, error) {
	var found []Invitation
	q := orm.Of(tx).Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).Where(where, values...).Limit(1)
	if err := q.Find(&found).Error; err != nil {
		return Invitation{}, err
	}
	if len(found) == 0 {
		return Invitation{}, errNoInvitation
	}
	return found[0], nil
}

// settle ends an invitation that the transaction holds.
func settle(tx db.Tx, by audit.Actor, i Invitation, to Asking, proxyID *uuid.UUID) error {
	columns := map[string]any{"state": to, "settled_at": tx.Now(), "proxy_id": proxyID}
	if err := orm.Of(tx).Model(&Invitation{}).Where("id = ?", i.ID).Updates(columns).Error; err != nil {
		return err
	}
	return audit.Record(tx, audit.Entry{
		Actor: by, Action: "proxy.invitation", Subject: "proxy_invitation", SubjectID: i.ID.String(), Detail: map[string]string{"state": string(to)},
	})
}
