package privacy

import (
	"strconv"

	"github.com/google/uuid"

	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/internal/orm"
)

// Reassign gives what a person agreed to and asked for, his holds and copies to the one he turned out to be.
func Reassign(tx db.Tx, by audit.Actor, from, into uuid.UUID) error {
	var rows int64
	for _, model := range []any{&Consent{}, &Request{}, &Hold{}, &Copy{}} {
		r := orm.Of(tx).Model(model).Where("person_id = ?", from).Update("person_id", into)
		if r.Error != nil {
			return r.Error
		}
		rows += r.RowsAffected
	}
	if rows == 0 {
		return nil
	}
	return audit.Record(tx, audit.Entry{
		Actor: by, Action: "privacy.reassign", Subject: "person", SubjectID: into.String(),
		Detail: map[string]string{"person": from.String(), "rows": strconv.FormatInt(rows, 10)},
	})
}

// Kept is what this domain keeps of a person.
type Kept struct {
	Consents []Consent
	Requests []Request
}

// Export is what this domain keeps of a person, for his copy.
func Export(r db.Reader, who Who) (Kept, error) {
	var k Kept
	var err error
	if k.Consents, err = consentsOf(r, who); err != nil {
		return k, err
	}
	k.Requests, err = requestsOf(r, who.Person)
	return k, err
}
