package person

import (
	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/internal/orm"
)

// Register writes one person down.
func (s *Store) Register(tx db.Tx, by audit.Actor, p Person) (Person, error) {
	p.prepare(tx)
	if err := orm.Of(tx).Create(&p).Error; err != nil {
		return Person{}, err
	}
	return p, audit.Record(tx, audit.Entry{Actor: by, Action: "person.register", Subject: "person", SubjectID: p.ID.String()})
}
