package app

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"shuangyong/handlers/mini"
	door "shuangyong/handlers/wechat"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/person"
	"shuangyong/models/privacy"
	"shuangyong/models/staff"
	"shuangyong/session"
)

// mine is what all domains keep of a person, put together: see privacy.Section, privacy.Plan. Whoever adds a domain that keeps something of people adds it to export.go and erase.go; a
// test fails when a table that points at people is in neither.
type mine struct {
	*answers
	db       *db.DB
	sessions *session.Store
	logins   *session.Logins
	erasers  []door.Eraser // what hangs on a WeChat account
	bureau   string
	phone    string
}

var _ mini.Mine = (*mine)(nil)

// Home is a person, for where his requests go.
func (m *mine) Home(ctx context.Context, personID uuid.UUID) (person.Person, error) {
	return m.people.ByID(ctx, personID)
}

// Due is by when a request of now is answered.
func (m *mine) Due(now time.Time) clock.Date { return privacy.Due(m.calendar, clock.DateOf(now)) }

// Members are members of staff as people are told.
func (m *mine) Members(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]string, error) {
	return staff.Names(m.db.View(ctx), ids)
}

// Keys are a person's key and those of records that were merged into his.
func (m *mine) Keys(ctx context.Context, personID uuid.UUID) ([]uuid.UUID, error) {
	return m.people.KeysOf(ctx, personID)
}

// Accounts are the keys of a person's accounts.
func (m *mine) Accounts(ctx context.Context, personID uuid.UUID) ([]uuid.UUID, error) {
	accounts, err := person.AccountsOf(m.db.View(ctx), personID)
	return keysOf(accounts), db.Fault(err)
}

// Forget ends what Redis keeps of accounts that are gone: conversations and logins.
func (m *mine) Forget(ctx context.Context, gone []person.Account) error {
	var errs []error
	for _, a := range gone {
		errs = append(errs, m.sessions.Forget(ctx, a.OpenID.Reveal()))
		if a.App == person.MiniProgram {
			errs = append(errs, m.logins.Forget(ctx, a.OpenID))
		}
	}
	return errors.Join(errs...)
}

// privately adds to the mini-program's door what it needs for people's own data.
func (s *Stores) privately(o mini.Options, d door.Options, logins *session.Logins, from *answers) (mini.Options, error) {
	bureau, err := from.bureau(s.Config)
	if err != nil {
		return o, err
	}
	o.Privacy, o.Bureau = from.privacy, bureau.Name
	o.Mine = &mine{
		answers: from, db: s.DB, sessions: d.Sessions, logins: logins, erasers: d.Erasers, bureau: bureau.Name, phone: bureau.Phone,
	}
	return o, nil
}
