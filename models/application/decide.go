package application

import (
	"strings"

	"github.com/google/uuid"

	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/seal"
)

// Decision is what a member of staff decides: the statuses that he grants, each with its first day, or none and the reason why.
type Decision struct {
	Granted []Status
	Reason  Reason    // of a refusal
	Words   seal.Text // 300 characters at most, for the applicant
}

func (d Decision) approves() bool { return len(d.Granted) > 0 }

// check refuses a decision that the applicant could not understand or did not ask for. It is a pure rule.
func (d Decision) check(a Application, words string, today clock.Date) error {
	if d.approves() {
		return checkGranted(d.Granted, a.Wanted, today)
	}
	return checkReason(d.Reason, true, words)
}

// Decide decides an application once, by whoever opened it since it was handed in. The pictures are deleted in the same transaction. What an approval grants, the caller
// writes to the person's file in that transaction too.
func (s *Store) Decide(tx db.Tx, o Officer, id uuid.UUID, d Decision) (Case, error) {
	a, r, err := forOfficer(tx, o, id)
	if err != nil {
		return Case{}, err
	}
	if err := a.canDecide(r); err != nil {
		return Case{}, err
	}
	words := strings.TrimSpace(d.Words.Reveal())
	if err := d.check(a, words, clock.DateOf(tx.Now())); err != nil {
		return Case{}, err
	}
	papers, err := documentsOf(tx, id)
	if err != nil {
		return Case{}, err
	}
	if err := drop(tx, id); err != nil {
		return Case{}, err
	}
	now := tx.Now()
	a.State, a.Reason, a.Granted, a.Papers, a.DecidedBy, a.DecidedAt = Refused, d.Reason, []Status{}, kindsOf(papers), &o.ID, &now
	event, text := NotSo, refusedText(o.Name, d.Reason, words)
	if d.approves() {
		a.State, a.Reason, a.Granted = Approved, "", d.Granted
		event, text = Granted, grantedText(o.Name, a)
	}
	if err := save(tx, &a, "Reason", "Granted", "Papers", "DecidedBy", "DecidedAt"); err != nil {
		return Case{}, err
	}
	if err := step(tx, a, event, o.Name, text); err != nil {
		return Case{}, err
	}
	err = record(tx, o.actor(), a, "decide", map[string]string{
		"state": string(a.State), "reason": string(a.Reason), "status": codes(a.Granted), "kind": a.Papers, "person": a.PersonID.String(),
	})
	if err != nil {
		return Case{}, err
	}
	return caseOf(tx, a)
}
