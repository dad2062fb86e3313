package mini

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"shuangyong/handlers/idempotent"
	"shuangyong/handlers/openapi"
	"shuangyong/handlers/reply"
	"shuangyong/models/db"
	"shuangyong/models/person"
	"shuangyong/models/privacy"
	"shuangyong/models/seal"
)

// ListCorrections tells what became of what the caller asked for.
func (d *Door) ListCorrections(c *gin.Context) {
	who, ok := d.known(c, person.CorrectMine)
	if !ok {
		return
	}
	asked, err := d.o.Privacy.RequestsOf(c.Request.Context(), who.person)
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	answer := PrivacyRequests{Items: make([]PrivacyRequest, len(asked))}
	for i, r := range asked {
		answer.Items[i] = requestOf(r)
	}
	c.JSON(http.StatusOK, answer)
}

// AskCorrection asks the home station to correct something.
func (d *Door) AskCorrection(c *gin.Context, _ AskCorrectionParams) {
	var in CorrectionRequest
	if !openapi.Bind(c, &in) {
		return
	}
	who, ok := d.known(c, person.CorrectMine)
	if !ok {
		return
	}
	home, err := d.o.Mine.Home(c.Request.Context(), who.person)
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	idempotent.Run(c, d.o.DB, who.once(), func(tx db.Tx) (int, any, error) {
		r, err := d.o.Privacy.Ask(tx, who.actor(), privacy.Request{
			PersonID: who.person, StationPath: home.StationPath, Field: privacy.Field(in.Field),
			Wanted: seal.Text(in.Wanted), Why: seal.Text(in.Why), DueOn: d.o.Mine.Due(tx.Now()),
		})
		return http.StatusCreated, requestOf(r), err
	})
}

func requestOf(r privacy.Request) PrivacyRequest {
	return PrivacyRequest{
		ID: r.ID, Kind: string(r.Kind), State: string(r.State), AskedAt: instant(r.CreatedAt), DueOn: string(r.DueOn),
		Field: given(string(r.Field)), FieldWords: given(r.Field.Chinese()), Reason: given(r.Reason.Chinese()), Words: given(r.Words.Reveal()),
		AnsweredAt: instantOf(r.DecidedAt),
	}
}
