package desk

import (
	"net/http"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"shuangyong/handlers/openapi"
	"shuangyong/handlers/page"
	"shuangyong/handlers/reply"
	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/staff"
)

// SearchAudit finds who did and saw what. That the auditor looked is on record before he reads.
func (d *Door) SearchAudit(c *gin.Context) {
	var in AuditQuery
	if !openapi.Bind(c, &in) {
		return
	}
	p, err := page.Of(in.Limit, in.Cursor)
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	ctx, member, q := c.Request.Context(), officer(c), queryOf(in, p)
	err = d.o.DB.InTx(ctx, func(tx db.Tx) error { return audit.Record(tx, lookedUp(member, q)) })
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	found, err := audit.Search(ctx, d.o.DB, q)
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	names, err := staff.Names(d.o.DB.View(ctx), membersOf(found))
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	answer := AuditEntries{Items: make([]AuditEntry, len(found)), Next: p.Next(len(found), func() uuid.UUID { return found[len(found)-1].ID })}
	for i, k := range found {
		answer.Items[i] = auditEntryOf(k, names)
	}
	c.JSON(http.StatusOK, answer)
}

func queryOf(in AuditQuery, p page.Page) audit.Query {
	return audit.Query{
		Person: worth(in.PersonID), Member: worth(in.MemberID), Action: worth(in.Action), From: worth(in.From), To: worth(in.To), Before: p.After, Limit: p.Limit,
	}
}

// lookedUp says what the auditor looked for: of one person, of a member, or of all.
func lookedUp(member staff.Member, q audit.Query) audit.Entry {
	e := audit.Entry{Actor: member.Actor(), Action: "audit.search", Subject: "audit", SubjectID: "log", Detail: map[string]string{}}
	if q.Member != uuid.Nil {
		e.Subject, e.SubjectID = "staff", q.Member.String()
	}
	if q.Person != uuid.Nil {
		e.Subject, e.SubjectID = "person", q.Person.String()
	}
	if q.Action != "" {
		e.Detail["kind"] = q.Action
	}
	return e
}

func membersOf(found []audit.Kept) []uuid.UUID {
	actors := make([]audit.Actor, len(found))
	for i, k := range found {
		actors[i] = k.Actor
	}
	return audit.MembersIn(actors...)
}

func auditEntryOf(k audit.Kept, names map[uuid.UUID]string) AuditEntry {
	e := AuditEntry{
		ID: k.ID, At: instant(k.At), ActorKind: string(k.Kind), ActorID: k.Actor.ID, Action: k.Action, Subject: k.Subject, SubjectID: k.SubjectID, Detail: k.Detail,
		ActorFor: maybe(k.For),
	}
	if e.Detail == nil {
		e.Detail = map[string]string{}
	}
	if id, err := uuid.Parse(k.Actor.ID); err == nil {
		e.ActorName = maybe(names[id])
	}
	return e
}
