package desk

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"shuangyong/handlers/idempotent"
	"shuangyong/handlers/openapi"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/person"
)

// GrantStatus writes down that a person holds a status; with a proof, that the clerk saw it today.
func (d *Door) GrantStatus(c *gin.Context, id PersonID, _ GrantStatusParams) {
	var in StatusNew
	if !openapi.Bind(c, &in) {
		return
	}
	who := officer(c)
	idempotent.Run(c, d.o.DB, once(who), func(tx db.Tx) (int, any, error) {
		today := clock.DateOf(tx.Now())
		wanted := heldOf(in, today)
		wanted.PersonID = id
		h, err := d.o.People.GrantWithin(tx, who.Actor(), who.Scope(), wanted)
		return http.StatusCreated, statusLine(h, today), err
	})
}

func heldOf(in StatusNew, today clock.Date) person.Held {
	h := person.Held{
		Status: person.Status(in.Status), Level: worth(in.Level), Cause: string(worth(in.Cause)), Kind: string(worth(in.Kind)),
		From: clock.Date(in.From), Until: clock.Date(worth(in.Until)), Proof: person.Paper(worth(in.Proof)),
	}
	if h.Proof != "" {
		h.SeenOn = today
	}
	return h
}
