package mini

import (
	"net/http"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"shuangyong/handlers/page"
	"shuangyong/handlers/reply"
	"shuangyong/models/application"
	"shuangyong/models/person"
)

// ListApplications are the caller's own, the oldest first.
func (d *Door) ListApplications(c *gin.Context, params ListApplicationsParams) {
	who, ok := d.known(c, person.Apply)
	if !ok {
		return
	}
	p, err := page.Of(params.Limit, params.Cursor)
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	list, err := d.o.Applying.Store.Mine(c.Request.Context(), who.owner(), application.Page{Limit: p.Limit, After: p.After})
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	answer := ApplicationList{Items: make([]ApplicationSummary, len(list)), Next: p.Next(len(list), func() uuid.UUID { return list[len(list)-1].ID })}
	for i, a := range list {
		answer.Items[i] = summaryOf(a)
	}
	c.JSON(http.StatusOK, answer)
}

// GetApplication is one of the caller's, with every step.
func (d *Door) GetApplication(c *gin.Context, id ApplicationID) {
	who, ok := d.known(c, person.Apply)
	if !ok {
		return
	}
	found, err := d.o.Applying.Store.One(c.Request.Context(), who.owner(), id)
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	c.JSON(http.StatusOK, applicationOf(found, nil))
}

// owner is the caller as package application knows him: who was not proved to be the person sees what he began himself.
func (w caller) owner() application.Owner {
	o := application.Owner{Person: w.person}
	if w.account.Assurance < person.Matched {
		o.Account = w.account.ID
	}
	return o
}
