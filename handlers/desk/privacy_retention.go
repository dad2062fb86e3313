package desk

import (
	"net/http"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"shuangyong/handlers/page"
	"shuangyong/handlers/reply"
	"shuangyong/models/privacy"
)

// ListRetentionRuns tells what was deleted because its term was over.
func (d *Door) ListRetentionRuns(c *gin.Context, params ListRetentionRunsParams) {
	p, err := page.Of(params.Limit, params.Cursor)
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	runs, err := d.o.Privacy.Runs(c.Request.Context(), p.After, p.Limit)
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	answer := RetentionRuns{Items: make([]RetentionRun, len(runs)), Next: p.Next(len(runs), func() uuid.UUID { return runs[len(runs)-1].ID })}
	for i, r := range runs {
		term, _ := privacy.TermOf(r.Term)
		answer.Items[i] = RetentionRun{ID: r.ID, At: instant(r.CreatedAt), Term: r.Term, What: term.What, Deleted: r.Deleted, Held: r.Held}
	}
	c.JSON(http.StatusOK, answer)
}
