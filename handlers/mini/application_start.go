package mini

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
	"shuangyong/models/person"
	"shuangyong/models/privacy"
	"shuangyong/models/seal"
)

// Applying is what the door needs for applications for a status.
type Applying struct {
	Store *application.Store
	Clean Cleaner
	Turns chan struct{} // UploadsAtOnce of them
}

var errStation = fault.New(fault.Invalid, "application.station", "没有这个服务站，请重新选一个。")

// StartApplication makes a draft. Whoever has said his name may.
func (d *Door) StartApplication(c *gin.Context, _ StartApplicationParams) {
	var in ApplicationStart
	if !openapi.Bind(c, &in) {
		return
	}
	who, ok := d.known(c, person.Apply)
	if !ok {
		return
	}
	if err := d.needs(c.Request.Context(), who, privacy.Sensitive); err != nil {
		reply.Refuse(c, err)
		return
	}
	wish, err := d.wish(c, who, in)
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	idempotent.Run(c, d.o.DB, who.once(), func(tx db.Tx) (int, any, error) {
		made, err := d.o.Applying.Store.Start(tx, who.actor(), wish)
		return http.StatusCreated, applicationOf(made, notice(c)), err
	})
}

// wish is what the caller asks for, with his name on file, and his station where he named none.
func (d *Door) wish(c *gin.Context, who caller, in ApplicationStart) (w application.Wish, err error) {
	p, err := d.o.People.ByID(c.Request.Context(), who.person)
	if err != nil {
		return w, err
	}
	w = application.Wish{PersonID: p.ID, AccountID: who.account.ID, Name: p.Name, StationPath: p.StationPath, Wanted: wanted(in.Statuses), Words: seal.Text(worth(in.Words))}
	if in.Station != nil {
		s, ok := d.o.Homes.ByID(*in.Station)
		if !ok {
			return w, errStation
		}
		w.StationPath = s.Path
	}
	return w, nil
}

// redacted is what somebody is told whose words held a secret.
const redacted = "为了保密，番号（驻地）没有保存，请别再发，不影响办事。"

// notice is what the caller is told when the validation took something out of his words; nil when it did not.
func notice(c *gin.Context) *string {
	if c.Writer.Header().Get(openapi.RedactedHeader) == "" {
		return nil
	}
	told := redacted
	return &told
}

func wanted(all []ApplicationStatus) []application.Status {
	list := make([]application.Status, len(all))
	for i, s := range all {
		list[i] = application.Status{Code: s.Status, Level: worth(s.Level), Cause: worth(s.Cause), Kind: worth(s.Kind), From: clock.Date(worth(s.From))}
	}
	return list
}
