package appointment

import (
	"context"

	"github.com/google/uuid"

	"shuangyong/models/db"
	"shuangyong/models/internal/orm"
)

const (
	maxServices = 200
	maxFree     = 100
)

// Store keeps services, slots and bookings in SQL.
type Store struct{ db *db.DB }

// NewStore makes a store upon d.
func NewStore(d *db.DB) *Store { return &Store{d} }

// Services are what one can come for, in order.
func (s *Store) Services(ctx context.Context) ([]Service, error) {
	var all []Service
	err := orm.Of(s.db.View(ctx)).Order("sort_order").Order("code").Limit(maxServices).Find(&all).Error
	return all, db.Fault(err)
}

// FreeIn gives the earliest slots of q that have room. A slot of a service that is not limited always has room: reception is a right.
func (s *Store) FreeIn(ctx context.Context, q FreeQuery) ([]Free, error) {
	from, before := q.Path.Bounds()
	g := orm.Of(s.db.View(ctx)).Table("appointment_slots").
		Select("appointment_slots.*", "stations.short_name AS station_name").
		Joins("JOIN stations ON stations.id = appointment_slots.station_id").
		Joins("JOIN appointment_services ON appointment_services.code = appointment_slots.service").
		Where("appointment_slots.service = ? AND appointment_slots.day BETWEEN ? AND ?", q.Service, q.From, q.To).
		Where("appointment_slots.station_path >= ? AND appointment_slots.station_path < ?", from, before).
		Where("(appointment_slots.taken < appointment_slots.capacity OR NOT appointment_services.limited)")
	if !q.After.IsZero() {
		g = g.Where("appointment_slots.starts_at > ?", instant(q.After))
	}
	var free []Free
	err := g.Order("appointment_slots.starts_at").Order("appointment_slots.station_path").Order("appointment_slots.id").
		Limit(limitOf(q)).Scan(&free).Error
	return free, db.Fault(err)
}

// InsertServices writes many services.
func InsertServices(tx db.Tx, rows []Service) error { return orm.Insert(tx, rows) }

// InsertSlots writes many slots.
func InsertSlots(tx db.Tx, rows []Slot) error {
	for i := range rows {
		if rows[i].ID == uuid.Nil {
			rows[i].ID = db.NewID()
		}
	}
	return orm.Insert(tx, rows)
}

// InsertBookings writes many bookings; the slots' Taken is the caller's to set.
func InsertBookings(tx db.Tx, rows []Booking) error {
	for i := range rows {
		b := &rows[i]
		if b.ID == uuid.Nil {
			b.ID = db.NewID()
		}
		if b.CreatedAt.IsZero() {
			b.CreatedAt = tx.Now()
		}
		if b.UpdatedAt.IsZero() {
			b.UpdatedAt = b.CreatedAt
		}
	}
	return orm.Insert(tx, rows)
}
