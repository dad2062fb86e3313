package appointment

import (
	"strconv"

	"github.com/google/uuid"
	"gorm.io/gorm/clause"

	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/internal/orm"
)

// maxReassigned bounds the bookings that wait for two records of one person.
const maxReassigned = 1000

// Reassign gives a person's bookings to the one he turned out to be. Who booked the same slot under both records needs one place: the later booking is
// cancelled, its place is free again, and its number still finds the row.
func Reassign(tx db.Tx, by audit.Actor, from, into uuid.UUID) error {
	twice, err := bookedTwice(tx, from, into)
	if err != nil {
		return err
	}
	for _, b := range twice {
		if err := giveBack(tx, by, b); err != nil {
			return err
		}
	}
	var rows int64
	for _, column := range []string{"subject_id", "booker_id", "attendee_id"} {
		r := orm.Of(tx).Model(&Booking{}).Where(clause.Eq{Column: clause.Column{Name: column}, Value: from}).Update(column, into)
		if r.Error != nil {
			return r.Error
		}
		rows += r.RowsAffected
	}
	if rows == 0 {
		return nil
	}
	return audit.Record(tx, audit.Entry{
		Actor: by, Action: "appointment.reassign", Subject: "person", SubjectID: into.String(),
		Detail: map[string]string{"person": from.String(), "rows": strconv.FormatInt(rows, 10)},
	})
}

// bookedTwice are the later ones of the bookings that wait for either record in the same slot.
func bookedTwice(tx db.Tx, from, into uuid.UUID) ([]Booking, error) {
	var all []Booking
	q := orm.Of(tx).Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).
		Where("subject_id IN ? AND status = ?", []uuid.UUID{from, into}, Booked)
	if err := q.Order("created_at").Order("id").Limit(maxReassigned).Find(&all).Error; err != nil {
		return nil, err
	}
	first := map[uuid.UUID]uuid.UUID{} // slot → whose booking came first
	var later []Booking
	for _, b := range all {
		whose, taken := first[b.SlotID]
		if !taken {
			first[b.SlotID] = b.SubjectID
		} else if whose != b.SubjectID {
			later = append(later, b)
		}
	}
	return later, nil
}

// giveBack cancels a booking and frees its place.
func giveBack(tx db.Tx, by audit.Actor, b Booking) error {
	var slot []Slot
	q := orm.Of(tx).Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).Where("id = ?", b.SlotID).Limit(1)
	if err := q.Find(&slot).Error; err != nil {
		return err
	}
	if len(slot) == 1 && slot[0].Taken > 0 {
		if err := orm.Of(tx).Model(&Slot{}).Where("id = ?", b.SlotID).Update("taken", slot[0].Taken-1).Error; err != nil {
			return err
		}
	}
	end := map[string]any{"status": Cancelled, "updated_at": tx.Now()}
	if err := orm.Of(tx).Model(&Booking{}).Where("id = ?", b.ID).Updates(end).Error; err != nil {
		return err
	}
	return audit.Record(tx, audit.Entry{
		Actor: by, Action: "appointment.cancel", Subject: "appointment", SubjectID: b.ID.String(), Detail: map[string]string{"reason": "merged"},
	})
}
