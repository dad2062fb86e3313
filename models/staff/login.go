package staff

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/google/uuid"

	"shuangyong/models/attempt"
	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/fault"
	"shuangyong/models/seal"
)

// How often may be tried (等保 8.1.4.1: 登录失败处理). They stand in SQL, so that neither another replica nor a flushed Redis gives more tries.
var (
	passwordRule = attempt.Rule{Name: "staff.password", Limit: 5, Window: 30 * time.Minute, Lock: 30 * time.Minute} // a login
	codeRule     = attempt.Rule{Name: "staff.code", Limit: 5, Window: 30 * time.Minute, Lock: 30 * time.Minute}     // a member
	addressRule  = attempt.Rule{Name: "staff.address", Limit: 50, Window: 15 * time.Minute, Lock: 15 * time.Minute} // a client's address
)

// What whoever does not get in is told: the same whether there is such a login, whether it is locked, and which part was wrong.
var (
	ErrWrong   = fault.New(fault.Unauthenticated, "staff.wrong", "登录名或密码不对，或者账号现在不能用。连错5次要等半小时。忘了密码，请找系统管理员重置。")
	ErrCode    = fault.New(fault.Unauthenticated, "staff.wrong_code", "验证码不对，或者刚用过。请等手机上换一个新的再输；连错5次要等半小时。手机不在身边，可以用恢复码。")
	errAddress = fault.New(fault.TooMany, "staff.address", "这个网络试的次数太多，先停一会儿。请15分钟后再试。")
)

// Passed is how far somebody got. Either Ticket leads to the next step, or he is in.
type Passed struct {
	Change bool      // the next step is another password
	Ticket seal.Text // "" when he is in
	Who    Present
	Codes  []seal.Text // new recovery codes, shown once
	Left   int         // recovery codes that are left
}

// EnterPassword is the first step of logging in, from the client's address; it gives a ticket for the second. Unknown, locked, disabled and wrong take the same
// steps, a hash among them, and are refused alike.
func (s *Store) EnterPassword(ctx context.Context, from, login string, password seal.Text) (seal.Text, error) {
	login = strings.ToLower(login)
	if err := s.fromAddress(ctx, from); err != nil {
		return "", err
	}
	a, found, err := byLogin(s.db.View(ctx), login)
	if err != nil {
		return "", err
	}
	tried := attempt.Take(ctx, s.db, passwordRule, login)
	if tried != nil && !errors.Is(tried, attempt.ErrLocked()) {
		return "", tried
	}
	var hash seal.Text
	if found && a.State == Active {
		hash = a.Password
	}
	right, err := s.hasher.matches(ctx, password, hash)
	if err != nil {
		return "", err
	}
	if tried != nil || !right {
		return "", s.refused(ctx, passwordRule, login, a.ID, ErrWrong)
	}
	var next seal.Text
	err = s.db.InTx(ctx, func(tx db.Tx) (err error) {
		if next, err = (ticket{Step: stepCode, Member: a.ID, Epoch: a.Epoch}).seal(tx, ticketLife); err != nil {
			return err
		}
		return attempt.Clear(tx, passwordRule, login)
	})
	return next, err
}

// fromAddress counts a try of a client's address, whatever it tries.
func (s *Store) fromAddress(ctx context.Context, from string) error {
	err := attempt.Take(ctx, s.db, addressRule, from)
	if errors.Is(err, attempt.ErrLocked()) {
		return errAddress
	}
	return err
}

// refused writes down that somebody was refused, and whether that locked the account; the log says as much of a login that never was.
func (s *Store) refused(ctx context.Context, rule attempt.Rule, key string, id uuid.UUID, why *fault.Fault) error {
	_, locked, err := attempt.LockedUntil(ctx, s.db, rule, key)
	if err != nil {
		return err
	}
	subject, state := "unknown", "wrong"
	if id != uuid.Nil {
		subject = id.String()
	}
	if locked {
		state = "locked"
	}
	err = s.db.InTx(ctx, func(tx db.Tx) error {
		return audit.Record(tx, audit.Entry{
			Actor: audit.Actor{Kind: audit.System, ID: "desk"}, Action: "staff.refuse", Subject: "staff", SubjectID: subject,
			Detail: map[string]string{"state": state, "rule": rule.Name},
		})
	})
	return orElse(err, why)
}

// orElse is the refusal, unless something worse happened.
func orElse(err error, refusal *fault.Fault) error {
	if err != nil {
		return err
	}
	return refusal
}

// EnterCode is the second step: the phone's code, or a recovery code in its place. The same code lets in once, also when it comes twice at the same moment.
func (s *Store) EnterCode(ctx context.Context, text, code, recoveryCode seal.Text) (Passed, error) {
	t, err := open(s.db.View(ctx), stepCode, text)
	if err != nil {
		return Passed{}, err
	}
	right, passed := false, Passed{}
	err = s.try(ctx, t.Member, func(tx db.Tx) error {
		a, err := lockSelf(tx, t.Member)
		if err != nil {
			return err
		}
		if a.State != Active || a.Epoch != t.Epoch {
			return errTicket
		}
		if right, err = s.prove(tx, &a, code, recoveryCode); err != nil || !right {
			return err
		}
		passed, err = s.enter(tx, a)
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

// try counts a try of the second factor and runs what tells whether it was right. A locked one is refused like a wrong one.
func (s *Store) try(ctx context.Context, member uuid.UUID, what func(tx db.Tx) error) error {
	err := attempt.Take(ctx, s.db, codeRule, member.String())
	if errors.Is(err, attempt.ErrLocked()) {
		return s.refused(ctx, codeRule, member.String(), member, ErrCode)
	}
	if err != nil {
		return err
	}
	return s.db.InTx(ctx, what)
}

// prove uses up the code of a locked account and forgets the wrong tries before it.
func (s *Store) prove(tx db.Tx, a *Account, code, recoveryCode seal.Text) (bool, error) {
	if recoveryCode != "" {
		right, err := useRecovery(tx, a.ID, recoveryCode)
		if err != nil || !right {
			return false, err
		}
		if err := audit.Record(tx, entry(Member{ID: a.ID}.Actor(), "staff.recover", a.ID, nil)); err != nil {
			return false, err
		}
		return true, attempt.Clear(tx, codeRule, a.ID.String())
	}
	step, right := stepOf(a.TOTPSecret, code, tx.Now(), a.TOTPStep)
	if !right {
		return false, nil
	}
	a.TOTPStep = step
	if err := save(tx, a, "TOTPStep"); err != nil {
		return false, err
	}
	return true, attempt.Clear(tx, codeRule, a.ID.String())
}

// enter lets somebody in whose factors were right, or leads him to another password where his is too old.
func (s *Store) enter(tx db.Tx, a Account) (Passed, error) {
	if s.old(a, tx.Now()) {
		next, err := ticket{Step: stepChange, Member: a.ID, Epoch: a.Epoch}.seal(tx, ticketLife)
		return Passed{Change: true, Ticket: next}, err
	}
	who, err := presentOf(tx, a)
	if err != nil {
		return Passed{}, err
	}
	left, err := recoveryLeft(tx, a.ID)
	if err != nil {
		return Passed{}, err
	}
	return Passed{Who: who, Left: left}, audit.Record(tx, entry(who.Actor(), "staff.login", a.ID, nil))
}

// old tells whether a password is to be changed.
func (s *Store) old(a Account, now time.Time) bool {
	return s.age > 0 && (a.PasswordAt == nil || !now.Before(a.PasswordAt.Add(s.age)))
}

// Welcome forgets what was tried from an address from which somebody got in: a whole office may share one.
func (s *Store) Welcome(ctx context.Context, from string) error {
	return s.db.InTx(ctx, func(tx db.Tx) error { return attempt.Clear(tx, addressRule, from) })
}

// ChangeOld is the third step where there is one: another password in place of one that is too old.
func (s *Store) ChangeOld(ctx context.Context, text, password seal.Text) (Passed, error) {
	t, err := open(s.db.View(ctx), stepChange, text)
	if err != nil {
		return Passed{}, err
	}
	return s.change(ctx, t.Member, t.Epoch, password)
}

var errSame = fault.New(fault.Invalid, "staff.same_password", "新密码和现在的一样，请换一个。")

// change sets another password for whoever proved who he is, in the epoch in which he did.
func (s *Store) change(ctx context.Context, id uuid.UUID, epoch int64, password seal.Text) (Passed, error) {
	a, err := s.own(ctx, id)
	if err != nil {
		return Passed{}, err
	}
	if err := CheckPassword(a.Login, password); err != nil {
		return Passed{}, err
	}
	if same, err := s.hasher.matches(ctx, password, a.Password); err != nil || same {
		return Passed{}, orElse(err, errSame)
	}
	hash, err := s.hasher.hash(ctx, password)
	if err != nil {
		return Passed{}, err
	}
	var passed Passed
	err = s.db.InTx(ctx, func(tx db.Tx) error {
		a, err := lockSelf(tx, id)
		if err != nil {
			return err
		}
		if a.State != Active || a.Epoch != epoch {
			return errTicket
		}
		now := tx.Now()
		a.Password, a.PasswordAt, a.Epoch = hash, &now, a.Epoch+1
		if err := save(tx, &a, "Password", "PasswordAt", "Epoch"); err != nil {
			return err
		}
		if err := audit.Record(tx, entry(Member{ID: id}.Actor(), "staff.password", id, nil)); err != nil {
			return err
		}
		passed, err = s.enter(tx, a)
		return err
	})
	return passed, err
}
