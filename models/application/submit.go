package application

import (
	"github.com/google/uuid"

	"shuangyong/models/audit"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/seal"
)

// Submit hands an application in, with at least one photograph, or hands it in again after more was asked for. What the applicant adds in words is kept behind what he
// wrote before. The days for the decision begin anew.
func (s *Store) Submit(tx db.Tx, by audit.Actor, o Owner, id uuid.UUID, words seal.Text) (Case, error) {
	a, err := lock(tx, id, o.mine)
	if err != nil {
		return Case{}, err
	}
	papers, err := documentsOf(tx, id)
	if err != nil {
		return Case{}, err
	}
	if err := a.canHandIn(len(papers)); err != nil {
		return Case{}, err
	}
	again, now := a.State == MoreNeeded, tx.Now()
	if a.DecideBy, err = decideBy(s.days, clock.DateOf(now)); err != nil {
		return Case{}, err
	}
	a.State, a.SubmittedAt, a.Reason, a.Words = Submitted, &now, "", longer(a.Words, words)
	if err := save(tx, &a, "SubmittedAt", "DecideBy", "Reason", "Words"); err != nil {
		return Case{}, err
	}
	if err := step(tx, a, Handed, "", handedText(a, again)); err != nil {
		return Case{}, err
	}
	if err := record(tx, by, a, "submit", map[string]string{"due": string(a.DecideBy), "kind": kindsOf(papers)}); err != nil {
		return Case{}, err
	}
	return caseOf(tx, a)
}

// longer puts new words behind old ones. What is too much goes at the beginning, for the last was asked for.
func longer(old, more seal.Text) seal.Text {
	switch {
	case more == "":
		return old
	case old == "":
		return cut(more, maxWords)
	}
	all := []rune(old.Reveal() + "\n" + more.Reveal())
	return seal.Text(string(all[max(0, len(all)-maxWords):]))
}
