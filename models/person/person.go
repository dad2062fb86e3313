// Package person is who people are to the bureau: their statuses with dates, their families, and the WeChat accounts they speak from.
package person

import (
	"time"

	"github.com/google/uuid"

	"shuangyong/models/clock"
	"shuangyong/models/seal"
	"shuangyong/models/station"
)

// Person is one entitled person, or a relative of one.
type Person struct {
	ID            uuid.UUID  `gorm:"primaryKey"`
	Name          seal.Text  `gorm:"serializer:sealed"`
	NameIndex     seal.Index // of the name, for exact look-up
	Sex           string     // "m" or "f"
	BornOn        clock.Date
	DiedOn        clock.Date // empty = alive
	IDNumber      seal.Text  `gorm:"serializer:sealed"` // 公民身份号码
	IDNumberIndex seal.Index
	Phone         seal.Text `gorm:"serializer:sealed"`
	PhoneIndex    seal.Index
	Address       seal.Text `gorm:"serializer:sealed"`
	StationID     uuid.UUID // home station
	StationPath   station.Path
	CreatedAt     time.Time
	MergedInto    *uuid.UUID // set: this was a second record of that person, and is empty now
}

// TableName implements gorm's Tabler.
func (Person) TableName() string { return "people" }

// Held is a status that a person holds or held between two days.
type Held struct {
	ID       uuid.UUID `gorm:"primaryKey"`
	PersonID uuid.UUID
	Status   Status
	Level    int        // disability level 1–10, 0 = none
	Cause    string     // war, duty, illness (因战/因公/因病), for disability
	Kind     string     // martyr, duty, illness for bereaved families; "" otherwise
	From     clock.Date `gorm:"column:from_on"`
	Until    clock.Date `gorm:"column:until_on"` // last day; empty = still held
	SeenOn   clock.Date // when staff saw the proof; empty = not verified

	Proof     Paper  // the kind of paper that they saw; "" = not written down
	EndReason Ending // why it ended; "" = it has not, or its last day was known from the beginning
}

// TableName implements gorm's Tabler.
func (Held) TableName() string { return "person_statuses" }

// Relation links two people: Relative is Kind (spouse, parent, child, sibling) of Person.
type Relation struct {
	ID         uuid.UUID `gorm:"primaryKey"`
	PersonID   uuid.UUID
	RelativeID uuid.UUID
	Kind       string
}

// TableName implements gorm's Tabler.
func (Relation) TableName() string { return "person_relations" }
