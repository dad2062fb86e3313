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
	gateway "shuangyong/wechat"
)

// farewell is what is owed to somebody who left while the database was away. It is kept sealed.
type farewell struct {
	OpenID string    `json:"o"`
	At     time.Time `json:"t"` // WeChat's time of leaving
}

// left deletes what WeChat gave us of somebody who unfollowed or took his authorisation back. Deleting twice is deleting once, so it needs no
// key. If the database is away the deletion is remembered, and WeChat is asked by the error to deliver the event again.
func (d *Door) left(ctx context.Context, in gateway.Inbound) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), d.o.Deadline)
	defer cancel()
	err := d.forget(ctx, in.From, in.CreatedAt)
	if err == nil {
		return nil
	}
	what, jsonErr := json.Marshal(farewell{in.From.Reveal(), in.CreatedAt})
	return errors.Join(err, jsonErr, d.o.Sessions.Owe(ctx, in.From.Reveal(), what))
}

// forget deletes the account and what hangs on it, the replies and the conversation; unless he came back after the time of leaving.
func (d *Door) forget(ctx context.Context, openid gateway.OpenID, leftAt time.Time) error {
	account, found, err := d.o.Accounts.AccountOf(ctx, d.o.App, openid)
	if err != nil {
		return err
	}
	if found && account.FollowedAt.After(leftAt) {
		return nil
	}
	err = d.o.DB.InTx(ctx, func(tx db.Tx) error {
		if found {
			for _, erase := range d.o.Erasers {
				if err := erase(tx, account); err != nil {
					return err
				}
			}
			if err := d.o.Accounts.Forget(tx, d.actor(openid), d.o.App, account.OpenIDIndex); err != nil {
				return err
			}
		}
		return once.Forget(tx, d.owner(openid))
	})
	if err != nil {
		return err
	}
	return d.o.Sessions.Forget(ctx, openid.Reveal())
}

// Settle makes up for deletions that could not be done when somebody left; a job calls it now and then. It tells how many it did.
func (d *Door) Settle(ctx context.Context) (int, error) {
	owed, err := d.o.Sessions.Owed(ctx, 100)
	n := 0
	for id, what := range owed {
		var f farewell
		if json.Unmarshal(what, &f) == nil {
			if failed := d.forget(ctx, gateway.OpenID(f.OpenID), f.At); failed != nil {
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
