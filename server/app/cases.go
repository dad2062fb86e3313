package app

import (
	"errors"

	"github.com/google/uuid"

	"shuangyong/handlers/desk"
	"shuangyong/models/appointment"
	"shuangyong/models/benefit"
	"shuangyong/models/db"
	"shuangyong/models/handoff"
	"shuangyong/models/petition"
)

// countCases counts what the domains keep of a person, for whoever decides whether two records are one person's.
func countCases(r db.Reader, personID uuid.UUID) (desk.Cases, error) {
	var c desk.Cases
	var errs [4]error
	var open, settled int
	c.Petitions, errs[0] = petition.CountOf(r, personID)
	c.Appointments, errs[1] = appointment.CountOf(r, personID)
	c.Benefits, errs[2] = benefit.CountOf(r, personID)
	open, settled, errs[3] = handoff.CountOf(r, personID, nil)
	c.Handoffs = open + settled
	return c, db.Fault(errors.Join(errs[:]...))
}
