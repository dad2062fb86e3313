package application

import (
	"github.com/google/uuid"

	"shuangyong/models/audit"
	"shuangyong/models/db"
)

// Withdraw takes an application back. Its pictures and words are deleted in the same transaction.
func (s *Store) Withdraw(tx db.Tx, by audit.Actor, o Owner, id uuid.UUID) (Case, error) {
	a, err := lock(tx, id, o.mine)
	if err != nil {
		return Case{}, err
	}
	if err := a.canWithdraw(); err != nil {
		return Case{}, err
	}
	if err := end(tx, by, &a, TakenBack, "withdraw"); err != nil {
		return Case{}, err
	}
	return caseOf(tx, a)
}

// end closes an application that is not decided, and deletes what was given for it.
func end(tx db.Tx, by audit.Actor, a *Application, e Event, action string) error {
	if err := drop(tx, a.ID); err != nil {
		return err
	}
	from := a.State
	a.State, a.Words, a.DecideBy = Withdrawn, "", ""
	if err := save(tx, a, "Words", "DecideBy"); err != nil {
		return err
	}
	text := takenBackText
	if e == Lapsed {
		text = lapsedText
	}
	if err := step(tx, *a, e, "", text); err != nil {
		return err
	}
	return record(tx, by, *a, action, map[string]string{"from": string(from)})
}
