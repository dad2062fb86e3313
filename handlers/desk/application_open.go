package desk

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"shuangyong/handlers/openapi"
	"shuangyong/handlers/reply"
	"shuangyong/models/application"
	"shuangyong/models/audit"
	"shuangyong/models/db"
)

// OpenApplication shows an application to whoever says why. That he saw it is on record.
func (d *Door) OpenApplication(c *gin.Context, id ApplicationID) {
	var in ApplicationOpening
	if !openapi.Bind(c, &in) {
		return
	}
	var opened OpenedApplication
	err := d.o.DB.InTx(c.Request.Context(), func(tx db.Tx) error {
		a, err := d.o.Applications.Store.Open(tx, decider(officer(c)), id, audit.Purpose(in.Purpose))
		opened = OpenedApplication{
			PersonID: a.PersonID, Name: a.Name.Reveal(), StationPath: string(a.StationPath), LooksUntil: instant(tx.Now().Add(application.Look)), Application: applicationOf(a),
		}
		return err
	})
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	c.JSON(http.StatusOK, opened)
}

// LookAtApplicationDocument gives one photograph to whoever opened the application a moment ago.
func (d *Door) LookAtApplicationDocument(c *gin.Context, id ApplicationID, document ApplicationDocumentID) {
	var found application.Document
	err := d.o.DB.InTx(c.Request.Context(), func(tx db.Tx) (err error) {
		found, err = d.o.Applications.Store.Look(tx, decider(officer(c)), id, document)
		return err
	})
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	c.Header("Cache-Control", "no-store")
	c.Data(http.StatusOK, "image/jpeg", []byte(found.Picture.Reveal()))
}
