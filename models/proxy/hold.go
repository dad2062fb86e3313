package proxy

import (
	"github.com/google/uuid"
	"gorm.io/gorm/clause"

	"shuangyong/models/audit"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/fault"
	"shuangyong/models/internal/orm"
)

// The refusals of somebody who wants to act for another. The first is also the answer to whoever asks with somebody else's proxy.
var (
	ErrNotHeld = fault.New(fault.Forbidden, "proxy.not_held", "您现在不能替他办：代办到期了、被取消了，或者还没办。请他在小程序“家人代办”里再同意一次，或两人带身份证到服务站。")
	ErrOutside = fault.New(fault.Forbidden, "proxy.outside", "他同意您代办的事里没有这一样。请他在小程序“家人代办”里加上，或打服务站电话问。")
)

// Hold makes sure, at the moment of the act and until its transaction ends, that the agent may act for the principal: a locking read of the proxy and of both
// people, so that who revokes it meanwhile waits, and what was revoked before is refused.
func Hold(tx db.Tx, id, agent uuid.UUID, scope Scope) (Proxy, error) {
	var found []Proxy
	q := orm.Of(tx).Clauses(clause.Locking{Strength: clause.LockingStrengthShare}).Where("id = ? AND agent_id = ?", id, agent).Limit(1)
	if err := q.Find(&found).Error; err != nil {
		return Proxy{}, err
	}
	if len(found) == 0 {
		return Proxy{}, ErrNotHeld
	}
	p := found[0]
	both, err := people(tx, clause.LockingStrengthShare, []uuid.UUID{p.PrincipalID, p.AgentID})
	if fault.CodeOf(err) == fault.NotFound {
		return Proxy{}, ErrNotHeld
	} else if err != nil {
		return Proxy{}, err
	}
	f := Facts{PrincipalDied: both[p.PrincipalID].DiedOn, AgentDied: both[p.AgentID].DiedOn}
	if err := p.MayAct(f, scope, clock.DateOf(tx.Now())); err != nil {
		return Proxy{}, err
	}
	return p, nil
}

// Looked writes down that the agent looked at a part of what the bureau keeps of the principal ("card", "payments", "petitions", "statuses"): he reads it in the list of
// what was done in his name. account is the agent's WeChat account.
func Looked(tx db.Tx, p Proxy, account uuid.UUID, part string) error {
	return audit.Record(tx, audit.Entry{
		Actor: p.Actor(account), Action: audit.LookedFor, Subject: "person", SubjectID: p.PrincipalID.String(), Detail: map[string]string{"part": part},
	})
}
