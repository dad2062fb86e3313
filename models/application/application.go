// Package application is asking for a status with photographs of papers: what somebody says he is, what he shows for it, and what a member of staff decided.
package application

import (
	"time"

	"github.com/google/uuid"

	"shuangyong/models/audit"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/seal"
	"shuangyong/models/station"
	"shuangyong/models/workday"
)

// State is where an application stands.
type State string

// The states, in their usual order.
const (
	Draft      State = "draft"       // papers are being added
	Submitted  State = "submitted"   // waits for a member of staff
	MoreNeeded State = "more_needed" // waits for the applicant
	Approved   State = "approved"
	Refused    State = "refused"
	Withdrawn  State = "withdrawn" // by the applicant, or left lying
)

// open are the states in which something is still to be done, and in which there may be pictures.
func open() []State { return []State{Draft, Submitted, MoreNeeded} }

// Chinese is the state as people read it.
func (s State) Chinese() string {
	switch s {
	case Draft:
		return "还没提交"
	case Submitted:
		return "正在核对"
	case MoreNeeded:
		return "等您补材料"
	case Approved:
		return "已登记"
	case Refused:
		return "没有登记"
	case Withdrawn:
		return "已撤回"
	default:
		return string(s)
	}
}

// Application is one wish to be registered as something, of the person himself.
type Application struct {
	ID          uuid.UUID `gorm:"primaryKey"`
	Number      string    // digits with a check digit, read out on the phone
	PersonID    uuid.UUID // who applies; half known at least
	AccountID   *uuid.UUID
	Name        seal.Text `gorm:"serializer:sealed"` // as he calls himself
	Wanted      []Status  `gorm:"serializer:json"`
	Words       seal.Text `gorm:"serializer:sealed"` // his own; without secrets, the door saw to that
	StationPath station.Path
	State       State
	CreatedAt   time.Time
	UpdatedAt   time.Time
	SubmittedAt *time.Time // the last time
	DecideBy    clock.Date // the last day for the decision; "" = not submitted, or in a year whose holidays are not announced
	DecidedBy   *uuid.UUID // a member of staff
	DecidedAt   *time.Time
	Reason      Reason   // of a refusal, or of asking for more
	Granted     []Status `gorm:"serializer:json"`
	Papers      string   // the kinds of papers that the decision rests on, separated by spaces: the pictures are gone by then
}

// TableName implements gorm's Tabler.
func (Application) TableName() string { return "applications" }

// Overdue tells whether the day for the decision has passed.
func (a Application) Overdue(today clock.Date) bool {
	return a.State == Submitted && a.DecideBy != "" && a.DecideBy < today
}

// Document is one photograph of a paper. It exists only as long as its application is open.
type Document struct {
	ID            uuid.UUID `gorm:"primaryKey"`
	ApplicationID uuid.UUID
	Kind          Kind
	Picture       seal.Text `gorm:"serializer:sealed"` // a JPEG that package media drew; read by itself only
	Width, Height int
	AddedAt       time.Time
}

// TableName implements gorm's Tabler.
func (Document) TableName() string { return "application_documents" }

// Event is what happened in a step.
type Event string

// The events.
const (
	Started   Event = "started"
	Handed    Event = "submitted"
	Seen      Event = "opened"
	AskedMore Event = "more_asked"
	HandedOn  Event = "recused"
	Granted   Event = "approved"
	NotSo     Event = "refused"
	TakenBack Event = "withdrawn"
	Lapsed    Event = "lapsed"
)

// Step is one event in an application's life, as the applicant reads it.
type Step struct {
	ID            uuid.UUID `gorm:"primaryKey"`
	ApplicationID uuid.UUID
	At            time.Time
	Event         Event
	Who           string    // 李同志; "" = the applicant himself, or nobody
	Text          seal.Text `gorm:"serializer:sealed"` // may hold a clerk's words about his papers
}

// TableName implements gorm's Tabler.
func (Step) TableName() string { return "application_steps" }

// reader is a member of staff who opened an application, or withdrew from it as a relative.
type reader struct {
	ApplicationID uuid.UUID `gorm:"primaryKey"`
	MemberID      uuid.UUID `gorm:"primaryKey"`
	OpenedAt      *time.Time
	RecusedAt     *time.Time
}

// TableName implements gorm's Tabler.
func (reader) TableName() string { return "application_readers" }

// Case is an application with all that belongs to it but the pictures themselves.
type Case struct {
	Application
	Documents []Document // without Picture
	Steps     []Step     // the oldest first
}

// Owner is an applicant who calls. Where it was not proved that the account is the person's, Account is set: then he sees only what was begun from it.
type Owner struct{ Person, Account uuid.UUID }

// Officer is the member of staff who works on applications, by what counts here.
type Officer struct {
	ID    uuid.UUID
	Name  string // as applicants are told: 李同志
	Scope audit.Scope
}

func (o Officer) actor() audit.Actor { return audit.Actor{Kind: audit.Staff, ID: o.ID.String()} }

// Store keeps applications in SQL.
type Store struct {
	db   *db.DB
	days *workday.Calendar
}

// NewStore makes a store upon d that counts days by the calendar.
func NewStore(d *db.DB, days *workday.Calendar) *Store { return &Store{d, days} }
