package mini

import (
	"context"
	"errors"
	"time"

	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/fault"
	"shuangyong/models/person"
	"shuangyong/models/seal"
	"shuangyong/session"
	"shuangyong/wechat"
)

var errRevoked = fault.New(fault.Conflict, "login.revoked", "您刚刚收回了授权，所以没有登录，微信给的资料也删除了。还想用，请过一会儿再打开小程序。")

// enter sees to it that somebody whom WeChat named has an account, made if he is new, and joined with his account in the Official Account. began is when he asked: who has
// taken his authorisation back since does not get one. WeChat's times are whole seconds, so within one leaving is last.
func (d *Door) enter(ctx context.Context, who wechat.Login, began time.Time) error {
	a, found, err := d.o.People.AccountOf(ctx, person.MiniProgram, who.OpenID)
	if err == nil && found {
		var settled bool
		if settled, err = d.o.People.Settled(ctx, a, who.UnionID); settled {
			return nil // as at most logins: nothing to write
		}
	}
	if err != nil {
		return err
	}
	by := d.newcomer(who.OpenID)
	err = d.o.DB.InTx(ctx, func(tx db.Tx) error {
		if err := d.o.People.MeetAt(tx, who.UnionID); err != nil {
			return err
		}
		a, err := d.o.People.Follow(tx, by, person.MiniProgram, who.OpenID, "", began.Truncate(time.Second))
		if err != nil {
			return err
		}
		_, err = d.o.People.LearnUnion(tx, by, a, who.UnionID, d.o.Merge)
		return err
	})
	if errors.Is(err, person.ErrLeft) {
		return errRevoked
	}
	return err
}

// newcomer is somebody without an account, as the audit log names him: by a keyed hash that says nothing without the key.
func (d *Door) newcomer(openid seal.Text) audit.Actor {
	return audit.Actor{Kind: audit.Citizen, ID: string(d.o.DB.Keys().Index("wechat.alias", openid.Reveal()))[:32]}
}

// begin makes the login of an account, if it still stands afterwards. Whoever deletes it commits that first and ends the logins then: either he finds this login, or
// the account is seen to be gone.
func (d *Door) begin(ctx context.Context, who session.Login) (seal.Text, session.Login, error) {
	token, login, err := d.o.Logins.SignIn(ctx, who)
	if err != nil {
		return "", session.Login{}, err
	}
	_, stands, err := d.o.People.AccountOf(ctx, person.MiniProgram, who.OpenID)
	if err == nil && stands {
		return token, login, nil
	}
	if err == nil {
		err = errRevoked
	}
	if undone := d.o.Logins.SignOut(ctx, token); undone != nil {
		err = errors.Join(err, undone)
	}
	return "", session.Login{}, err
}
