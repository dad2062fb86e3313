package wechat

import (
	"context"
	"time"

	"github.com/google/uuid"

	"shuangyong/dialog"
	"shuangyong/models/audit"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/person"
	"shuangyong/models/seal"
	gateway "shuangyong/wechat"
)

// Accounts is who the openids belong to; person.Store is one.
type Accounts interface {
	AccountOf(ctx context.Context, app person.App, openid seal.Text) (person.Account, bool, error)
	Follow(tx db.Tx, by audit.Actor, app person.App, openid seal.Text, scene string, now time.Time) (person.Account, error)
	Leave(tx db.Tx, app person.App, openid seal.Text, at time.Time) (account person.Account, ok bool, err error)
	Stay(tx db.Tx, app person.App, openid seal.Text, at time.Time) (account person.Account, ok bool, err error)
	LeftSince(ctx context.Context, app person.App, openid seal.Text, at time.Time) (bool, error)
	SweepDepartures(ctx context.Context, limit int) (int, error)
	Forget(tx db.Tx, by audit.Actor, app person.App, openid seal.Index) error
	ByID(ctx context.Context, id uuid.UUID) (person.Person, error)
	MeetAt(tx db.Tx, union seal.Text) error
	LearnUnion(tx db.Tx, by audit.Actor, a person.Account, union seal.Text, merge person.Merge) (person.Account, error)
	UnionsDue(ctx context.Context, limit int) ([]person.Account, error)
	AskUnionAgain(tx db.Tx, a person.Account, at time.Time) error
	StatusesOf(ctx context.Context, id uuid.UUID, on clock.Date) ([]person.Held, error)
}

// speaker is the sender of a message, who is looked up only when an answer depends on him.
type speaker struct {
	dialog.Speaker
	stranger bool // he was looked up and has no account
}

func (d *Door) speaker(in gateway.Inbound) *speaker {
	s := &speaker{}
	s.Key = d.alias(in.From)
	s.Person = func(ctx context.Context) (dialog.Known, bool, error) {
		known, ok, err := d.known(ctx, in.From)
		s.stranger = err == nil && !ok
		return known, ok, err
	}
	return s
}

// known is what is on file about an openid.
func (d *Door) known(ctx context.Context, openid gateway.OpenID) (dialog.Known, bool, error) {
	account, ok, err := d.o.Accounts.AccountOf(ctx, d.o.App, openid)
	if err != nil || !ok {
		return dialog.Known{}, false, err
	}
	k := dialog.Known{AccountID: account.ID, Level: account.Assurance, Claimed: account.Claimed}
	if account.PersonID == nil {
		return k, true, nil
	}
	p, err := d.o.Accounts.ByID(ctx, *account.PersonID)
	if err != nil {
		return dialog.Known{}, false, err
	}
	k.PersonID, k.StationPath = p.ID, p.StationPath
	if !k.May(person.OwnFile) {
		return k, true, nil
	}
	if phone := p.Phone.Reveal(); len(phone) >= 4 {
		k.PhoneTail = phone[len(phone)-4:]
	}
	k.Statuses, err = d.o.Accounts.StatusesOf(ctx, p.ID, clock.DateOf(d.o.Clock.Now()))
	return k, err == nil, err
}
