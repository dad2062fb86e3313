// Package proxy is family members who act for somebody (家人代办): in what, until when, how he agreed to it, and how it ends.
package proxy

import (
	"time"

	"github.com/google/uuid"

	"shuangyong/models/audit"
	"shuangyong/models/clock"
)

// Kind is where the right to act comes from.
type Kind string

// The kinds.
const (
	Family   Kind = "family"   // 委托代理: a living person lets somebody act for him (民法典 §161–165)
	Survivor Kind = "survivor" // a close relative takes up what concerns him of somebody who died (个人信息保护法 §49)
)

// How is the way in which somebody agreed.
type How string

// The ways of consent. All but the first have a clerk as witness.
const (
	InApp    How = "app"      // both in their mini-programs
	ByCode   How = "code"     // a code that he read out at a station, to a clerk who saw his paper
	OnPaper  How = "paper"    // a signed form that a clerk saw
	Handover How = "handover" // he died; a clerk saw the relative and how they are related
)

// Chinese is the way as people read it.
func (h How) Chinese() string {
	switch h {
	case InApp:
		return "在小程序里同意"
	case ByCode:
		return "在服务站当面报号同意"
	case OnPaper:
		return "在服务站签了纸质委托书"
	case Handover:
		return "服务站核对亲属关系后交接"
	default:
		return ""
	}
}

// State is where a proxy stands.
type State string

// The states. The last is not stored: no row needs to be touched for a day to pass.
const (
	Active  State = "active"
	Revoked State = "revoked" // one of the two ended it
	Ended   State = "ended"   // something else did, see Reason
	Expired State = "expired"
)

// Side is one of the two people.
type Side string

// The sides.
const (
	Principal Side = "principal" // 被代办人
	Agent     Side = "agent"     // 代办人
	System    Side = "system"    // neither; only as who ended a proxy
)

// Reason says why a proxy ended.
type Reason string

// The reasons.
const (
	Withdrawn Reason = "withdrawn" // in the mini-program
	AtStation Reason = "station"   // he said so to a clerk
	Replaced  Reason = "replaced"  // by a newer one between the same two
	Death     Reason = "death"     // 民法典 §173 (4)
	Merged    Reason = "merged"    // two records were one person
	Erased    Reason = "erased"    // his data were deleted
)

// Proxy lets Agent act for Principal. Both are keys of people.
type Proxy struct {
	ID          uuid.UUID `gorm:"primaryKey"`
	Kind        Kind
	PrincipalID uuid.UUID
	AgentID     uuid.UUID
	Scopes      Scopes
	From        clock.Date `gorm:"column:from_on"`
	Until       clock.Date `gorm:"column:until_on"` // the last day
	How         How
	ConsentAt   time.Time
	WitnessID   *uuid.UUID // the clerk who saw it, a member of staff
	StationID   *uuid.UUID // where
	State       State
	EndedAt     *time.Time
	EndedBy     Side
	Reason      Reason
	CreatedAt   time.Time
}

// TableName implements gorm's Tabler.
func (Proxy) TableName() string { return "proxies" }

// StateOn is where it stands on a day.
func (p Proxy) StateOn(today clock.Date) State {
	if p.State == Active && today > p.Until {
		return Expired
	}
	return p.State
}

// side tells which of the two a person is.
func (p Proxy) side(person uuid.UUID) (Side, bool) {
	switch person {
	case p.PrincipalID:
		return Principal, true
	case p.AgentID:
		return Agent, true
	default:
		return "", false
	}
}

// Actor is the agent as the audit log names him when he acts for the principal; id is his account's key, or his own.
func (p Proxy) Actor(id uuid.UUID) audit.Actor {
	return audit.Actor{Kind: audit.Proxy, ID: id.String(), For: p.PrincipalID.String()}
}
