package benefit

import (
	"strconv"

	"github.com/google/uuid"
	"gorm.io/gorm/clause"

	"shuangyong/models/audit"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/internal/orm"
)

// maxReassigned bounds the payments that two records of one person have together: forty years of five subjects each.
const maxReassigned = 5000

// otherFile marks the second of two payments of one subject and month, which two records of one person had apart.
const otherFile = "（另一份档案）"

// Reassign gives a person's cards and payments to the one he turned out to be. No payment is lost: see settle.
func Reassign(tx db.Tx, by audit.Actor, from, into uuid.UUID) error {
	rows, err := reassignPayments(tx, from, into)
	if err != nil {
		return err
	}
	r := orm.Of(tx).Model(&Card{}).Where("person_id = ?", from).Update("person_id", into)
	if r.Error != nil || rows+r.RowsAffected == 0 {
		return r.Error
	}
	return audit.Record(tx, audit.Entry{
		Actor: by, Action: "benefit.reassign", Subject: "person", SubjectID: into.String(),
		Detail: map[string]string{"person": from.String(), "rows": strconv.FormatInt(rows+r.RowsAffected, 10)},
	})
}

// due is what one person can have once.
type due struct{ subject, month string }

func reassignPayments(tx db.Tx, from, into uuid.UUID) (int64, error) {
	var all []Payment
	q := orm.Of(tx).Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate})
	if err := q.Where("person_id IN ?", []uuid.UUID{from, into}).Order("id").Limit(maxReassigned).Find(&all).Error; err != nil {
		return 0, err
	}
	has, taken, moved := map[due]Payment{}, map[due]bool{}, int64(0)
	for _, p := range all {
		taken[due{p.Subject, p.Month}] = true
		if p.PersonID == into {
			has[due{p.Subject, p.Month}] = p
		}
	}
	for _, p := range all {
		if p.PersonID != from {
			continue
		}
		moved++
		if kept, twice := has[due{p.Subject, p.Month}]; twice {
			if err := settleTwice(tx, kept, p, taken); err != nil {
				return 0, err
			}
		}
	}
	return moved, orm.Of(tx).Model(&Payment{}).Where("person_id = ?", from).Update("person_id", into).Error
}

// settle says what becomes of two payments of one subject and month. One that was only due on both records, or paid on one with the same
// amount, is one payment: it is kept with the day it was paid. Two that were both paid, or differ in amount, are two facts, and both stay.
func settle(kept, other Payment) (paidOn clock.Date, one bool) {
	if kept.Fen != other.Fen || kept.PaidOn != "" && other.PaidOn != "" {
		return kept.PaidOn, false
	}
	if kept.PaidOn == "" {
		return other.PaidOn, true
	}
	return kept.PaidOn, true
}

func settleTwice(tx db.Tx, kept, other Payment, taken map[due]bool) error {
	paidOn, one := settle(kept, other)
	if one {
		if err := orm.Of(tx).Model(&Payment{}).Where("id = ?", kept.ID).Update("paid_on", paidOn).Error; err != nil {
			return err
		}
		return orm.Of(tx).Where("id = ?", other.ID).Delete(&Payment{}).Error
	}
	apart := due{other.Subject + otherFile, other.Month}
	for n := 2; taken[apart]; n++ { // a person of more than two records
		apart.subject = other.Subject + otherFile + strconv.Itoa(n)
	}
	taken[apart] = true
	return orm.Of(tx).Model(&Payment{}).Where("id = ?", other.ID).Update("subject", apart.subject).Error
}
