package petition

import (
	"strconv"

	"github.com/google/uuid"

	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/internal/orm"
)

// Reassign gives a person's petitions to the one he turned out to be. Numbers, petitioner and phone stay as they were written down.
func Reassign(tx db.Tx, by audit.Actor, from, into uuid.UUID) error {
	r := orm.Of(tx).Model(&Petition{}).Where("person_id = ?", from).Update("person_id", into)
	if r.Error != nil || r.RowsAffected == 0 {
		return r.Error
	}
	return audit.Record(tx, audit.Entry{
		Actor: by, Action: "petition.reassign", Subject: "person", SubjectID: into.String(),
		Detail: map[string]string{"person": from.String(), "rows": strconv.FormatInt(r.RowsAffected, 10)},
	})
}
