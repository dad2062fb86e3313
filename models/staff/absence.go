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
	errStandsIn  = fault.New(fault.Conflict, "staff.stands_in", "这位同事这几天要替别人代班。请先把代班交给别的同事，再登记请假。")
	errSuccessor = fault.New(fault.Invalid, "staff.bad_successor", "接手的同事不合适：要是另一位在岗的同事，接过来的代班那几天自己也不请假。请另选一位。")
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
	if err := canStand(tx, a, n.DeputyID, errDeputy); err != nil {
		return Absence{}, err
	}
	if err := n.fits(tx); err != nil {
		return Absence{}, err
	}
	n.ID, n.CreatedAt, n.EndedAt = db.NewID(), tx.Now(), nil
	if err := orm.Of(tx).Create(&n).Error; err != nil {
		return Absence{}, err
	}
	return n, audit.Record(tx, entry(by, "staff.absent", n.MemberID, map[string]string{
		"from": string(n.FromOn), "until": string(n.UntilOn), "to": n.DeputyID.String(),
	}))
}

// canStand refuses who cannot do the work of a: he himself, somebody who is out, or whose part of the tree does not reach there. It holds both as they are, so that a
// leave of the other that is written down at the same moment waits.
func canStand(tx db.Tx, a Account, other uuid.UUID, unfit *fault.Fault) error {
	var found []Account
	err := orm.Of(tx).Clauses(clause.Locking{Strength: clause.LockingStrengthShare}).Where("id = ?", other).Limit(1).Find(&found).Error
	switch {
	case err != nil:
		return err
	case len(found) == 0 || other == a.ID || found[0].State != Active:
		return unfit
	case !covers(found[0].StationPath, a.StationPath):
		return errReach
	}
	return nil
}

// fits refuses a leave beside which somebody would be away who is needed: nobody has two leaves at once, nor stands in while he is away himself.
func (n Absence) fits(tx db.Tx) error {
	for _, not := range []struct {
		where   string
		who     uuid.UUID
		refusal *fault.Fault
	}{{"member_id = ?", n.MemberID, errOverlap}, {"member_id = ?", n.DeputyID, errDeputy}, {"deputy_id = ?", n.MemberID, errStandsIn}} {
		var there int64
		err := orm.Of(tx).Model(&Absence{}).Where(not.where, not.who).
			Where("ended_at IS NULL AND from_on <= ? AND until_on >= ?", n.UntilOn, n.FromOn).Count(&there).Error
		if err != nil || there > 0 {
			return orElse(err, not.refusal)
		}
	}
	return nil
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

// HandOver lets somebody else stand in where from does, and tells how often. Who is on leave himself on one of those days does not. CanTake stands before it.
func (s *Store) HandOver(tx db.Tx, by audit.Actor, from, to uuid.UUID) (int, error) {
	var away int64
	err := deputyOf(tx, from).Where(`EXISTS (SELECT 1 FROM staff_absences own WHERE own.member_id = ? AND own.ended_at IS NULL
		AND own.from_on <= staff_absences.until_on AND own.until_on >= staff_absences.from_on)`, to).Count(&away).Error
	if err != nil || away > 0 {
		return 0, orElse(err, errSuccessor)
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
	return canStand(tx, a, to, errSuccessor)
}

// deputyOf selects the leaves that are not over in which member stands in.
func deputyOf(r db.Reader, member uuid.UUID) *gorm.DB {
	return orm.Of(r).Model(&Absence{}).Where("deputy_id = ? AND ended_at IS NULL AND until_on >= ?", member, clock.DateOf(r.Now()))
}
