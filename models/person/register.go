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

// Grant writes down that a person holds a status. That somebody serves is never written down.
func (s *Store) Grant(tx db.Tx, by audit.Actor, h Held) (Held, error) {
	if err := h.Status.check(); err != nil {
		return Held{}, err
	}
	h.ID = db.NewID()
	if err := orm.Of(tx).Create(&h).Error; err != nil {
		return Held{}, err
	}
	return h, audit.Record(tx, audit.Entry{
		Actor: by, Action: "person.grant", Subject: "person", SubjectID: h.PersonID.String(),
		Detail: map[string]string{"status": string(h.Status)},
	})
}
