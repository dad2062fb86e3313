package person

import (
	"strings"

	"github.com/google/uuid"

	"shuangyong/models/audit"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/fault"
	"shuangyong/models/internal/orm"
	"shuangyong/models/number"
	"shuangyong/models/seal"
)

// counterPrefix tells a code of the counter from whatever else is held before a scanner.
const counterPrefix = "sy:counter:"

// CounterQR is what the phone draws for a code of the counter.
func CounterQR(code string) string { return counterPrefix + code }

// ReadCounterCode reads what a scanner read, or the nine digits as somebody typed them.
func ReadCounterCode(text string) (code string, ok bool) {
	return number.Parse(strings.TrimPrefix(strings.TrimSpace(text), counterPrefix))
}

// Visit is what a clerk confirms of whoever stands before him with his phone and his papers.
type Visit struct {
	AccountID uuid.UUID
	Ticket    seal.Index  // keyed hash of what the scan gave the clerk; it is good once
	Person    uuid.UUID   // who it is; zero = he is not on file yet, and New is written down
	New       Particulars // of somebody who is not on file
	Papers    []Paper     // that the clerk saw
	Seen      []Tick      // statuses on file whose paper he saw
	Granted   []Held      // statuses that he writes down now
}

// Tick is a status on file whose paper a clerk saw.
type Tick struct {
	Status uuid.UUID
	Paper  Paper
}

var (
	errTicket   = fault.New(fault.Conflict, "counter.done", "这次到站已经登记过了，没有重复登记。还要改的，请在档案里改。")
	errNoPapers = fault.New(fault.Invalid, "counter.papers", "请先勾选看过的证件。")
)

// Confirm recognises the owner of an account at the counter: the account is his from then on, as surely as can be, and the statuses that the clerk ticked are
// seen. It is one step: of two who confirm the same ticket one succeeds.
func (s *Store) Confirm(tx db.Tx, by audit.Actor, scope audit.Scope, v Visit, merge Merge) (Person, error) {
	papers := listed(v.Papers)
	if papers == "" {
		return Person{}, errNoPapers
	}
	p, err := s.whoCame(tx, by, scope, v)
	if err != nil {
		return Person{}, err
	}
	ticket := string(v.Ticket)
	how := Proof{How: AtCounter, Papers: papers, StaffID: by.ID, TicketIndex: &ticket}
	if err := s.Recognise(tx, by, v.AccountID, p, how, merge); err != nil {
		return Person{}, err
	}
	for _, t := range v.Seen {
		if err := seeProof(tx, by, p, t.Status, t.Paper); err != nil {
			return Person{}, err
		}
	}
	for _, h := range v.Granted {
		h.PersonID = p.ID
		if h.Proof != "" {
			h.SeenOn = clock.DateOf(tx.Now())
		}
		if _, err := grant(tx, by, p, h); err != nil {
			return Person{}, err
		}
	}
	return p, audit.Saw(tx, by, p.ID, "file", audit.ForIdentity, "")
}

// saysHeServes tells whether the owner of an account says that he serves: of him no file is made.
func saysHeServes(tx db.Tx, accountID uuid.UUID) (bool, error) {
	var n int64
	err := orm.Of(tx).Model(&Account{}).Where("id = ? AND claimed = ?", accountID, Active).Count(&n).Error
	return n > 0, err
}

// whoCame is the person on file, or the one who is written down now, locked.
func (s *Store) whoCame(tx db.Tx, by audit.Actor, scope audit.Scope, v Visit) (Person, error) {
	if v.Person != uuid.Nil {
		return s.Recognisable(tx, scope, v.Person)
	}
	if serves, err := saysHeServes(tx, v.AccountID); err != nil {
		return Person{}, err
	} else if serves {
		return Person{}, ErrServing
	}
	if v.New.Station == nil || !scope.Covers(string(v.New.Station.Path)) {
		return Person{}, ErrNotFound
	}
	return s.enter(tx, by, v.New)
}
