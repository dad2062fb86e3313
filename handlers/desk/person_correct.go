package desk

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"shuangyong/handlers/idempotent"
	"shuangyong/handlers/openapi"
	"shuangyong/handlers/reply"
	"shuangyong/models/db"
	"shuangyong/models/person"
)

// CorrectPerson changes what is written down of a person; to a station of another town it hands him over.
func (d *Door) CorrectPerson(c *gin.Context, id PersonID, _ CorrectPersonParams) {
	var in PersonChange
	if !openapi.Bind(c, &in) {
		return
	}
	who := officer(c)
	wanted := particulars(in.Name, in.IDNumber, in.Sex, in.BornOn, in.Phone, in.Address)
	if in.StationID != nil {
		s, ok := d.o.Stations.ByID(*in.StationID)
		if !ok {
			reply.Refuse(c, errNoStation)
			return
		}
		wanted.Station = &s
	}
	idempotent.Run(c, d.o.DB, once(who), func(tx db.Tx) (int, any, error) {
		_, err := d.o.People.Correct(tx, who.Actor(), who.Scope(), id, wanted, person.Reason(in.Reason))
		return http.StatusNoContent, nil, err
	})
}
