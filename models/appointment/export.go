package appointment

import (
	"github.com/google/uuid"

	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/internal/orm"
)

// maxExport bounds what one person's copy can hold of a table.
const maxExport = 2000

// Visit is a booking with when and what it is for.
type Visit struct {
	Number    string
	Status    Status
	SubjectID uuid.UUID
	BookerID  uuid.UUID
	Service   string
	Day       clock.Date
	Window    string
}

// Export is what was booked for a person, by him or with him as who comes, for his copy, the oldest first.
func Export(r db.Reader, personID uuid.UUID) ([]Visit, error) {
	var all []Visit
	err := orm.Of(r).Table("appointment_bookings b").Joins("JOIN appointment_slots s ON s.id = b.slot_id").
		Select("b.number, b.status, b.subject_id, b.booker_id, s.service, s.day, s.window").
		Where("(b.subject_id = ? OR b.booker_id = ? OR b.attendee_id = ?)", personID, personID, personID).Order("b.created_at").Order("b.id").Limit(maxExport).Scan(&all).Error
	return all, err
}

// CountOf is how many bookings concern a person.
func CountOf(r db.Reader, personID uuid.UUID) (int, error) {
	var n int64
	err := orm.Of(r).Model(&Booking{}).Where("(subject_id = ? OR booker_id = ? OR attendee_id = ?)", personID, personID, personID).Count(&n).Error
	return int(n), err
}
