// Package privacy is what people may know, have and decide of what is kept about them: the notice and their consents, copies, corrections, deletion, and the terms of keeping.
package privacy

import (
	"time"

	"github.com/google/uuid"

	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/seal"
	"shuangyong/models/station"
)

// Store keeps notices, consents, requests, holds, copies and what was deleted in SQL.
type Store struct{ db *db.DB }

// NewStore makes a store upon d.
func NewStore(d *db.DB) *Store { return &Store{d} }

// Kind is what somebody asks for.
type Kind string

// The kinds of requests. A copy is made at once and needs none.
const (
	Correction Kind = "correction" // 更正, PIPL §46
	Deletion   Kind = "deletion"   // 删除, PIPL §47
)

// State is where a request stands.
type State string

// The states of a request.
const (
	Asked     State = "asked"
	Done      State = "done"
	Refused   State = "refused"
	Withdrawn State = "withdrawn"
)

// Request is what somebody asked for. Wanted, Why and Words are sealed: they are his words, and the clerk's to him.
type Request struct {
	ID          uuid.UUID `gorm:"primaryKey"`
	Kind        Kind
	PersonID    uuid.UUID
	StationPath station.Path // of his home station: who answers sees it
	Field       Field        // what is to be corrected; "" for a deletion
	Wanted      seal.Text    `gorm:"serializer:sealed"`
	Why         seal.Text    `gorm:"serializer:sealed"`
	State       State
	DueOn       clock.Date // by when it is answered
	Reason      Reason     // why it was refused
	Words       seal.Text  `gorm:"serializer:sealed"`
	DecidedBy   string     // the member's key, or "" when the program did it
	DecidedAt   *time.Time
	CreatedAt   time.Time
}

// TableName implements gorm's Tabler.
func (Request) TableName() string { return "privacy_requests" }

// Field is what can be corrected.
type Field string

// fields are what can be corrected, as people read it.
var fields = map[Field]string{
	"name": "姓名", "sex": "性别", "born_on": "出生日期", "phone": "电话", "address": "住址", "station": "服务站", "status": "身份类别", "relation": "家庭关系", "other": "其他",
}

// Chinese is the field as people read it; "" for one that is none.
func (f Field) Chinese() string { return fields[f] }

// Reason is why a request was refused.
type Reason string

// reasons are what people are told.
var reasons = map[Reason]string{
	"no_proof":   "没有看到能证明的材料",
	"correct":    "核对过原件，现在登记的是对的",
	"other_body": "这一项由别的部门登记，请先到那里更正",
	"held_law":   "法律规定还要保存",
	"not_yours":  "这不是您本人的信息",
}

// Chinese is the reason as people read it; "" for one that is none.
func (r Reason) Chinese() string { return reasons[r] }
