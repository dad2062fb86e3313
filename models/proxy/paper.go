package proxy

import (
	"github.com/google/uuid"

	"shuangyong/models/audit"
	"shuangyong/models/clock"
	"shuangyong/models/db"
)

// Form is a signed paper for two people that a clerk saw: who, in what and until when (民法典 §165). Until may be empty: a year.
type Form struct {
	Principal, Agent uuid.UUID
	Scopes           Scopes
	Until            clock.Date
}

// Record begins the proxy of a signed form.
func Record(tx db.Tx, by audit.Actor, f Form, w Witness) (Proxy, error) {
	return grant(tx, by, Proxy{
		Kind: Family, PrincipalID: f.Principal, AgentID: f.Agent, Scopes: f.Scopes, Until: f.Until, How: OnPaper, WitnessID: &w.Staff, StationID: &w.Station,
	})
}

// survivorScopes are what concerns a dead man's relatives: petitions that are open, and benefits that are due.
const survivorScopes Scopes = "petition benefits"

// Estate is a handover to a close relative: whose, to whom, and whether the bureau's records say that they are relatives.
type Estate struct {
	Deceased, Relative uuid.UUID
	Related            bool
	Until              clock.Date
}

// HandOver lets a close relative of somebody who died see to what concerns them: petitions that are open and benefits that are due (个人信息保护法 §49; 民法典
// §1045, §1122). The clerk saw who he is and how they are related.
func HandOver(tx db.Tx, by audit.Actor, e Estate, w Witness) (Proxy, error) {
	if err := MayTakeOver(e.Related); err != nil {
		return Proxy{}, err
	}
	return grant(tx, by, Proxy{
		Kind: Survivor, PrincipalID: e.Deceased, AgentID: e.Relative, Scopes: survivorScopes, Until: e.Until, How: Handover,
		WitnessID: &w.Staff, StationID: &w.Station,
	})
}
