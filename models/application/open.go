package application

import (
	"errors"

	"github.com/google/uuid"

	"shuangyong/models/audit"
	"shuangyong/models/db"
)

// Open shows a member of staff an application and what belongs to it, but for the pictures. That he saw it, and why, is on record where the applicant can read
// it; for a quarter of an hour he may then look at the pictures. An application outside his part of the tree does not exist for him.
func (s *Store) Open(tx db.Tx, o Officer, id uuid.UUID, why audit.Purpose) (Case, error) {
	a, r, err := forOfficer(tx, o, id)
	if err != nil {
		return Case{}, err
	}
	if r.RecusedAt != nil {
		return Case{}, errRecused
	}
	if err := audit.Saw(tx, o.actor(), a.PersonID, "documents", why, a.Number); err != nil {
		return Case{}, err
	}
	first := errors.Is(a.canDecide(r), errUnopened)
	now := tx.Now()
	r.OpenedAt = &now
	if err := mark(tx, r); err != nil {
		return Case{}, err
	}
	if first {
		if err := step(tx, a, Seen, o.Name, seenText(o.Name)); err != nil {
			return Case{}, err
		}
	}
	return caseOf(tx, a)
}

// forOfficer holds an application that a member of staff may see, with what he did with it so far.
func forOfficer(tx db.Tx, o Officer, id uuid.UUID) (Application, reader, error) {
	a, err := lock(tx, id, within(o.Scope))
	if err != nil {
		return Application{}, reader{}, err
	}
	r, err := readerOf(tx, a.ID, o.ID)
	return a, r, err
}

// Look gives a member of staff one picture, for a quarter of an hour after he opened the application. Each look is on record.
func (s *Store) Look(tx db.Tx, o Officer, id, documentID uuid.UUID) (Document, error) {
	a, r, err := forOfficer(tx, o, id)
	if err != nil {
		return Document{}, err
	}
	if err := a.canLook(r, tx.Now()); err != nil {
		return Document{}, err
	}
	d, err := documentOf(tx, id, documentID)
	if err != nil {
		return Document{}, err
	}
	return d, record(tx, o.actor(), a, "document_see", map[string]string{"kind": string(d.Kind), "number": a.Number})
}
