package mini

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"

	"shuangyong/handlers/reply"
	"shuangyong/models/person"
	"shuangyong/models/seal"
)

// GetMe tells the caller who the bureau knows him to be.
func (d *Door) GetMe(c *gin.Context) {
	if who, ok := d.caller(c); ok {
		d.answerMe(c, who.account)
	}
}

func (d *Door) answerMe(c *gin.Context, a person.Account) {
	me, err := d.me(c.Request.Context(), a)
	if err == nil {
		me.MustReadNotice, err = d.mustRead(c.Request.Context(), a)
	}
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	c.JSON(http.StatusOK, me)
}

// me is what the owner of an account may see of himself, masked.
func (d *Door) me(ctx context.Context, a person.Account) (me Me, err error) {
	me.Assurance, me.AssuranceText = assuranceCode(a.Assurance), a.Assurance.Chinese()
	if me.Joined, err = d.o.People.Joined(ctx, a); err != nil {
		return Me{}, err
	}
	if a.PersonID != nil {
		p, err := d.o.People.ByID(ctx, *a.PersonID)
		if err != nil {
			return Me{}, err
		}
		d.show(&me, p, a.Assurance)
	}
	if me.Phone == "" && a.PhoneIndex != "" {
		whole, err := d.o.People.AccountByID(ctx, a.ID)
		me.Phone = masked(whole.Phone)
		return me, err
	}
	return me, nil
}

// show adds what is on file. A record with an identity number is not shown before the caller was proved to be that person, nor whose home it is.
func (d *Door) show(me *Me, p person.Person, level person.Assurance) {
	proved := level.May(person.OwnFile)
	if p.IDNumber != "" && !proved {
		return
	}
	me.Name, me.Phone, me.IDNumber = person.MaskName(p.Name), masked(p.Phone), person.MaskIDNumber(p.IDNumber)
	if home, ok := d.o.Homes.ByID(p.StationID); ok && proved {
		me.Station = &HomeStation{ID: home.ID, Name: home.Name}
	}
}

func masked(phone seal.Text) string { return person.MaskPhone(phone) }

// assuranceCode is the level as the API names it.
func assuranceCode(a person.Assurance) Assurance {
	switch a {
	case person.Stated:
		return Stated
	case person.Matched:
		return Matched
	case person.Seen:
		return Seen
	default:
		return Unknown
	}
}
