package app

import (
	"github.com/google/uuid"

	"shuangyong/models/application"
	"shuangyong/models/appointment"
	"shuangyong/models/audit"
	"shuangyong/models/benefit"
	"shuangyong/models/db"
	"shuangyong/models/handoff"
	"shuangyong/models/person"
	"shuangyong/models/petition"
	"shuangyong/models/privacy"
	"shuangyong/models/proxy"
)

// reassigners are the domains that keep something of a person, beside package person itself. A test fails when a table that points at people is in none.
func reassigners() []func(tx db.Tx, by audit.Actor, from, into uuid.UUID) error {
	return []func(tx db.Tx, by audit.Actor, from, into uuid.UUID) error{
		petition.Reassign, appointment.Reassign, benefit.Reassign, handoff.Reassign, proxy.Reassign, application.Reassign, privacy.Reassign,
	}
}

// mergePeople makes one person of two records in every domain. Two that differ in what only one can be are refused, see person.Merge.
func (a *answers) mergePeople(tx db.Tx, by audit.Actor, from, into uuid.UUID) error {
	return a.mergeChoosing(tx, by, from, into, nil)
}

// mergeChoosing is mergePeople with a choice of whose value stands.
func (a *answers) mergeChoosing(tx db.Tx, by audit.Actor, from, into uuid.UUID, c person.Choices) error {
	if err := a.people.MergeChoosing(tx, by, from, into, c); err != nil {
		return err
	}
	for _, reassign := range reassigners() {
		if err := reassign(tx, by, from, into); err != nil {
			return err
		}
	}
	return nil
}
