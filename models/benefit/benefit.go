// Package benefit is what people are entitled to, the preferential card's progress, and whether the money was paid.
package benefit

import (
	"time"

	"github.com/google/uuid"

	"shuangyong/models/clock"
	"shuangyong/models/seal"
	"shuangyong/models/station"
)

// Benefit is one entitlement as people read it, with its source and how sure we are of it.
type Benefit struct {
	Code       string `gorm:"primaryKey"`
	Title      string
	Topic      string // the contract's topic word; "" = none fits
	Statuses   string // person.Status words it concerns, separated by spaces
	Who        string // in words
	Conditions string
	Gives      string // what one gets
	Documents  string
	Where      string     `gorm:"column:apply_at"`
	Source     string     // law, measure and paragraph
	Confidence string     // found, known_unverified, title_only
	History    bool       // no longer granted; told as history
	Asks       string     // other words people use for it, separated by |
	From       clock.Date `gorm:"column:effective_from"`
	Until      clock.Date `gorm:"column:effective_until"`
	SortOrder  int
}

// TableName implements gorm's Tabler.
func (Benefit) TableName() string { return "benefits" }

// CardState is how far a preferential card (优待证) is.
type CardState string

// The states of a card application, in order; Refused ends it.
const (
	CardReceived CardState = "received" // 服务站已受理
	CardReviewed CardState = "reviewed" // 市级审核通过
	CardFiled    CardState = "filed"    // 省级备案
	CardMaking   CardState = "making"   // 银行制证
	CardReady    CardState = "ready"    // 到站待领
	CardIssued   CardState = "issued"   // 已领
	CardRefused  CardState = "refused"
)

// Card is one application for a preferential card. The card is also a bank card: no bank number is kept.
type Card struct {
	ID          uuid.UUID `gorm:"primaryKey"`
	PersonID    uuid.UUID
	StationID   uuid.UUID
	StationPath station.Path
	State       CardState
	CardNumber  seal.Text `gorm:"serializer:sealed"` // opaque number on the card, once issued
	NumberIndex seal.Index
	Reason      string // why refused, in words for the person
	AppliedOn   clock.Date
	UpdatedOn   clock.Date
	CreatedAt   time.Time
}

// TableName implements gorm's Tabler.
func (Card) TableName() string { return "benefit_cards" }

// Payment is one month's pension or subsidy due to a person. Amounts are fen and are never shown in a chat.
type Payment struct {
	ID          uuid.UUID `gorm:"primaryKey"`
	PersonID    uuid.UUID
	StationPath station.Path
	Subject     string // 残疾抚恤金, 定期抚恤金, 老年生活补助 …
	Month       string // YYYY-MM
	DueOn       clock.Date
	PaidOn      clock.Date // empty = not paid yet
	Fen         int64
	Late        string // why it was late, for the list behind the figure
}

// TableName implements gorm's Tabler.
func (Payment) TableName() string { return "benefit_payments" }
