package staff

import (
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"shuangyong/models/audit"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/fault"
	"shuangyong/models/internal/orm"
)

// Absence is a member's leave, from and until which day inclusive (Shanghai), and who does his work then. A deputy gains no rights: he must be able to do it already.
type Absence struct {
	ID        uuid.UUID `gorm:"primaryKey"`
	MemberID  uuid.UUID
	DeputyID  uuid.UUID
	FromOn    clock.Date
	UntilOn   clock.Date
	CreatedAt time.Time
	EndedAt   *time.Time // he came back earlier
}

// TableName implements gorm's Tabler.
func (Absence) TableName() string { return "staff_absences" }

// maxAbsence is the longest leave, in days; who is away longer hands over for good.
const maxAbsence = 366

var (
	errDays      = fault.New(fault.Invalid, "staff.bad_days", "请假的日期不对：要从今天或以后开始，结束不早于开始，最长一年。")
	errDeputy    = fault.New(fault.Invalid, "staff.bad_deputy", "代班的同事不合适：要是另一位在岗的同事，范围管得到，那几天自己也不请假。")
	errOverlap   = fault.New(fault.Conflict, "staff.absent_already", "这几天已经登记过请假了。要改的话，先把原来的销掉。")
	errNoAbsence = fault.New(fault.NotFound, "staff.no_absence", "没有这条请假，或者已经销了。")
)

// AddAbsence writes down that somebody is on leave and who stands in.
func (s *Store) AddAbsence(tx db.Tx, by audit.Actor, scope audit.Scope, n Absence) (Absence, error) {
	today := clock.DateOf(tx.Now())
	if n.FromOn < today || n.UntilOn < n.FromOn || n.UntilOn.DaysSince(n.FromOn) > maxAbsence {
		return Absence{}, errDays
	}
	a, err := lockAccount(tx, scope, n.MemberID)
	if err != nil {
		return Absence{}, err
	}
	if a.State == Left {
		return Absence{}, errLeft
	}
	if err := standsIn(tx, a, n.DeputyID); err != nil {
		return Absence{}, err
	}
	for who, refusal := range map[uuid.UUID]*fault.Fault{n.MemberID: errOverlap, n.DeputyID: errDeputy} {
		if away, err := awayBetween(tx, who, n.FromOn, n.UntilOn); err != nil || away {
			return Absence{}, orElse(err, refusal)
		}
	}
	n.ID, n.CreatedAt, n.EndedAt = db.NewID(), tx.Now(), nil
	if err := orm.Of(tx).Create(&n).Error; err != nil {
		return Absence{}, err
	}
	return n, audit.Record(tx, entry(by, "staff.absent", n.MemberID, map[string]string{
		"from": string(n.FromOn), "until": string(n.UntilOn), "to": n.DeputyID.String(),
	}))
}

// standsIn refuses who cannot do the work of a: he himself, somebody who is out, or whose part of the tree does not reach there.
func standsIn(tx db.Tx, a Account, deputy uuid.UUID) error {
	var found []Account
	err := orm.Of(tx).Clauses(clause.Locking{Strength: clause.LockingStrengthShare}).Where("id = ?", deputy).Limit(1).Find(&found).Error
	switch {
	case err != nil:
		return err
	case len(found) == 0 || deputy == a.ID || found[0].State != Active:
		return errDeputy
	case !covers(found[0].StationPath, a.StationPath):
		return errReach
	}
	return nil
}

func awayBetween(r db.Reader, id uuid.UUID, from, until clock.Date) (bool, error) {
	var n int64
	err := orm.Of(r).Model(&Absence{}).Where("member_id = ? AND ended_at IS NULL AND from_on <= ? AND until_on >= ?", id, until, from).Count(&n).Error
	return n > 0, err
}

// EndAbsence says that somebody is back.
func (s *Store) EndAbsence(tx db.Tx, by audit.Actor, scope audit.Scope, member, id uuid.UUID) error {
	if _, err := lockAccount(tx, scope, member); err != nil {
		return err
	}
	done := orm.Of(tx).Model(&Absence{}).Where("id = ? AND member_id = ? AND ended_at IS NULL", id, member).Update("ended_at", tx.Now())
	if done.Error != nil {
		return done.Error
	}
	if done.RowsAffected == 0 {
		return errNoAbsence
	}
	return audit.Record(tx, entry(by, "staff.back", member, nil))
}

// Absences are a member's leaves that are not over, the next one first.
func (s *Store) Absences(ctx context.Context, member uuid.UUID, limit int) ([]Absence, error) {
	view := s.db.View(ctx)
	var list []Absence
	err := orm.Of(view).Where("member_id = ? AND ended_at IS NULL AND until_on >= ?", member, clock.DateOf(view.Now())).
		Order("from_on, id").Limit(limit).Find(&list).Error
	return list, db.Fault(err)
}

// StandIn is who does a member's work on a day: he himself, or his deputy.
func (s *Store) StandIn(ctx context.Context, member uuid.UUID, on clock.Date) (uuid.UUID, error) {
	var list []Absence
	err := orm.Of(s.db.View(ctx)).Where("member_id = ? AND ended_at IS NULL AND from_on <= ? AND until_on >= ?", member, on, on).Limit(1).Find(&list).Error
	if err != nil || len(list) == 0 {
		return member, db.Fault(err)
	}
	return list[0].DeputyID, nil
}

// DeputyFor is how many leaves that are not over a member stands in for.
func (s *Store) DeputyFor(r db.Reader, member uuid.UUID) (int, error) {
	var n int64
	err := deputyOf(r, member).Count(&n).Error
	return int(n), db.Fault(err)
}

// HandOver lets somebody else stand in where from does, and tells how often. Where to is himself the one on leave, the leave stands without a deputy and ends.
func (s *Store) HandOver(tx db.Tx, by audit.Actor, from, to uuid.UUID) (int, error) {
	if err := deputyOf(tx, from).Where("member_id = ?", to).Update("ended_at", tx.Now()).Error; err != nil {
		return 0, err
	}
	moved := deputyOf(tx, from).Update("deputy_id", to)
	if moved.Error != nil || moved.RowsAffected == 0 {
		return 0, moved.Error
	}
	return int(moved.RowsAffected), audit.Record(tx, entry(by, "staff.stand_in", from, map[string]string{"to": to.String()}))
}

// CanTake refuses who cannot take over the work of a member within scope.
func (s *Store) CanTake(tx db.Tx, scope audit.Scope, from, to uuid.UUID) error {
	a, err := lockAccount(tx, scope, from)
	if err != nil {
		return err
	}
	return standsIn(tx, a, to)
}

// deputyOf selects the leaves that are not over in which member stands in.
func deputyOf(r db.Reader, member uuid.UUID) *gorm.DB {
	return orm.Of(r).Model(&Absence{}).Where("deputy_id = ? AND ended_at IS NULL AND until_on >= ?", member, clock.DateOf(r.Now()))
}
