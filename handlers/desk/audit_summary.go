package desk

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"shuangyong/handlers/reply"
	"shuangyong/models/audit"
)

// SummariseAudit tells how the log stands, for the head to be noted elsewhere.
func (d *Door) SummariseAudit(c *gin.Context) {
	s, err := audit.Summarise(c.Request.Context(), d.o.DB)
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	answer := AuditSummary{Entries: s.Entries, Unchained: s.Unchained, HeadSeq: s.Head.Seq, HeadHash: string(s.Head.Hash)}
	if !s.At.IsZero() {
		at := instant(s.At)
		answer.HeadAt = &at
	}
	c.JSON(http.StatusOK, answer)
}
