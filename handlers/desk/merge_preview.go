package desk

import (
	"net/http"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"shuangyong/handlers/reply"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/person"
)

// Cases is how much other domains keep of a person.
type Cases struct{ Petitions, Appointments, Benefits, Handoffs int }

// PreviewMerge shows what merging a pair would do, and writes down that both files were seen.
func (d *Door) PreviewMerge(c *gin.Context, id ReviewID, params PreviewMergeParams) {
	who := officer(c)
	var answer MergePreview
	err := d.o.DB.InTx(c.Request.Context(), func(tx db.Tx) error {
		p, err := d.o.People.PreviewMerge(tx, who.Actor(), who.Scope(), id, params.Into)
		if err != nil {
			return err
		}
		answer = MergePreview{Fields: mergeFields(p.Fields)}
		if answer.From, err = d.facing(tx, p.From); err != nil {
			return err
		}
		answer.Into, err = d.facing(tx, p.Into)
		return err
	})
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	c.Header("Cache-Control", "no-store")
	c.JSON(http.StatusOK, answer)
}

func (d *Door) facing(r db.Reader, f person.Facing) (MergeFacing, error) {
	cases, err := d.o.Cases(r, f.Person.ID)
	today := clock.DateOf(r.Now())
	out := MergeFacing{
		Person: personLine(f.Person), Statuses: []StatusLine{}, Relatives: f.Relatives, Accounts: f.Accounts,
		Petitions: cases.Petitions, Appointments: cases.Appointments, Benefits: cases.Benefits, Handoffs: cases.Handoffs,
	}
	for _, h := range f.Held {
		out.Statuses = append(out.Statuses, statusLine(h, today))
	}
	return out, err
}

func mergeFields(fields []person.Comparison) []MergeField {
	all := make([]MergeField, len(fields))
	for i, f := range fields {
		all[i] = MergeField{Field: MergeFieldName(f.Field), Label: f.Field.Chinese(), Same: f.Same, Wins: MergeSide(f.Wins), Choose: f.Choose}
	}
	return all
}

// CountCases counts what other domains keep of a person.
type CountCases func(r db.Reader, personID uuid.UUID) (Cases, error)
