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
	// Redact takes unit numbers and garrison places out of what somebody writes, and says whether there were any.
	Redact func(text string) (clean string, found bool)
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
	wish, notice, err := d.wish(c, who, in)
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	idempotent.Run(c, d.o.DB, who.once(), func(tx db.Tx) (int, any, error) {
		made, err := d.o.Applying.Store.Start(tx, who.actor(), wish)
		return http.StatusCreated, applicationOf(made, notice), err
	})
}

// wish is what the caller asks for, with his name on file, his station where he named none, and without secrets.
func (d *Door) wish(c *gin.Context, who caller, in ApplicationStart) (w application.Wish, notice *string, err error) {
	p, err := d.o.People.ByID(c.Request.Context(), who.person)
	if err != nil {
		return w, nil, err
	}
	w = application.Wish{PersonID: p.ID, AccountID: who.account.ID, Name: p.Name, StationPath: p.StationPath, Wanted: wanted(in.Statuses)}
	if in.Station != nil {
		s, ok := d.o.Homes.ByID(*in.Station)
		if !ok {
			return w, nil, errStation
		}
		w.StationPath = s.Path
	}
	w.Words, notice = d.clean(in.Words)
	return w, notice, nil
}

// redacted is what somebody is told whose words held a secret.
const redacted = "为了保密，番号（驻地）没有保存，请别再发，不影响办事。"

// clean is what may be stored of what somebody wrote, and what he is told when that is not all.
func (d *Door) clean(words *string) (kept seal.Text, notice *string) {
	if words == nil {
		return "", nil
	}
	clean, found := d.o.Applying.Redact(*words)
	if found {
		told := redacted
		notice = &told
	}
	return seal.Text(clean), notice
}

func wanted(all []ApplicationStatus) []application.Status {
	list := make([]application.Status, len(all))
	for i, s := range all {
		list[i] = application.Status{Code: s.Status, Level: worth(s.Level), Cause: worth(s.Cause), Kind: worth(s.Kind), From: clock.Date(worth(s.From))}
	}
	return list
}
