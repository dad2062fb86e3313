package mini

import (
	"context"
	"io"
	"net/http"

	"github.com/gin-gonic/gin"

	"shuangyong/handlers/idempotent"
	"shuangyong/handlers/reply"
	"shuangyong/models/application"
	"shuangyong/models/attempt"
	"shuangyong/models/db"
	"shuangyong/models/media"
	"shuangyong/models/person"
	"shuangyong/models/privacy"
)

// Cleaner makes a picture safe to keep; media.Cleaner does.
type Cleaner interface {
	Clean(ctx context.Context, raw []byte) (media.Picture, error)
}

var _ Cleaner = (*media.Cleaner)(nil)

// PhotographPath is where photographs of papers are sent; server/routes lets one of PhotographLimit bytes through.
const (
	PhotographPath  = "/api/v1/applications/:id/documents"
	PhotographLimit = media.MaxBytes
)

// AddApplicationDocument adds a photograph of a paper, drawn anew before anything is stored.
func (d *Door) AddApplicationDocument(c *gin.Context, id ApplicationID, params AddApplicationDocumentParams) {
	who, ok := d.known(c, person.Apply)
	if !ok {
		return
	}
	picture, err := d.photograph(c, who, id)
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	idempotent.Run(c, d.o.DB, who.once(), func(tx db.Tx) (int, any, error) {
		added, err := d.o.Applying.Store.AddDocument(tx, who.actor(), who.owner(), id, application.Kind(params.Kind), picture)
		return http.StatusCreated, documentOf(added), err
	})
}

// photograph makes the request's picture safe. Whose application it is for, and how many he sent, is looked at before the work is done.
func (d *Door) photograph(c *gin.Context, who caller, id ApplicationID) (media.Picture, error) {
	ctx := c.Request.Context()
	if err := d.needs(ctx, who, privacy.Sensitive); err != nil {
		return media.Picture{}, err
	}
	if _, err := d.o.Applying.Store.One(ctx, who.owner(), id); err != nil {
		return media.Picture{}, err
	}
	if err := attempt.Take(ctx, d.o.DB, application.Uploading(), who.account.ID.String()); err != nil {
		return media.Picture{}, err
	}
	raw, err := io.ReadAll(c.Request.Body) // the validation read it within the route's limit
	if err != nil {
		return media.Picture{}, err
	}
	return d.o.Applying.Clean.Clean(ctx, raw)
}

// RemoveApplicationDocument takes a photograph out again.
func (d *Door) RemoveApplicationDocument(c *gin.Context, id ApplicationID, document ApplicationDocumentID) {
	who, ok := d.known(c, person.Apply)
	if !ok {
		return
	}
	err := d.o.DB.InTx(c.Request.Context(), func(tx db.Tx) error {
		return d.o.Applying.Store.RemoveDocument(tx, who.actor(), who.owner(), id, document)
	})
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	c.Status(http.StatusNoContent)
}
