package proxy

import (
	"github.com/google/uuid"

	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/internal/orm"
)

// Mine is everything this domain keeps of a person: what he may read and take along (个人信息保护法 §45).
type Mine struct {
	ActForMe []Proxy // 谁替我办
	IActFor  []Proxy // 我替谁办
	Codes    []Invitation
}

// Export is everything kept of a person.
func Export(r db.Reader, person uuid.UUID) (m Mine, err error) {
	for _, part := range []struct {
		into   any
		column string
	}{{&m.ActForMe, "principal_id"}, {&m.IActFor, "agent_id"}, {&m.Codes, "maker_id"}} {
		if err := orm.Of(r).Where(part.column+" = ?", person).Order("id").Limit(maxRows).Find(part.into).Error; err != nil {
			return Mine{}, db.Fault(err)
		}
	}
	return m, nil
}

// Erase ends what a person let others do and did for others, and deletes his codes. That there were proxies stays, by key alone: the other side may have to show in whose name
// he acted.
func Erase(tx db.Tx, by audit.Actor, person uuid.UUID) error {
	if err := endAll(tx, by, person, Erased, func(Proxy) bool { return true }); err != nil {
		return err
	}
	return orm.Of(tx).Where("maker_id = ?", person).Delete(&Invitation{}).Error
}
