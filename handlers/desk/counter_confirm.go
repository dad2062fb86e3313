package desk

import (
	"net/http"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"shuangyong/handlers/idempotent"
	"shuangyong/handlers/openapi"
	"shuangyong/handlers/reply"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/fault"
	"shuangyong/models/person"
	"shuangyong/models/staff"
)

var errWhich = fault.New(fault.Invalid, "counter.which", "请选一个档案，或者登记新的，只能选一样。")

// ConfirmCounter recognises whoever stands before the clerk: the account that was scanned is his from then on.
func (d *Door) ConfirmCounter(c *gin.Context, _ ConfirmCounterParams) {
	var in CounterConfirm
	if !openapi.Bind(c, &in) {
		return
	}
	who := officer(c)
	visit, err := d.visit(who, in)
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	idempotent.Run(c, d.o.DB, once(who), func(tx db.Tx) (int, any, error) {
		t, err := ticketOf(tx.Keys(), who, in.Ticket, tx.Now())
		if err != nil {
			return 0, nil, err
		}
		v := visit
		v.AccountID, v.Ticket = t.Account, tx.Keys().Index("person_proofs.ticket", t.ID.String())
		for _, s := range worth(in.Statuses) {
			v.Granted = append(v.Granted, heldOf(s, clock.DateOf(tx.Now())))
		}
		p, err := d.o.People.Confirm(tx, who.Actor(), who.Scope(), v, d.o.Merge)
		return http.StatusOK, PersonRef{ID: p.ID}, err
	})
}

// visit is what the clerk confirms, without what only the transaction knows.
func (d *Door) visit(who staff.Member, in CounterConfirm) (person.Visit, error) {
	v := person.Visit{Papers: papersOf(in.Papers)}
	for _, s := range worth(in.Seen) {
		v.Seen = append(v.Seen, person.Tick{Status: s.StatusID, Paper: person.Paper(s.Paper)})
	}
	switch {
	case (in.PersonID == nil) == (in.New == nil), in.PersonID != nil && *in.PersonID == uuid.Nil:
		return person.Visit{}, errWhich
	case in.PersonID != nil:
		v.Person = *in.PersonID
		return v, nil
	}
	home, err := d.homeFor(who, in.New.StationID)
	if err != nil {
		return person.Visit{}, err
	}
	v.New = particulars(&in.New.Name, in.New.IDNumber, in.New.Sex, in.New.BornOn, in.New.Phone, in.New.Address)
	v.New.Station = &home
	return v, nil
}
