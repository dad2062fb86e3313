package wechat

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/fault"
	"shuangyong/models/person"
	"shuangyong/models/seal"
	gateway "shuangyong/wechat"
)

// How long WeChat is left alone about an account whose unionid it did not tell.
const (
	unionsAtOnce = 50
	untold       = 24 * time.Hour  // it has none to tell: the bureau's account is not bound on the open platform yet
	unasked      = 5 * time.Minute // it could not be asked
)

// LookUpUnions asks WeChat for the unionids of followers who are not known by one yet, and joins them with their accounts in the mini-program; a job calls it now and then, so
// that no answer waits for it. It tells how many were learnt. One that fails does not keep the next from being asked, but a WeChat or a database that is away does.
func (d *Door) LookUpUnions(ctx context.Context) (int, error) {
	due, err := d.o.Accounts.UnionsDue(ctx, unionsAtOnce)
	n := 0
	for _, a := range due {
		union, asked := d.o.Gateway.UnionID(ctx, a.OpenID)
		learnt, kept := d.keepUnion(ctx, a, union, asked)
		if learnt {
			n++
		}
		if failed := errors.Join(asked, kept); failed != nil {
			err = errors.Join(err, failed)
			d.o.Log.LogAttrs(ctx, slog.LevelWarn, "unionid not learnt", slog.String("class", string(gateway.Classify(asked))), slog.String("reason", fault.Of(failed).Reason))
		}
		if away(asked) || fault.CodeOf(kept) == fault.Unavailable {
			break
		}
	}
	return n, err
}

// away tells whether asking WeChat for the next one would fail as well.
func away(err error) bool {
	switch gateway.Classify(err) {
	case "", gateway.ClassGone, gateway.ClassInvalid, gateway.ClassRisky:
		return false
	}
	return fault.CodeOf(err) != fault.Invalid
}

// keepUnion keeps what WeChat said of an account's unionid, or when to ask again.
func (d *Door) keepUnion(ctx context.Context, a person.Account, union seal.Text, asked error) (learnt bool, err error) {
	pause := untold
	if asked == nil && union != "" {
		err = d.o.DB.InTx(ctx, func(tx db.Tx) error { return d.learn(tx, a, union) })
		if err == nil || fault.CodeOf(err) == fault.NotFound { // he left meanwhile
			return err == nil, nil
		}
	}
	if err != nil || away(asked) {
		pause = unasked
	}
	again := d.o.Clock.Now().Add(pause)
	return false, errors.Join(err, d.o.DB.InTx(ctx, func(tx db.Tx) error { return d.o.Accounts.AskUnionAgain(tx, a, again) }))
}

// learn keeps the unionid of an account and joins it with the same person's other one.
func (d *Door) learn(tx db.Tx, a person.Account, union seal.Text) error {
	if err := d.o.Accounts.MeetAt(tx, union); err != nil {
		return err
	}
	_, err := d.o.Accounts.LearnUnion(tx, audit.Actor{Kind: audit.System, ID: "union-lookup"}, a, union, d.o.Merge)
	return err
}
