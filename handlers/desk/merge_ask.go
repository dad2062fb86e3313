package desk

import (
	"encoding/json"
	"net/http"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"shuangyong/handlers/idempotent"
	"shuangyong/handlers/openapi"
	"shuangyong/models/approval"
	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/person"
	"shuangyong/models/seal"
	"shuangyong/models/staff"
)

// mergeAsked is what a merge needs to know when the second person agrees.
type mergeAsked struct {
	Scope   string         `json:"scope"` // of whoever asked
	From    uuid.UUID      `json:"from"`
	Into    uuid.UUID      `json:"into"`
	Choices person.Choices `json:"choices,omitempty"`
}

// AskMerge asks a second person to make one person of a pair.
func (d *Door) AskMerge(c *gin.Context, id ReviewID, _ AskMergeParams) {
	var in MergeQuestion
	if !openapi.Bind(c, &in) {
		return
	}
	who := officer(c)
	idempotent.Run(c, d.o.DB, once(who), func(tx db.Tx) (int, any, error) {
		r, err := d.askMerge(tx, who, id, in)
		return http.StatusAccepted, approvalOf(r, tx.Now()), err
	})
}

func (d *Door) askMerge(tx db.Tx, who staff.Member, id uuid.UUID, in MergeQuestion) (approval.Request, error) {
	choices := person.Choices{}
	for _, c := range worth(in.Choices) {
		choices[person.Field(c.Field)] = person.Side(c.Side)
	}
	pair, err := d.o.People.Mergeable(tx, who.Scope(), id, in.Into, choices)
	if err != nil {
		return approval.Request{}, err
	}
	from, _, err := pair.Sides(in.Into)
	if err != nil {
		return approval.Request{}, err
	}
	payload, err := json.Marshal(mergeAsked{Scope: who.Scope().Prefix, From: from.ID, Into: in.Into, Choices: choices})
	if err != nil {
		return approval.Request{}, err
	}
	r, err := d.o.Approvals.Ask(tx, who.Actor(), approval.Question{
		Kind: approval.MergePeople, Subject: "review", SubjectID: id.String(), Payload: seal.Text(payload), Reason: in.Reason, StationPath: string(pair.Path()),
	})
	if err != nil {
		return approval.Request{}, err
	}
	return r, d.o.People.NoteAsked(tx, id, r.ID)
}

// MergeChoosing makes one person of two records in every domain, with a choice of whose values stand.
type MergeChoosing func(tx db.Tx, by audit.Actor, from, into uuid.UUID, c person.Choices) error

// MergeEffect merges what was asked for once the second person agrees, unless somebody has decided on the pair since.
func MergeEffect(people *person.Store, merge MergeChoosing) Effect {
	return func(tx db.Tx, by audit.Actor, r approval.Request) error {
		var asked mergeAsked
		if err := json.Unmarshal([]byte(r.Payload.Reveal()), &asked); err != nil {
			return err
		}
		review, err := uuid.Parse(r.SubjectID)
		if err != nil {
			return err
		}
		if err := people.Approved(tx, audit.Scope{Prefix: asked.Scope}, review, r.ID); err != nil {
			return err
		}
		return merge(tx, by, asked.From, asked.Into, asked.Choices)
	}
}
