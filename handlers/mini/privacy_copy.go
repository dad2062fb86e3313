package mini

import (
	"net/http"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"shuangyong/handlers/idempotent"
	"shuangyong/handlers/reply"
	"shuangyong/models/db"
	"shuangyong/models/person"
	"shuangyong/models/privacy"
)

// ListCopies tells which copies the caller can still fetch.
func (d *Door) ListCopies(c *gin.Context) {
	who, ok := d.known(c, person.ExportMine)
	if !ok {
		return
	}
	copies, err := d.o.Privacy.CopiesOf(c.Request.Context(), who.person)
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	answer := Copies{Items: make([]Copy, len(copies))}
	for i, made := range copies {
		answer.Items[i] = copyOf(made)
	}
	c.JSON(http.StatusOK, answer)
}

// MakeCopy makes a copy of everything about the caller.
func (d *Door) MakeCopy(c *gin.Context, _ MakeCopyParams) {
	who, ok := d.known(c, person.ExportMine)
	if !ok {
		return
	}
	idempotent.Run(c, d.o.DB, who.once(), func(tx db.Tx) (int, any, error) {
		if err := d.o.Privacy.MayCopy(tx, who.person); err != nil {
			return 0, nil, err
		}
		file, err := d.o.Mine.Copy(tx, who.consenter())
		if err != nil {
			return 0, nil, err
		}
		made, err := d.o.Privacy.Keep(tx, who.actor(), who.consenter(), file)
		return http.StatusCreated, copyOf(made), err
	})
}

// FetchCopy gives a copy to the person it is about.
func (d *Door) FetchCopy(c *gin.Context, id uuid.UUID) {
	who, ok := d.known(c, person.ExportMine)
	if !ok {
		return
	}
	var file []byte
	err := d.o.DB.InTx(c.Request.Context(), func(tx db.Tx) (err error) {
		file, err = d.o.Privacy.Fetch(tx, who.actor(), who.person, id)
		return err
	})
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	c.Header("Content-Disposition", `attachment; filename="my-data.zip"; filename*=UTF-8''%E6%88%91%E7%9A%84%E8%B5%84%E6%96%99.zip`)
	c.Header("Cache-Control", "no-store")
	c.Data(http.StatusOK, "application/zip", file)
}

func copyOf(made privacy.Copy) Copy {
	return Copy{ID: made.ID, Bytes: made.Size, MadeAt: instant(made.CreatedAt), Until: instant(made.ExpiresAt), Fetched: made.FetchedAt != nil}
}
