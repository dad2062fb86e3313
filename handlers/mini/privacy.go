package mini

import (
	"context"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"shuangyong/handlers/reply"
	"shuangyong/models/audit"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/person"
	"shuangyong/models/privacy"
)

// Mine is what several domains keep of a person, put together; server/app does that.
type Mine interface {
	// Copy is everything about a person in one file.
	Copy(tx db.Tx, who privacy.Who) ([]byte, error)
	// Plan is what a deletion would do.
	Plan(r db.Reader, personID uuid.UUID) ([]privacy.Item, error)
	// Delete does it if it still is what was confirmed, and gives the accounts that are gone.
	Delete(tx db.Tx, by audit.Actor, personID uuid.UUID, confirmed string) ([]privacy.Item, []person.Account, error)
	// Forget ends what Redis keeps of accounts that are gone.
	Forget(ctx context.Context, gone []person.Account) error
	// Home is a person, for where his requests go.
	Home(ctx context.Context, personID uuid.UUID) (person.Person, error)
	// Due is by when a request of now is answered.
	Due(now time.Time) clock.Date
	// Members are members of staff as people are told: 东街服务站 李同志.
	Members(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]string, error)
	// Keys are a person's key and those of records that were merged into his: what was written down before a merge keeps the key it was written with.
	Keys(ctx context.Context, personID uuid.UUID) ([]uuid.UUID, error)
	// Accounts are the keys of a person's accounts.
	Accounts(ctx context.Context, personID uuid.UUID) ([]uuid.UUID, error)
}

// known is the caller when he is known surely enough for an act; it refuses the request otherwise.
func (d *Door) known(c *gin.Context, act person.Act) (who caller, ok bool) {
	who, ok = d.caller(c)
	if !ok {
		return caller{}, false
	}
	level := who.account.Assurance
	if who.person == uuid.Nil {
		level = person.Unknown
	}
	if err := level.Require(act); err != nil {
		reply.Refuse(c, err)
		return caller{}, false
	}
	return who, true
}

// consenter is the caller as package privacy knows him.
func (w caller) consenter() privacy.Who { return privacy.Who{Account: w.account.ID, Person: w.person} }

// orNothing is nil for a text that is empty, so that the answer leaves it out.
func orNothing(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
