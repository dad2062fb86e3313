package mini

import (
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"shuangyong/handlers/idempotent"
	"shuangyong/handlers/openapi"
	"shuangyong/handlers/reply"
	"shuangyong/models/attempt"
	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/fault"
	"shuangyong/models/person"
	"shuangyong/models/privacy"
	"shuangyong/models/seal"
)

var errProved = fault.New(fault.Conflict, "person.proved", "您已经核实过了，不用再核。要改资料的，在“我的资料”里点更正。")

// try is one thing that is counted, and whose.
type try struct {
	rule attempt.Rule
	key  string
}

// triesAt are how many wrong tries there are from one account, and at one card from any: whoever knows a card's number has ten guesses a day at its owner. An account that
// has used up its own does not use up the card's.
func triesAt(who caller, card string) []try {
	card = strings.ToUpper(strings.NewReplacer(" ", "", "-", "").Replace(card))
	return []try{
		{attempt.Rule{Name: "person.prove", Limit: 5, Window: 30 * time.Minute, Lock: 30 * time.Minute}, "account " + who.account.ID.String()},
		{attempt.Rule{Name: "person.prove_card", Limit: 10, Window: 24 * time.Hour, Lock: 24 * time.Hour}, "card " + card},
	}
}

// ProveByCard joins the account to the person whose card, name and last digits the caller knows. Each try counts before its outcome is known.
func (d *Door) ProveByCard(c *gin.Context, _ ProveByCardParams) {
	var in ProveRequest
	if !openapi.Bind(c, &in) {
		return
	}
	who, ok := d.caller(c)
	if !ok {
		return
	}
	if err := d.needs(c.Request.Context(), who, privacy.Sensitive); err != nil {
		reply.Refuse(c, err)
		return
	}
	tries := triesAt(who, in.CardNumber)
	if !who.account.Verified() { // whoever is known has nothing to try; a repeated call is only answered again
		for _, t := range tries {
			if err := attempt.Take(c.Request.Context(), d.o.DB, t.rule, t.key); err != nil {
				reply.Refuse(c, err)
				return
			}
		}
	}
	missed := false
	idempotent.Run(c, d.o.DB, who.once(), func(tx db.Tx) (int, any, error) {
		err := d.proveByCard(tx, who, in)
		missed = errors.Is(err, person.ErrNoMatch)
		if err != nil {
			return 0, nil, err
		}
		for _, t := range tries {
			if err := attempt.Clear(tx, t.rule, t.key); err != nil {
				return 0, nil, err
			}
		}
		return http.StatusOK, Proved{Assurance: assuranceCode(person.Matched), AssuranceText: person.Matched.Chinese()}, nil
	})
	if missed {
		d.missed(c, who)
	}
}

func (d *Door) proveByCard(tx db.Tx, who caller, in ProveRequest) error {
	if who.account.Verified() {
		return errProved
	}
	candidate, err := d.o.CardOwner(tx, seal.Text(in.CardNumber))
	if err != nil {
		return err
	}
	asked := person.Asked{Candidate: candidate, Name: seal.Text(in.Name), Tail: seal.Text(in.IDTail)}
	return d.o.People.ProveByCard(tx, who.actor(), who.account.ID, asked, d.o.Merge)
}

// missed writes down that a try failed; of what was tried nothing.
func (d *Door) missed(c *gin.Context, who caller) {
	err := d.o.DB.InTx(c.Request.Context(), func(tx db.Tx) error {
		return audit.Record(tx, audit.Entry{Actor: who.actor(), Action: "account.prove_failed", Subject: "account", SubjectID: who.account.ID.String()})
	})
	if err != nil {
		d.o.Log.WarnContext(c.Request.Context(), "a failed proof was not written down", "error", err.Error())
	}
}
