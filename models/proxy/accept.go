package proxy

import (
	"context"
	"time"

	"github.com/google/uuid"

	"shuangyong/models/attempt"
	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/fault"
	"shuangyong/models/internal/orm"
	"shuangyong/models/number"
)

// ErrCode is the one answer to a code that nobody made, one whose time is over, and one that was used or recalled.
var ErrCode = fault.New(fault.NotFound, "proxy.code", "这个代办码不对，或者已经用过、过期了。请对着再看一遍；还不行，请家人重新要一个。").
	ToStaff("这个代办码不对，或者已经用过、过期了。请他再念一遍；还不行，请代办的家人在手机上重新要一个。")

// Entering is how often one may enter a code. Right ones count too, so that nobody who has one can guess at others: whoever enters codes for a living (a
// clerk) has them cleared.
func Entering() attempt.Rule {
	return attempt.Rule{Name: "proxy.code", Limit: 10, Window: time.Hour, Lock: 30 * time.Minute}
}

// Try counts one code that somebody enters, before its outcome is known, or refuses while he has to rest.
func (s *Store) Try(ctx context.Context, who string) error {
	return attempt.Take(ctx, s.db, Entering(), who)
}

// Look is what a code offers, before one agrees to it. The caller has counted the try. Who made it is told to the door only, which masks the name.
func (s *Store) Look(ctx context.Context, code string) (Invitation, error) {
	view := s.db.View(ctx)
	code, valid := number.Parse(code)
	var found []Invitation
	if err := orm.Of(view).Where("code_index = ?", codeIndex(view.Keys(), code)).Limit(1).Find(&found).Error; err != nil {
		return Invitation{}, db.Fault(err)
	}
	if !valid || len(found) == 0 || !found[0].open(view.Now()) {
		return Invitation{}, ErrCode
	}
	return found[0], nil
}

// Consenter is who enters a code: a person, and why he may not let somebody act for him (nil: he may, he is known well enough).
type Consenter struct {
	ID      uuid.UUID
	Appoint error
}

// Accept makes a proxy of a code, at once and once. Whoever enters it takes the other side than its maker; to be acted for he must be known well enough.
func Accept(tx db.Tx, by audit.Actor, code string, me Consenter) (Proxy, error) {
	i, err := take(tx, code, me.ID)
	if err != nil {
		return Proxy{}, err
	}
	principal, agent := i.between(me.ID)
	if i.Side == Agent && me.Appoint != nil {
		return Proxy{}, me.Appoint
	}
	return fulfil(tx, by, i, Proxy{Kind: Family, PrincipalID: principal, AgentID: agent, How: InApp})
}

// Refuse says no to a code, which is void then.
func Refuse(tx db.Tx, by audit.Actor, code string, me uuid.UUID) error {
	i, err := take(tx, code, me)
	if err != nil {
		return err
	}
	return settle(tx, by, i, Refused, nil)
}

// Witness is a clerk and the station he works at.
type Witness struct{ Staff, Station uuid.UUID }

// AcceptAt makes a proxy of a code that somebody reads out at a station: the principal is there and the clerk saw his paper. The code is one with which
// somebody asks to act for him.
func AcceptAt(tx db.Tx, by audit.Actor, code string, present uuid.UUID, w Witness) (Proxy, error) {
	i, err := take(tx, code, present)
	if err != nil {
		return Proxy{}, err
	}
	if i.Side != Agent {
		return Proxy{}, ErrCode
	}
	return fulfil(tx, by, i, Proxy{Kind: Family, PrincipalID: present, AgentID: i.MakerID, How: ByCode, WitnessID: &w.Staff, StationID: &w.Station})
}

// take holds the open invitation of a code, the two people first: everything locks in this order.
func take(tx db.Tx, code string, me uuid.UUID) (Invitation, error) {
	code, valid := number.Parse(code)
	index := codeIndex(tx.Keys(), code)
	var found []Invitation
	if err := orm.Of(tx).Where("code_index = ?", index).Limit(1).Find(&found).Error; err != nil {
		return Invitation{}, err
	}
	if !valid || len(found) == 0 {
		return Invitation{}, ErrCode
	}
	if _, err := lockPeople(tx, me, found[0].MakerID); err != nil {
		return Invitation{}, err
	}
	i, err := lockInvitation(tx, "code_index = ?", index)
	switch {
	case fault.CodeOf(err) == fault.NotFound, err == nil && !i.open(tx.Now()):
		return Invitation{}, ErrCode
	case err != nil:
		return Invitation{}, err
	case i.MakerID == me:
		return Invitation{}, ErrSelf
	}
	return i, nil
}

// fulfil begins the proxy that an invitation is for, on its terms, and uses it up.
func fulfil(tx db.Tx, by audit.Actor, i Invitation, p Proxy) (Proxy, error) {
	p.Scopes, p.Until = i.Scopes, i.Until
	p, err := grant(tx, by, p)
	if err != nil {
		return Proxy{}, err
	}
	return p, settle(tx, by, i, Accepted, &p.ID)
}
