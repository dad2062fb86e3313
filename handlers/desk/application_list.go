package desk

import (
	"net/http"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"shuangyong/handlers/page"
	"shuangyong/handlers/reply"
	"shuangyong/models/application"
	"shuangyong/models/audit"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/person"
	"shuangyong/models/staff"
)

// Applications is what the desk needs for applications for a status.
type Applications struct {
	Store *application.Store
	// Approve writes what an approval grants to the applicant's file and makes his account known, in the decision's own transaction.
	Approve func(tx db.Tx, by audit.Actor, a application.Application) error
}

func decider(m staff.Member) application.Officer {
	return application.Officer{ID: m.ID, Name: m.Name, Scope: m.Scope()}
}

// ListWaitingApplications are those of the caller's part of the tree, the oldest first, masked.
func (d *Door) ListWaitingApplications(c *gin.Context, params ListWaitingApplicationsParams) {
	p, err := page.Of(params.Limit, params.Cursor)
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	state := application.Submitted
	if params.State != nil {
		state = application.State(*params.State)
	}
	list, err := d.o.Applications.Store.Waiting(c.Request.Context(), decider(officer(c)), state, application.Page{Limit: p.Limit, After: p.After})
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	today := clock.DateOf(d.o.DB.Clock().Now())
	answer := WaitingApplications{Items: make([]WaitingApplication, len(list)), Next: p.Next(len(list), func() uuid.UUID { return list[len(list)-1].ID })}
	for i, a := range list {
		answer.Items[i] = waitingOf(a, today)
	}
	c.JSON(http.StatusOK, answer)
}

func waitingOf(a application.Application, today clock.Date) WaitingApplication {
	return WaitingApplication{
		ID: a.ID, Number: a.Number, Name: person.MaskName(a.Name), State: string(a.State), StateText: a.State.Chinese(), Statuses: statusesOf(a.Wanted),
		StationPath: string(a.StationPath), SubmittedAt: instantOf(a.SubmittedAt), DecideBy: maybe(string(a.DecideBy)), Overdue: a.Overdue(today),
	}
}
