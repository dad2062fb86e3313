// Package audit is the log of who changed what, when and as whom: append-only, written in the change's own transaction, and chained afterwards.
package audit

import (
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"shuangyong/models/db"
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
	return below{column: column, prefix: s.Prefix}
}

// below is true for rows whose column starts with prefix, and for none when there is no prefix.
type below struct{ column, prefix string }

// Build implements clause.Expression. SQLite's LIKE ignores case, and with it the index; its GLOB does neither.
func (b below) Build(builder clause.Builder) {
	if b.prefix == "" {
		_, _ = builder.WriteString("1 = 0")
		return
	}
	builder.WriteQuoted(clause.Column{Name: b.column})
	if st, ok := builder.(*gorm.Statement); ok && st.Name() == string(db.SQLite) {
		_, _ = builder.WriteString(" GLOB ")
		builder.AddVar(builder, strings.NewReplacer("*", "[*]", "?", "[?]", "[", "[[]").Replace(b.prefix)+"*")
		return
	}
	_, _ = builder.WriteString(" LIKE ")
	builder.AddVar(builder, strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(b.prefix)+"%")
	_, _ = builder.WriteString(" ESCAPE '!'")
}

// Covers tells whether path lies within the scope.
func (s Scope) Covers(path string) bool { return s.Prefix != "" && strings.HasPrefix(path, s.Prefix) }
