package demo

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"shuangyong/models/audit"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/person"
	"shuangyong/models/seal"
	"shuangyong/models/station"
	"shuangyong/wechat/simulator"
)

// People writes invented people down.
type People struct {
	DB    *db.DB
	Store *person.Store
	Merge person.Merge
	Home  func() station.Station // where they live
}

// Introduce makes a person and puts him behind the openid, in both apps, in place of whoever was there. It follows the account if it does not yet.
func (p People) Introduce(ctx context.Context, who Stranger) error {
	by := audit.Actor{Kind: audit.System, ID: "demo"}
	return p.DB.InTx(ctx, func(tx db.Tx) error {
		account, err := p.Store.Follow(tx, by, person.OfficialAccount, who.OpenID, "", tx.Now().Truncate(time.Second))
		if err != nil {
			return err
		}
		today, home := clock.DateOf(tx.Now()), p.Home()
		made, err := p.Store.Register(tx, by, person.Person{
			Name: who.Name, Sex: "m", BornOn: clock.NewDate(today.Year()-58, 3, 2), StationID: home.ID, StationPath: home.Path,
		})
		if err != nil {
			return err
		}
		status, ok := who.Status.Status()
		if !ok { // he serves, which is never written down as held
			if err := p.Store.Claim(tx, by, account, who.Status); err != nil {
				return err
			}
		} else if _, err := p.Store.Grant(tx, by, held(made, status, who.Verified, today)); err != nil {
			return err
		}
		level := person.Stated
		if who.Verified {
			level = person.Seen
		}
		return p.everywhere(tx, by, account, made.ID, level)
	})
}

// everywhere puts a person behind an account and the mini-program's of the same phone. The unionid that joins them is the simulated WeChat's own.
func (p People) everywhere(tx db.Tx, by audit.Actor, account person.Account, made uuid.UUID, level person.Assurance) error {
	openid := account.OpenID.Reveal()
	union := seal.Text(simulator.UnionID(openid))
	if err := p.Store.MeetAt(tx, union); err != nil {
		return err
	}
	twin, there, err := p.Store.Stay(tx, person.MiniProgram, seal.Text(simulator.MiniOpenID(openid)), tx.Now())
	if err != nil && !errors.Is(err, person.ErrLeft) {
		return err
	}
	if there {
		if err := p.Store.Attach(tx, by, twin, made, level); err != nil {
			return err
		}
	}
	if err := p.Store.Attach(tx, by, account, made, level); err != nil {
		return err
	}
	_, err = p.Store.LearnUnion(tx, by, account, union, p.Merge)
	return err
}

// held is the status with the particulars that it cannot be without.
func held(of person.Person, status person.Status, seen bool, today clock.Date) person.Held {
	h := person.Held{PersonID: of.ID, Status: status, From: today.AddDays(-30 * 365)}
	if seen {
		h.SeenOn = today
	}
	switch status {
	case person.DisabledVeteran:
		h.Level, h.Cause = 8, "duty"
	case person.BereavedFamily:
		h.Kind = "martyr"
	}
	return h
}
