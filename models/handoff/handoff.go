// Package handoff is what a human must take over: a wish to be called back, a crisis, an escalation. It is committed before anyone is told so.
package handoff

import (
	"time"

	"github.com/google/uuid"

	"shuangyong/models/seal"
	"shuangyong/models/station"
)

// Kind is why a human is needed.
type Kind string

// The kinds, most urgent first.
const (
	Crisis     Kind = "crisis"
	Escalation Kind = "escalation"
	CallBack   Kind = "call_back"
)

// Request waits for a human. Summary is what was said, sealed.
type Request struct {
	ID          uuid.UUID `gorm:"primaryKey"`
	Kind        Kind
	AccountID   *uuid.UUID // the WeChat account it came from, while it exists
	PersonID    *uuid.UUID
	StationPath station.Path
	Summary     seal.Text `gorm:"serializer:sealed"`
	PromisedAt  time.Time // by when a human answers
	CreatedAt   time.Time
	ClosedAt    *time.Time
}

// TableName implements gorm's Tabler.
func (Request) TableName() string { return "handoffs" }
