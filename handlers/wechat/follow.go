package wechat

import (
	"context"
	"strings"

	"shuangyong/models/audit"
	"shuangyong/models/db"
	gateway "shuangyong/wechat"
)

// scenePrefix stands before the scene of the code that somebody scanned to follow.
const scenePrefix = "qrscene_"

// followed greets and opens the account. The greeting holds also while the database is away: the account is then opened when it is first needed.
func (d *Door) followed(ctx context.Context, m Message) (Answer, error) {
	turn, err := d.o.Engine.Turn(ctx, m.Now, d.speaker(m.In).Speaker, m.State, heard(m.In))
	a := answerOf(turn)
	if err != nil {
		return a, err
	}
	greeting := a
	a.Change = func(tx db.Tx) (Answer, error) { return greeting, d.open(tx, m.In) }
	return a, nil
}

// enrol opens the account of somebody who followed unseen.
func (d *Door) enrol(ctx context.Context, in gateway.Inbound) error {
	return d.o.DB.InTx(ctx, func(tx db.Tx) error { return d.open(tx, in) })
}

// open opens the account or finds it open. Its time is WeChat's, so that it compares with the time of a later unfollow.
func (d *Door) open(tx db.Tx, in gateway.Inbound) error {
	scene, _ := strings.CutPrefix(in.EventKey, scenePrefix)
	if in.Event != gateway.EventSubscribe {
		scene = ""
	}
	_, err := d.o.Accounts.Follow(tx, d.actor(in.From), d.o.App, in.From, scene, in.CreatedAt)
	return err
}

// actor is the citizen as the audit log names him: by a keyed hash that says nothing without the key.
func (d *Door) actor(openid gateway.OpenID) audit.Actor {
	return audit.Actor{Kind: audit.Citizen, ID: d.alias(openid)}
}

// alias is a stable name for a person that is not his openid.
func (d *Door) alias(openid gateway.OpenID) string {
	return string(d.keys.Index("wechat.alias", openid.Reveal()))[:32]
}
