package mini

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"

	"shuangyong/handlers/idempotent"
	"shuangyong/handlers/openapi"
	"shuangyong/handlers/reply"
	"shuangyong/models/db"
	"shuangyong/models/person"
	"shuangyong/models/privacy"
)

// GetConsents tells what stands.
func (d *Door) GetConsents(c *gin.Context) {
	who, ok := d.caller(c)
	if !ok {
		return
	}
	ctx := c.Request.Context()
	history, err := d.o.Privacy.ConsentsOf(ctx, who.consenter())
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	n, err := d.o.Privacy.Notice(ctx)
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	c.JSON(http.StatusOK, consentsOf(history, n))
}

// DecideConsents writes down what somebody agrees to or takes back.
func (d *Door) DecideConsents(c *gin.Context, _ DecideConsentsParams) {
	var in ConsentDecision
	if !openapi.Bind(c, &in) {
		return
	}
	who, ok := d.caller(c)
	if !ok {
		return
	}
	n, err := d.o.Privacy.Notice(c.Request.Context())
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	about := make([]privacy.Purpose, len(in.Purposes))
	for i, p := range in.Purposes {
		about[i] = privacy.Purpose(p)
	}
	idempotent.Run(c, d.o.DB, who.once(), func(tx db.Tx) (int, any, error) {
		if err := d.o.Privacy.Decide(tx, who.actor(), who.consenter(), in.NoticeVersion, in.Agreed, about); err != nil {
			return 0, nil, err
		}
		history, err := privacy.Export(tx, who.consenter())
		return http.StatusOK, consentsOf(history.Consents, n), err
	})
}

// mustRead tells whether there is a notice that the owner of an account has not agreed to.
func (d *Door) mustRead(ctx context.Context, a person.Account) (*bool, error) {
	n, err := d.o.Privacy.Notice(ctx)
	if err != nil {
		return nil, err
	}
	who := privacy.Who{Account: a.ID}
	if a.PersonID != nil { // what he agreed to in his other app counts
		who.Person = *a.PersonID
	}
	history, err := d.o.Privacy.ConsentsOf(ctx, who)
	must := privacy.MustRead(history, n)
	return &must, err
}

// needs refuses what cannot be done without a purpose, where the caller took his consent back.
func (d *Door) needs(ctx context.Context, who caller, p privacy.Purpose) error {
	history, err := d.o.Privacy.ConsentsOf(ctx, who.consenter())
	if err != nil {
		return err
	}
	return privacy.Needs(history, p)
}

func consentsOf(history []privacy.Consent, n privacy.Notice) Consents {
	answer := Consents{MustRead: privacy.MustRead(history, n), NoticeVersion: n.Version, Items: []Consent{}}
	standing := privacy.Standing(history)
	for _, p := range privacy.Purposes() {
		item := Consent{Purpose: string(p), Words: p.Chinese()}
		if last, ok := standing[p]; ok {
			at := instant(last.CreatedAt)
			item.Agreed, item.NoticeVersion, item.At = last.Agreed, &last.NoticeVersion, &at
		}
		answer.Items = append(answer.Items, item)
	}
	return answer
}
