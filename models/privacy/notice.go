package privacy

import (
	"context"
	_ "embed"
	"slices"
	"strings"
	"time"

	"shuangyong/models/audit"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/fault"
	"shuangyong/models/internal/orm"
)

// builtin is version 1, which every bureau starts with: PIPL §17 says what it must hold.
//
//go:embed notice.zh.txt
var builtin string

// builtinVersion and builtinFrom are of the text that the program brings.
const (
	builtinVersion = 1
	builtinFrom    = clock.Date("2026-01-01")
	maxNotice      = 20000 // characters
	maxNotices     = 200
)

// Notice is one version of the privacy notice. {bureau} and {phone} in its body stand for who speaks and whom to call.
type Notice struct {
	Version     int        `gorm:"primaryKey;autoIncrement:false"`
	EffectiveOn clock.Date // from this day on
	Body        string
	PublishedBy string
	CreatedAt   time.Time
}

// TableName implements gorm's Tabler.
func (Notice) TableName() string { return "privacy_notices" }

// For is the text with the bureau's name and number.
func (n Notice) For(bureau, phone string) string {
	return strings.NewReplacer("{bureau}", bureau, "{phone}", phone).Replace(n.Body)
}

var (
	errNotice  = fault.New(fault.Invalid, "privacy.notice", "这一版说明不完整：要写明谁、用什么、为什么、怎么用、存多久、有什么权利、找谁，并留出单位和电话的位置。")
	errPast    = fault.New(fault.Invalid, "privacy.notice_past", "说明不能从过去的日子起算。请把生效日改成今天或以后。")
	errUnknown = fault.New(fault.NotFound, "privacy.no_notice", "没有这一版说明。请重新打开再看。")
)

// Notice is the version that holds at now: the newest whose day has come.
func (s *Store) Notice(ctx context.Context) (Notice, error) {
	all, err := s.Notices(ctx)
	if err != nil {
		return Notice{}, err
	}
	today := clock.DateOf(s.db.Clock().Now())
	for _, n := range slices.Backward(all) {
		if n.EffectiveOn <= today {
			return n, nil
		}
	}
	return all[0], nil
}

// Notices are all versions, the oldest first. What a version said is never lost.
func (s *Store) Notices(ctx context.Context) ([]Notice, error) {
	all := []Notice{{Version: builtinVersion, EffectiveOn: builtinFrom, Body: builtin, PublishedBy: "program"}}
	var more []Notice
	if err := orm.Of(s.db.View(ctx)).Order("version").Limit(maxNotices).Find(&more).Error; err != nil {
		return nil, db.Fault(err)
	}
	return append(all, more...), nil
}

// Publish adds the next version, in force from the given day. It must name whom to call, and begin today or later.
func (s *Store) Publish(tx db.Tx, by audit.Actor, effectiveOn clock.Date, body string) (Notice, error) {
	if n := len([]rune(body)); n < 100 || n > maxNotice || !strings.Contains(body, "{bureau}") || !strings.Contains(body, "{phone}") {
		return Notice{}, errNotice
	}
	if effectiveOn < clock.DateOf(tx.Now()) {
		return Notice{}, errPast
	}
	var newest []Notice
	if err := orm.Of(tx).Select("version").Order("version DESC").Limit(1).Find(&newest).Error; err != nil {
		return Notice{}, err
	}
	next := builtinVersion + 1
	if len(newest) > 0 {
		next = newest[0].Version + 1
	}
	n := Notice{Version: next, EffectiveOn: effectiveOn, Body: body, PublishedBy: by.ID, CreatedAt: tx.Now()}
	if err := orm.Of(tx).Create(&n).Error; err != nil { // two at once collide on the number, and the slower one tries again
		return Notice{}, err
	}
	return n, audit.Record(tx, audit.Entry{
		Actor: by, Action: "privacy.publish", Subject: "notice", SubjectID: itoa(next), Detail: map[string]string{"from": string(effectiveOn)},
	})
}
