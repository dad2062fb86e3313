package wechat

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"time"

	"shuangyong/models/db"
	"shuangyong/models/fault"
	"shuangyong/models/once"
	"shuangyong/models/person"
	gateway "shuangyong/wechat"
)

// farewell is what is owed to somebody who left while the database was away. It is kept sealed.
type farewell struct {
	App    person.App `json:"a,omitempty"` // the Official Account where it is missing
	OpenID string     `json:"o"`
	At     time.Time  `json:"t"` // WeChat's time of leaving
}

// left deletes what WeChat gave us of somebody who unfollowed or took his authorisation back. Deleting twice is deleting once, so it needs no
// key. If the database is away the deletion is remembered, and WeChat is asked by the error to deliver the event again.
func (d *Door) left(ctx context.Context, in gateway.Inbound) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), d.o.Deadline)
	defer cancel()
	err := d.forget(ctx, d.o.App, in.From, in.CreatedAt)
	if err == nil {
		return nil
	}
	what, jsonErr := json.Marshal(farewell{d.o.App, in.From.Reveal(), in.CreatedAt})
	return errors.Join(err, jsonErr, d.o.Sessions.Owe(ctx, in.From.Reveal(), what))
}

// forget deletes the account and what hangs on it, the replies, the conversation and the logins; unless he came back after the time of leaving. What
// he asked for before is not stored from here on, wherever it is under way.
func (d *Door) forget(ctx context.Context, app person.App, openid gateway.OpenID, leftAt time.Time) error {
	back := false
	err := d.o.DB.InTx(ctx, func(tx db.Tx) error {
		account, here, err := d.o.Accounts.Leave(tx, app, openid, leftAt)
		if err != nil {
			return err
		}
		if here {
			for _, erase := range d.o.Erasers {
				if err := erase(tx, account); err != nil {
					return err
				}
			}
			if err := d.o.Accounts.Forget(tx, d.actor(openid), app, account.OpenIDIndex); err != nil {
				return err
			}
		}
		if back = account.FollowedAt.After(leftAt); back {
			return nil
		}
		if err := once.Forget(tx, d.owner(openid)); err != nil {
			return err
		}
		if app == person.MiniProgram { // the mini-program's calls are kept under the account's own index
			return once.Forget(tx, person.OpenIDIndex(tx.Keys(), openid))
		}
		return nil
	})
	if err != nil || back {
		return err
	}
	err = d.o.Sessions.Forget(ctx, openid.Reveal())
	if app == person.MiniProgram && d.o.Logins != nil {
		err = errors.Join(err, d.o.Logins.Forget(ctx, openid))
	}
	return err
}

// Settle makes up for deletions that could not be done when somebody left, at whichever door, and forgets old departures; a job calls it now and
// then. It tells how many deletions it did.
func (d *Door) Settle(ctx context.Context) (int, error) {
	owed, err := d.o.Sessions.Owed(ctx, 100)
	_, sweepErr := d.o.Accounts.SweepDepartures(ctx, 1000)
	err = errors.Join(err, sweepErr)
	n := 0
	for id, what := range owed {
		var f farewell
		if json.Unmarshal(what, &f) == nil {
			orElse(&f.App, person.OfficialAccount)
			if failed := d.forget(ctx, f.App, gateway.OpenID(f.OpenID), f.At); failed != nil {
				d.o.Log.LogAttrs(ctx, slog.LevelWarn, "deletion still owed", slog.String("reason", fault.Of(failed).Reason))
				err = errors.Join(err, failed)
				continue
			}
			n++
		}
		err = errors.Join(err, d.o.Sessions.Settle(ctx, id))
	}
	return n, err
}
