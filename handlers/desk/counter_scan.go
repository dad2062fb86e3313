package desk

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"shuangyong/handlers/openapi"
	"shuangyong/handlers/reply"
	"shuangyong/models/attempt"
	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/fault"
	"shuangyong/models/person"
	"shuangyong/models/staff"
	"shuangyong/session"
)

// Counter gives the account that a code of the counter was made for, once; session.CounterCodes does.
type Counter interface {
	Take(ctx context.Context, code string) (account string, err error)
}

var _ Counter = (*session.CounterCodes)(nil)

// candidatesMost bounds the people of the same name that are offered.
const candidatesMost = 5

// codeTries keeps a clerk from guessing codes; a scanner does not mistype.
func codeTries() attempt.Rule {
	return attempt.Rule{Name: "desk.counter", Limit: 20, Window: time.Hour, Lock: 10 * time.Minute}
}

// ScanCounterCode tells a clerk who says he came, and whom he could be.
func (d *Door) ScanCounterCode(c *gin.Context) {
	var in CounterScanRequest
	if !openapi.Bind(c, &in) {
		return
	}
	who := officer(c)
	scan, err := d.scan(c.Request.Context(), who, in.Code)
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	c.Header("Cache-Control", "no-store")
	c.JSON(http.StatusOK, scan)
}

func (d *Door) scan(ctx context.Context, who staff.Member, text string) (CounterScan, error) {
	accountID, err := d.takeCode(ctx, who, text)
	if err != nil {
		return CounterScan{}, err
	}
	account, err := d.o.People.AccountByID(ctx, accountID)
	if fault.CodeOf(err) == fault.NotFound { // he left meanwhile
		err = session.ErrNoCode
	}
	if err != nil {
		return CounterScan{}, err
	}
	now := d.o.DB.Clock().Now()
	t := ticket{ID: db.NewID(), Account: accountID, Until: now.Add(ticketLife).UnixMicro()}
	text, err = t.issue(d.o.DB.Keys(), who)
	if err != nil {
		return CounterScan{}, err
	}
	out := CounterScan{
		Ticket: text, ExpiresAt: instant(time.UnixMicro(t.Until)), Claimed: PersonClaim(account.Claimed), Assurance: Assurance(account.Assurance.Code()),
		Candidates: []PersonLine{},
	}
	if account.Claimed != "" {
		out.ClaimedText = account.Claimed.Chinese()
	}
	return out, d.whoSaysSo(ctx, who, account, &out)
}

// takeCode reads what the scanner read. A try counts before its outcome is known.
func (d *Door) takeCode(ctx context.Context, who staff.Member, text string) (uuid.UUID, error) {
	key := who.ID.String()
	if err := attempt.Take(ctx, d.o.DB, codeTries(), key); err != nil {
		return uuid.Nil, err
	}
	code, ok := person.ReadCounterCode(text)
	if !ok {
		return uuid.Nil, session.ErrNoCode
	}
	owner, err := d.o.Counter.Take(ctx, code)
	if err != nil {
		return uuid.Nil, err
	}
	id, err := uuid.Parse(owner)
	if err != nil {
		return uuid.Nil, session.ErrNoCode
	}
	return id, d.o.DB.InTx(ctx, func(tx db.Tx) error { return attempt.Clear(tx, codeTries(), key) })
}

// whoSaysSo adds the name that the account's owner gave, and who of that name is on file in the clerk's part of the tree. That they were offered is on record.
func (d *Door) whoSaysSo(ctx context.Context, who staff.Member, a person.Account, out *CounterScan) error {
	if a.PersonID == nil {
		return nil
	}
	p, err := d.o.People.ByID(ctx, *a.PersonID)
	if err != nil {
		return err
	}
	var offered []person.Person
	switch known := p.IDNumber != "" || a.Verified(); {
	case known && who.Scope().Covers(string(p.StationPath)):
		offered = []person.Person{p}
	case known: // known, elsewhere: here he does not exist
		return nil
	default:
		if offered, err = d.o.People.Search(ctx, who.Scope(), person.BySearchName, p.Name, uuid.Nil, candidatesMost+1); err != nil {
			return err
		}
		offered = slices.DeleteFunc(offered, func(other person.Person) bool { return other.ID == p.ID })
	}
	out.SaidName = p.Name.Reveal()
	out.Candidates = personLines(offered[:min(len(offered), candidatesMost)])
	return d.o.DB.InTx(ctx, func(tx db.Tx) error {
		return audit.Record(tx, audit.Entry{Actor: who.Actor(), Action: "counter.scan", Subject: "account", SubjectID: a.ID.String()})
	})
}
