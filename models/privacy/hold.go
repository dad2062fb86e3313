package privacy

import (
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm/clause"

	"shuangyong/models/audit"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/fault"
	"shuangyong/models/internal/orm"
	"shuangyong/models/station"
)

// Hold keeps what is about somebody from being deleted, until a day or until two people lift it.
type Hold struct {
	ID          uuid.UUID `gorm:"primaryKey"`
	PersonID    uuid.UUID
	StationPath station.Path
	Reason      HoldReason
	Number      string // of the case, ours or a court's; no personal data
	UntilOn     clock.Date
	PlacedBy    string
	PlacedAt    time.Time
	LiftedBy    string
	LiftedAt    *time.Time
}

// TableName implements gorm's Tabler.
func (Hold) TableName() string { return "privacy_holds" }

// HoldReason is why something must be kept.
type HoldReason string

// holdReasons are what people are told.
var holdReasons = map[HoldReason]string{
	"lawsuit": "正在打官司或仲裁，证据要留", "inspection": "上级或纪检监察正在核查", "review": "复查、复核还没有结束", "payment": "待遇发放还有争议", "duty": "保密核查要求保存",
}

// Chinese is the reason as people read it; "" for one that is none.
func (r HoldReason) Chinese() string { return holdReasons[r] }

// maxHold is how many days a hold lasts at most: whoever needs longer places another one, and says why again.
const (
	maxHold  = 731
	maxHolds = 100
)

var (
	errHold     = fault.New(fault.Invalid, "privacy.hold", "封存要选理由，日期在今天以后、两年以内。")
	errNoHold   = fault.New(fault.NotFound, "privacy.no_hold", "没有找到这一项封存。")
	errHoldOver = fault.New(fault.Conflict, "privacy.hold_over", "这一项封存已经解除或到期了。")
)

// Holds tells whether h keeps anything on the day.
func (h Hold) Holds(on clock.Date) bool { return h.LiftedAt == nil && on <= h.UntilOn }

// Place places a hold.
func (s *Store) Place(tx db.Tx, by audit.Actor, h Hold) (Hold, error) {
	today := clock.DateOf(tx.Now())
	if h.Reason.Chinese() == "" || h.UntilOn <= today || h.UntilOn.DaysSince(today) > maxHold {
		return Hold{}, errHold
	}
	if err := lockPerson(tx, h.PersonID); err != nil {
		return Hold{}, err
	}
	h.ID, h.PlacedBy, h.PlacedAt, h.LiftedBy, h.LiftedAt = db.NewID(), by.ID, tx.Now(), "", nil
	if err := orm.Of(tx).Create(&h).Error; err != nil {
		return Hold{}, err
	}
	return h, audit.Record(tx, audit.Entry{
		Actor: by, Action: "privacy.hold", Subject: "person", SubjectID: h.PersonID.String(),
		Detail: map[string]string{"reason": string(h.Reason), "number": h.Number, "until": string(h.UntilOn)},
	})
}

// Hold is a hold of the scope that still holds, locked, for whoever asks for it to be lifted.
func (s *Store) Hold(tx db.Tx, scope audit.Scope, id uuid.UUID) (Hold, error) {
	var found []Hold
	q := orm.Of(tx).Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).Where("id = ?", id).Where(scope.Filter("station_path"))
	if err := q.Limit(1).Find(&found).Error; err != nil {
		return Hold{}, err
	}
	if len(found) == 0 {
		return Hold{}, errNoHold
	}
	if !found[0].Holds(clock.DateOf(tx.Now())) {
		return Hold{}, errHoldOver
	}
	return found[0], nil
}

// Lift ends a hold. That two people agreed is the caller's to see to.
func (s *Store) Lift(tx db.Tx, by audit.Actor, scope audit.Scope, id uuid.UUID) error {
	h, err := s.Hold(tx, scope, id)
	if err != nil {
		return err
	}
	lifted := map[string]any{"lifted_by": by.ID, "lifted_at": tx.Now()}
	if err := orm.Of(tx).Model(&Hold{}).Where("id = ?", id).Updates(lifted).Error; err != nil {
		return err
	}
	return audit.Record(tx, audit.Entry{
		Actor: by, Action: "privacy.lift", Subject: "person", SubjectID: h.PersonID.String(), Detail: map[string]string{"reason": string(h.Reason)},
	})
}

// HoldsOn are the holds upon a person on a day, read under lock in a transaction, so that none is placed beside what is deleted.
func HoldsOn(r db.Reader, personID uuid.UUID, on clock.Date) ([]Hold, error) {
	q := orm.Of(r).Where("person_id = ? AND until_on >= ? AND lifted_at IS NULL", personID, on)
	if tx, ok := r.(db.Tx); ok {
		if err := lockPerson(tx, personID); err != nil {
			return nil, err
		}
	}
	var all []Hold
	err := q.Order("id").Limit(maxHolds).Find(&all).Error
	return all, err
}

// HoldsIn are the holds of a scope that have not been lifted, behind the key after, also those whose day is over.
func (s *Store) HoldsIn(ctx context.Context, scope audit.Scope, after uuid.UUID, limit int) ([]Hold, error) {
	var all []Hold
	err := orm.Of(s.db.View(ctx)).Where("id > ? AND lifted_at IS NULL", after).Where(scope.Filter("station_path")).Order("id").Limit(limit).Find(&all).Error
	return all, db.Fault(err)
}

// lockPerson is what a deletion, a hold and a copy of one person meet at.
func lockPerson(tx db.Tx, personID uuid.UUID) error {
	var ids []uuid.UUID
	return orm.Of(tx).Table("people").Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).Where("id = ?", personID).Limit(1).Pluck("id", &ids).Error
}
