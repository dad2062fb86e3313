// Package audit is the log of who changed what, when and as whom: append-only, written in the change's own transaction, and chained afterwards.
package audit

import (
	"strings"

	"gorm.io/gorm/clause"
)

// ActorKind is the sort of somebody that acts.
type ActorKind string

// The kinds of actors.
const (
	Citizen  ActorKind = "citizen"
	Proxy    ActorKind = "proxy" // a family member acting for someone (家人代办)
	Merchant ActorKind = "merchant"
	Staff    ActorKind = "staff"
	Device   ActorKind = "device"
	Job      ActorKind = "job" // a scheduled job
	System   ActorKind = "system"
)

func (k ActorKind) known() bool {
	switch k {
	case Citizen, Proxy, Merchant, Staff, Device, Job, System:
		return true
	default:
		return false
	}
}

// Actor is who changes something. ID is an internal key or a job's name, never an openid, a phone or a name; For is whom a proxy acts for.
type Actor struct {
	Kind ActorKind
	ID   string
	For  string
}

// Scope is the part of the station tree that somebody may see: all below a path prefix. The zero Scope sees nothing.
type Scope struct{ Prefix string }

// Filter is the condition that keeps a query within the scope; column holds station paths. Use it as .Where(scope.Filter("station_path")).
func (s Scope) Filter(column string) clause.Expression {
	if s.Prefix == "" {
		return clause.Expr{SQL: "1 = 0"}
	}
	literal := strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(s.Prefix)
	return clause.Expr{SQL: "? LIKE ? ESCAPE '!'", Vars: []any{clause.Column{Name: column}, literal + "%"}}
}

// Covers tells whether path lies within the scope.
func (s Scope) Covers(path string) bool { return s.Prefix != "" && strings.HasPrefix(path, s.Prefix) }
