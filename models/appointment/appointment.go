// Package appointment is services, slots and bookings, in FHIR scheduling's words where they exist.
package appointment

import (
	"time"

	"github.com/google/uuid"

	"shuangyong/models/clock"
	"shuangyong/models/station"
)

// Service is something one can come for.
type Service struct {
	Code      string `gorm:"primaryKey"` // the contract's service word: 优待证
	Minutes   int
	Documents string // what to bring, in words
	Limited   bool   // false: reception is a right, a full slot never blocks it
	SortOrder int
}

// TableName implements gorm's Tabler.
func (Service) TableName() string { return "appointment_services" }

// Slot is a span at a station in which a service can be booked, with its capacity.
type Slot struct {
	ID        uuid.UUID `gorm:"primaryKey"`
	StationID uuid.UUID
	Path      station.Path `gorm:"column:station_path"`
	Service   string
	Day       clock.Date
	StartsAt  time.Time
	EndsAt    time.Time
	Window    string // 1号窗口
	Capacity  int
	Taken     int
}

// TableName implements gorm's Tabler.
func (Slot) TableName() string { return "appointment_slots" }

// Status is FHIR's appointment status.
type Status string

// The statuses used.
const (
	Booked    Status = "booked"
	Arrived   Status = "arrived"
	Fulfilled Status = "fulfilled"
	Cancelled Status = "cancelled"
	NoShow    Status = "noshow"
)

// Booking is a promise of a slot to somebody. Booker, subject and attendee can be three people: a daughter books for her father, and her brother comes.
type Booking struct {
	ID         uuid.UUID `gorm:"primaryKey"`
	Number     string
	SlotID     uuid.UUID
	SubjectID  uuid.UUID  // the person it is about
	BookerID   uuid.UUID  // the person who booked it
	AttendeeID *uuid.UUID // who comes; nil: the subject himself
	Status     Status
	CreatedAt  time.Time
	UpdatedAt  time.Time
}

// Attendee is who comes: the subject, unless somebody else was named.
func (b Booking) Attendee() uuid.UUID {
	if b.AttendeeID != nil {
		return *b.AttendeeID
	}
	return b.SubjectID
}

// TableName implements gorm's Tabler.
func (Booking) TableName() string { return "appointment_bookings" }

// Free is a slot with room, and where it is.
type Free struct {
	Slot
	StationName string
}

// FreeQuery asks for slots with room.
type FreeQuery struct {
	Service  string       // the contract's service word
	Path     station.Path // the part of the tree
	From, To clock.Date   // both days included
	After    time.Time    // slots that begin later
	Limit    int
}
