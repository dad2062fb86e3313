package desk

import (
	"context"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"shuangyong/handlers/openapi"
	"shuangyong/handlers/page"
	"shuangyong/handlers/reply"
	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/person"
	"shuangyong/models/seal"
)

// SearchPeople finds people by the whole of a name or number, masked, and writes down that somebody looked.
func (d *Door) SearchPeople(c *gin.Context, params SearchPeopleParams) {
	var in PeopleSearch
	if !openapi.Bind(c, &in) {
		return
	}
	at, err := page.Of(params.Limit, params.Cursor)
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	who := officer(c)
	found, err := d.lookFor(c.Request.Context(), who.Scope(), in, at)
	if err == nil {
		err = d.o.DB.InTx(c.Request.Context(), func(tx db.Tx) error {
			return audit.Record(tx, audit.Entry{
				Actor: who.Actor(), Action: "person.search", Subject: "people",
				Detail: map[string]string{"field": string(in.By), "count": strconv.Itoa(len(found))},
			})
		})
	}
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	c.JSON(http.StatusOK, PersonList{Items: personLines(found), Next: at.Next(len(found), func() uuid.UUID { return found[len(found)-1].ID })})
}

func (d *Door) lookFor(ctx context.Context, scope audit.Scope, in PeopleSearch, at page.Page) ([]person.Person, error) {
	if in.By != PeopleSearchByCard {
		return d.o.People.Search(ctx, scope, person.SearchBy(in.By), seal.Text(in.Value), at.After, at.Limit)
	}
	owner, err := d.o.CardOwner(d.o.DB.View(ctx), seal.Text(in.Value))
	if err != nil || owner == uuid.Nil || at.After != uuid.Nil {
		return nil, db.Fault(err)
	}
	return d.o.People.Within(ctx, scope, owner)
}

func personLines(people []person.Person) []PersonLine {
	lines := make([]PersonLine, 0, len(people))
	for _, p := range people {
		lines = append(lines, personLine(p))
	}
	return lines
}

// personLine is a person as a list shows him.
func personLine(p person.Person) PersonLine {
	year := 0
	if p.BornOn != "" {
		year = p.BornOn.Year()
	}
	return PersonLine{
		ID: p.ID, Name: person.MaskName(p.Name), Sex: Sex(p.Sex), BornYear: year, Phone: person.MaskPhone(p.Phone),
		IDNumber: person.MaskIDNumber(p.IDNumber), StationPath: string(p.StationPath), Died: p.DiedOn != "",
	}
}
