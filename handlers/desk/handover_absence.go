package desk

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"shuangyong/handlers/idempotent"
	"shuangyong/handlers/openapi"
	"shuangyong/handlers/page"
	"shuangyong/handlers/reply"
	"shuangyong/models/audit"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/staff"
)

// ListAbsences is the leave of somebody that is not over.
func (d *Door) ListAbsences(c *gin.Context, id StaffID) {
	if _, err := d.o.Staff.Find(c.Request.Context(), officer(c).Scope(), id); err != nil {
		reply.Refuse(c, err)
		return
	}
	list, err := d.o.Staff.Absences(c.Request.Context(), id, page.Most)
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	answer := Absences{Items: make([]Absence, len(list))}
	for i, a := range list {
		answer.Items[i] = absenceOf(a)
	}
	c.JSON(http.StatusOK, answer)
}

// AddAbsence writes leave down, and who stands in.
func (d *Door) AddAbsence(c *gin.Context, id StaffID, _ AddAbsenceParams) {
	var in AbsenceForm
	if !openapi.Bind(c, &in) {
		return
	}
	who := officer(c)
	idempotent.Run(c, d.o.DB, once(who), func(tx db.Tx) (int, any, error) {
		a, err := d.o.Staff.AddAbsence(tx, who.Actor(), who.Scope(), staff.Absence{
			MemberID: id, DeputyID: in.Deputy, FromOn: clock.Date(in.From.String()), UntilOn: clock.Date(in.Until.String()),
		})
		if err != nil {
			return 0, nil, err
		}
		return http.StatusCreated, absenceOf(a), nil
	})
}

// EndAbsence says that somebody is back.
func (d *Door) EndAbsence(c *gin.Context, id StaffID, absence AbsenceID) {
	d.change(c, func(tx db.Tx, by audit.Actor, scope audit.Scope) error {
		return d.o.Staff.EndAbsence(tx, by, scope, id, absence)
	})
}

func absenceOf(a staff.Absence) Absence {
	return Absence{ID: a.ID, Deputy: a.DeputyID, From: dateOf(a.FromOn), Until: dateOf(a.UntilOn)}
}
