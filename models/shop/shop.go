// Package shop is the partner shops (拥军优惠门店): who signed, what they offer, whom to believe about it.
package shop

import (
	"github.com/google/uuid"

	"shuangyong/models/clock"
	"shuangyong/models/geo"
	"shuangyong/models/station"
)

// State is where a shop stands with the bureau.
type State string

// The states of a partner shop.
const (
	Applied   State = "applied"   // asked to join, not signed yet
	Signed    State = "signed"    // signed, plaque on the wall
	Suspended State = "suspended" // complaints are looked into
	Closed    State = "closed"    // shut or moved away
	Removed   State = "removed"   // plaque recovered (摘牌)
)

// Shop is one partner shop.
type Shop struct {
	ID          uuid.UUID `gorm:"primaryKey"`
	Name        string
	Category    string // the contract's category words: 餐饮, 超市 …
	Address     string
	StationPath station.Path
	Lat, Lng    float64 // GCJ-02
	Phone       string  // the shop's public number
	Hours       string
	State       State
	PlaqueNo    string     // number on the plaque, empty before signing
	SignedOn    clock.Date // empty before signing
	CheckedOn   clock.Date // when an inspector last confirmed that the offer is honoured
	ClosedOn    clock.Date
	Offers      []Offer `gorm:"-"`
}

// TableName implements gorm's Tabler.
func (Shop) TableName() string { return "shops" }

// Point is where the shop stands, GCJ-02.
func (s Shop) Point() geo.Point { return geo.Point{Lat: s.Lat, Lng: s.Lng} }

// Offer is what a shop gives, to whom, with what proof.
type Offer struct {
	ID       uuid.UUID `gorm:"primaryKey"`
	ShopID   uuid.UUID
	Title    string     // 到店就餐9折
	Statuses string     // person.Status words separated by spaces; empty = everyone the bureau serves
	Proof    string     // what to show: 优待证
	From     clock.Date `gorm:"column:from_on"`
	Until    clock.Date `gorm:"column:until_on"` // last day; empty = open-ended
}

// TableName implements gorm's Tabler.
func (Offer) TableName() string { return "shop_offers" }

// Query asks for signed shops. One without category and words leaves undertakers out.
type Query struct {
	Near     *geo.Point // nil = no order by distance
	Radius   float64    // metres; 0 = anywhere
	Category string     // "" = any
	Words    string     // part of a name, category, address or offer; "" = any
	On       clock.Date // offers valid that day
	Offset   int
	Limit    int // 1–20
}

// Found is a shop that matched, with its distance where the query had a place.
type Found struct {
	Shop
	Metres float64
}
