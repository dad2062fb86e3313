package handoff

import (
	"strconv"

	"github.com/google/uuid"

	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/internal/orm"
)

// Reassign gives a person's requests to the one he turned out to be. What was promised stays promised.
func Reassign(tx db.Tx, by audit.Actor, from, into uuid.UUID) error {
	r := orm.Of(tx).Model(&Request{}).Where("person_id = ?", from).Update("person_id", into)
	if r.Error != nil || r.RowsAffected == 0 {
		return r.Error
	}
	return audit.Record(tx, audit.Entry{
		Actor: by, Action: "handoff.reassign", Subject: "person", SubjectID: into.String(),
		Detail: map[string]string{"person": from.String(), "rows": strconv.FormatInt(r.RowsAffected, 10)},
	})
}
