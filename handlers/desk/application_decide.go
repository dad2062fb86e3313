package desk

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"shuangyong/handlers/idempotent"
	"shuangyong/handlers/openapi"
	"shuangyong/handlers/reply"
	"shuangyong/models/application"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/fault"
	"shuangyong/models/seal"
)

var errDecision = fault.New(fault.Invalid, "application.decision", "同意要写明登记哪种身份，不同意要写明理由，两样不要一起填。")

// DecideApplication decides, and writes what is granted to the applicant's file, in one transaction.
func (d *Door) DecideApplication(c *gin.Context, id ApplicationID, _ DecideApplicationParams) {
	var in ApplicationDecision
	if !openapi.Bind(c, &in) {
		return
	}
	decided, err := decision(in)
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	who := officer(c)
	idempotent.Run(c, d.o.DB, once(who), func(tx db.Tx) (int, any, error) {
		a, err := d.o.Applications.Store.Decide(tx, decider(who), id, decided)
		if err == nil && a.State == application.Approved {
			err = d.o.Applications.Approve(tx, who.Actor(), a.Application)
		}
		return http.StatusOK, waitingOf(a.Application, clock.DateOf(tx.Now())), err
	})
}

// decision reads what was decided, and refuses what says two things at once.
func decision(in ApplicationDecision) (application.Decision, error) {
	approve := in.Decision == "approve"
	if approve != (in.Statuses != nil) || approve == (in.Reason != nil) {
		return application.Decision{}, errDecision
	}
	if approve {
		return application.Decision{Granted: grantedIn(*in.Statuses)}, nil
	}
	return application.Decision{Reason: application.Reason(*in.Reason), Words: seal.Text(worth(in.Words))}, nil
}

func grantedIn(all []ApplicationStatus) []application.Status {
	list := make([]application.Status, len(all))
	for i, s := range all {
		list[i] = application.Status{Code: s.Status, Level: worth(s.Level), Cause: worth(s.Cause), Kind: worth(s.Kind), From: clock.Date(worth(s.From))}
	}
	return list
}
