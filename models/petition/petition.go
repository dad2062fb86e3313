// Package petition is letters and visits (信访): what was asked, where it stands, and by when the law wants an answer (《信访工作条例》).
package petition

import (
	"time"

	"github.com/google/uuid"

	"shuangyong/models/clock"
	"shuangyong/models/seal"
	"shuangyong/models/station"
)

// Kind is the law's classification (§29–31).
type Kind string

// The kinds of petition.
const (
	Suggestion Kind = "suggestion" // 建议意见
	Accusation Kind = "accusation" // 检举控告
	Appeal     Kind = "appeal"     // 申诉求决
)

// State is where a petition stands.
type State string

// The states of a petition, in their usual order.
const (
	Registered State = "registered" // received and numbered
	Accepted   State = "accepted"   // 受理
	Referred   State = "referred"   // sent to the organ in charge
	Rejected   State = "rejected"   // not accepted, reason and legal way told
	Extended   State = "extended"   // 60 days prolonged (§34)
	Answered   State = "answered"   // written answer delivered
	InReview   State = "in_review"  // 复查 asked for
	Closed     State = "closed"
)

// Petition is one registered case.
type Petition struct {
	ID          uuid.UUID `gorm:"primaryKey"`
	Number      string    // digits with a check digit, read out on the phone
	Kind        Kind
	State       State
	PersonID    *uuid.UUID // when the petitioner is known
	Petitioner  seal.Text  `gorm:"serializer:sealed"`
	Phone       seal.Text  `gorm:"serializer:sealed"`
	PhoneIndex  seal.Index
	PhoneTail   seal.Index // of the phone's last four digits: the second proof for reading the case
	Body        seal.Text  `gorm:"serializer:sealed"`
	StationID   uuid.UUID
	StationPath station.Path
	Receiver    string // 首接 staff as people are told: 李同志
	ReceivedAt  time.Time
	NoticeDue   clock.Date // written notice of acceptance, 15 days (§23)
	AnswerDue   clock.Date // written answer, 60 days from acceptance and any extension (§34)
	AcceptedOn  clock.Date
	AnsweredOn  clock.Date
	UpdatedAt   time.Time
}

// TableName implements gorm's Tabler.
func (Petition) TableName() string { return "petitions" }

// Step is one event in a petition's life that the petitioner may read.
type Step struct {
	ID         uuid.UUID `gorm:"primaryKey"`
	PetitionID uuid.UUID
	At         time.Time
	State      State
	Text       string // public: never the content of the petition
}

// TableName implements gorm's Tabler.
func (Step) TableName() string { return "petition_steps" }
