package staff

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"shuangyong/models/attempt"
	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/internal/orm"
	"shuangyong/models/seal"
)

// own reads an account for whoever acts on his own.
func (s *Store) own(ctx context.Context, id uuid.UUID) (Account, error) {
	var found []Account
	err := orm.Of(s.db.View(ctx)).Where("id = ?", id).Limit(1).Find(&found).Error
	if err != nil || len(found) == 0 {
		return Account{}, orElse(db.Fault(err), ErrNotFound)
	}
	return found[0], nil
}

// confirm asks somebody who is logged in for his password once more, and counts the tries as at login.
func (s *Store) confirm(ctx context.Context, id uuid.UUID, password seal.Text) (Account, error) {
	a, err := s.own(ctx, id)
	if err != nil {
		return Account{}, err
	}
	tried := attempt.Take(ctx, s.db, passwordRule, a.Login)
	if tried != nil && !errors.Is(tried, attempt.ErrLocked()) {
		return Account{}, tried
	}
	right, err := s.hasher.matches(ctx, password, a.Password)
	if err != nil {
		return Account{}, err
	}
	if tried != nil || !right {
		return Account{}, s.refused(ctx, passwordRule, a.Login, id, errNotYours)
	}
	return a, s.db.InTx(ctx, func(tx db.Tx) error { return attempt.Clear(tx, passwordRule, a.Login) })
}

// ChangePassword sets another password for somebody who is logged in and knows the one he has. All his logins are over; he is let in anew.
func (s *Store) ChangePassword(ctx context.Context, id uuid.UUID, now, next seal.Text) (Passed, error) {
	a, err := s.confirm(ctx, id, now)
	if err != nil {
		return Passed{}, err
	}
	return s.change(ctx, id, a.Epoch, next)
}

// Phone is what another phone needs to know, and the ticket that says it was told.
type Phone struct {
	Login   string
	Secret  seal.Text
	Address seal.Text // otpauth://, for a QR code
	Ticket  seal.Text
}

// NewPhone begins to put another phone in the place of the one that makes the codes. The password is asked for once more.
func (s *Store) NewPhone(ctx context.Context, id uuid.UUID, password seal.Text) (Phone, error) {
	a, err := s.confirm(ctx, id, password)
	if err != nil {
		return Phone{}, err
	}
	return s.phone(s.db.View(ctx), a.Login, ticket{Step: stepPhone, Member: id, Epoch: a.Epoch})
}

func (s *Store) phone(r db.Reader, login string, t ticket) (Phone, error) {
	secret := newSecret()
	t.Secret = secret.Reveal()
	sealed, err := t.seal(r, enrolLife)
	return Phone{Login: login, Secret: secret, Address: address(login, secret), Ticket: sealed}, err
}

// ConfirmPhone ends it: the new phone shows that it makes the right codes. Old recovery codes are void, all logins are over, and he is let in anew.
func (s *Store) ConfirmPhone(ctx context.Context, id uuid.UUID, text, code seal.Text) (Passed, error) {
	t, err := open(s.db.View(ctx), stepPhone, text)
	if err == nil && t.Member != id {
		err = errTicket
	}
	if err != nil {
		return Passed{}, err
	}
	return s.enrol(ctx, t, code, func(a Account) bool { return a.State == Active }, "staff.phone")
}

// enrol saves the secret of a ticket once the phone has proved that it has it, and with an invitation's the password too: all or nothing.
func (s *Store) enrol(ctx context.Context, t ticket, code seal.Text, fits func(Account) bool, action string) (Passed, error) {
	right, passed := false, Passed{}
	err := s.try(ctx, t.Member, func(tx db.Tx) error {
		a, err := lockSelf(tx, t.Member)
		if err != nil {
			return err
		}
		if !fits(a) || a.Epoch != t.Epoch {
			return errTicket
		}
		var step int64
		if step, right = stepOf(seal.Text(t.Secret), code, tx.Now(), 0); !right {
			return nil
		}
		a.TOTPSecret, a.TOTPStep, a.Epoch, a.State, a.TokenIndex, a.TokenUntil = seal.Text(t.Secret), step, a.Epoch+1, Active, nil, nil
		if t.Password != "" {
			now := tx.Now()
			a.Password, a.PasswordAt = seal.Text(t.Password), &now
		}
		if err := save(tx, &a, "TOTPSecret", "TOTPStep", "Epoch", "State", "TokenIndex", "TokenUntil", "Password", "PasswordAt"); err != nil {
			return err
		}
		codes, err := renew(tx, a.ID)
		if err != nil {
			return err
		}
		if err := errors.Join(attempt.Clear(tx, codeRule, a.ID.String()), audit.Record(tx, entry(Member{ID: a.ID}.Actor(), action, a.ID, nil))); err != nil {
			return err
		}
		passed, err = s.enter(tx, a)
		passed.Codes = codes
		return err
	})
	if err != nil {
		return Passed{}, err
	}
	if !right {
		return Passed{}, s.refused(ctx, codeRule, t.Member.String(), t.Member, ErrCode)
	}
	return passed, nil
}

// LoggedOut writes down that somebody ended his logins, one or all of them.
func (s *Store) LoggedOut(ctx context.Context, id uuid.UUID) error {
	return s.db.InTx(ctx, func(tx db.Tx) error { return audit.Record(tx, entry(Member{ID: id}.Actor(), "staff.logout", id, nil)) })
}

// NewCodes makes new recovery codes for somebody who is logged in, for a code of his phone.
func (s *Store) NewCodes(ctx context.Context, id uuid.UUID, code seal.Text) ([]seal.Text, error) {
	right := false
	var codes []seal.Text
	err := s.try(ctx, id, func(tx db.Tx) error {
		a, err := lockSelf(tx, id)
		if err != nil {
			return err
		}
		if right, err = s.prove(tx, &a, code, ""); err != nil || !right {
			return err
		}
		if codes, err = renew(tx, id); err != nil {
			return err
		}
		return audit.Record(tx, entry(Member{ID: id}.Actor(), "staff.codes", id, nil))
	})
	if err == nil && !right {
		err = s.refused(ctx, codeRule, id.String(), id, ErrCode)
	}
	return codes, err
}
