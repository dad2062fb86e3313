package mini

import (
	"context"
	"time"

	"github.com/google/uuid"

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

// consenter is the caller as package privacy knows him.
func (w caller) consenter() privacy.Who { return privacy.Who{Account: w.account.ID, Person: w.person} }
