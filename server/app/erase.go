package app

import (
	"github.com/google/uuid"

	door "shuangyong/handlers/wechat"
	"shuangyong/models/application"
	"shuangyong/models/appointment"
	"shuangyong/models/audit"
	"shuangyong/models/benefit"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/handoff"
	"shuangyong/models/once"
	"shuangyong/models/person"
	"shuangyong/models/petition"
	"shuangyong/models/privacy"
	"shuangyong/models/proxy"
	"shuangyong/models/seal"
)

// Plan is what a deletion would do. In a transaction the person is locked, so that it still is so at the commit.
func (m *mine) Plan(r db.Reader, personID uuid.UUID) ([]privacy.Item, error) {
	today := clock.DateOf(r.Now())
	holds, err := privacy.HoldsOn(r, personID, today)
	if err != nil {
		return nil, db.Fault(err)
	}
	stock, err := m.stock(r, personID)
	if err != nil {
		return nil, db.Fault(err)
	}
	return privacy.Plan(stock, holds, today), nil
}

// stock counts what is kept of a person.
func (m *mine) stock(r db.Reader, personID uuid.UUID) (privacy.Stock, error) {
	s := privacy.Stock{privacy.Traces: 1}
	own, err := person.Export(r, personID)
	if err != nil {
		return nil, err
	}
	s[privacy.Accounts] = len(own.Accounts)
	s[privacy.Contact] = present(own.Person.Phone != "") + present(own.Person.Address != "")
	s[privacy.File] = present(own.Person.Name != "" || own.Person.IDNumber != "") + len(own.Statuses) + len(own.Relatives)
	if s[privacy.OpenCalls], s[privacy.Calls], err = handoff.CountOf(r, personID, keysOf(own.Accounts)); err != nil {
		return nil, err
	}
	if s[privacy.Drafts], s[privacy.Applications], err = application.CountOf(r, personID); err != nil {
		return nil, err
	}
	proxies, err := proxy.Export(r, personID)
	if err != nil {
		return nil, err
	}
	s[privacy.Proxies] = len(running(proxies)) + len(proxies.Codes)
	for part, count := range map[privacy.Part]func(db.Reader, uuid.UUID) (int, error){
		privacy.Bookings: appointment.CountOf, privacy.Petitions: petition.CountOf, privacy.Benefits: benefit.CountOf, privacy.Copies: privacy.CopyCount,
		privacy.Consents: privacy.ConsentCount, privacy.Requests: privacy.RequestCount,
	} {
		if s[part], err = count(r, personID); err != nil {
			return nil, err
		}
	}
	return s, nil
}

func present(is bool) int {
	if is {
		return 1
	}
	return 0
}

// running are the proxies that a deletion ends.
func running(all proxy.Mine) []proxy.Proxy {
	var on []proxy.Proxy
	for _, p := range append(all.ActForMe, all.IActFor...) {
		if p.State == proxy.Active {
			on = append(on, p)
		}
	}
	return on
}

// Delete does what was shown, and gives the accounts that are gone.
func (m *mine) Delete(tx db.Tx, by audit.Actor, personID uuid.UUID, confirmed string) ([]privacy.Item, []person.Account, error) {
	plan, err := m.Plan(tx, personID)
	if err != nil {
		return nil, nil, err
	}
	own, err := person.Export(tx, personID)
	if err != nil {
		return nil, nil, err
	}
	err = m.privacy.Delete(tx, by, personID, own.Person.StationPath, plan, confirmed, m.partErasers(own.Accounts))
	return plan, own.Accounts, err
}

// partErasers are how each part that can go is deleted.
func (m *mine) partErasers(accounts []person.Account) map[privacy.Part]privacy.Eraser {
	return map[privacy.Part]privacy.Eraser{
		privacy.Accounts: func(tx db.Tx, by audit.Actor, _ uuid.UUID) error { return m.eraseAccounts(tx, by, accounts) },
		privacy.Calls: func(tx db.Tx, _ audit.Actor, id uuid.UUID) error {
			return handoff.EraseSettled(tx, id, keysOf(accounts))
		},
		privacy.Copies:  privacy.EraseCopies,
		privacy.Proxies: proxy.Erase,
		privacy.Drafts:  application.EraseDrafts,
		privacy.Contact: person.EraseContact,
		privacy.File:    eraseFile,
	}
}

func keysOf(accounts []person.Account) []uuid.UUID {
	ids := make([]uuid.UUID, len(accounts))
	for i, a := range accounts {
		ids[i] = a.ID
	}
	return ids
}

// eraseFile deletes a file and what was asked about it.
func eraseFile(tx db.Tx, by audit.Actor, personID uuid.UUID) error {
	if err := privacy.TakeBack(tx, by, personID); err != nil {
		return err
	}
	return person.EraseFile(tx, by, personID)
}

// eraseAccounts is for each account what its owner's leaving is: nothing he asked for before is stored after it.
func (m *mine) eraseAccounts(tx db.Tx, by audit.Actor, accounts []person.Account) error {
	for _, a := range accounts {
		if _, _, err := m.people.Leave(tx, a.App, a.OpenID, tx.Now()); err != nil {
			return err
		}
		for _, erase := range m.erasers {
			if err := erase(tx, a); err != nil {
				return err
			}
		}
		if err := m.people.Forget(tx, by, a.App, a.OpenIDIndex); err != nil {
			return err
		}
		for _, owner := range []seal.Index{a.OpenIDIndex, door.Owner(tx.Keys(), a.OpenID)} {
			if err := once.Forget(tx, owner); err != nil {
				return err
			}
		}
	}
	return nil
}
