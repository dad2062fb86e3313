package application

import (
	"github.com/google/uuid"

	"shuangyong/models/db"
)

// Recuse takes a member of staff who is related to the applicant out of an application (回避): from then on he neither sees nor decides it, and it waits
// for another. It cannot be taken back.
func (s *Store) Recuse(tx db.Tx, o Officer, id uuid.UUID) error {
	a, r, err := forOfficer(tx, o, id)
	if err != nil {
		return err
	}
	if err := a.canHandle(r); err != nil {
		return err
	}
	now := tx.Now()
	r.RecusedAt = &now
	if err := mark(tx, r); err != nil {
		return err
	}
	if err := step(tx, a, HandedOn, "", handedOnText); err != nil {
		return err
	}
	return record(tx, o.actor(), a, "recuse", nil)
}
