package privacy

import (
	"context"
	"time"

	"github.com/google/uuid"

	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/fault"
	"shuangyong/models/internal/orm"
)

// The bounds of copies.
const (
	KeepCopies = 7 * 24 * time.Hour
	maxCopy    = 20 << 20
	MaxFiles   = 15 << 20 // bytes of photographs in a copy, so that there is room for the rest
	partSize   = 512 << 10
	copyEvery  = 24 * time.Hour
	maxCopies  = 50
)

// Copy is everything about somebody in one file, kept sealed for a week.
type Copy struct {
	ID        uuid.UUID `gorm:"primaryKey"`
	PersonID  uuid.UUID
	AccountID uuid.UUID // which asked for it
	Size      int
	CreatedAt time.Time
	ExpiresAt time.Time
	FetchedAt *time.Time
}

// TableName implements gorm's Tabler.
func (Copy) TableName() string { return "privacy_exports" }

// piece is a part of a copy, sealed for its own key.
type piece struct {
	ID       uuid.UUID `gorm:"primaryKey"`
	ExportID uuid.UUID
	Seq      int
	Body     []byte
}

// TableName implements gorm's Tabler.
func (piece) TableName() string { return "privacy_export_parts" }

func pieceLabel(key string) string { return "privacy_export_parts.body:" + key }

var (
	errCopyToday = fault.New(fault.TooMany, "privacy.copy_today", "今天已经做过一份了，七天内都能下载。明天可以再做。")
	errCopyLarge = fault.New(fault.TooLarge, "privacy.copy_large", "您的资料太多，手机上装不下。请打电话给服务站，我们给您刻好、寄到家。")
	errNoCopy    = fault.New(fault.NotFound, "privacy.no_copy", "没有这份资料，或者过了七天已经删了。可以再做一份。")
)

// MayCopy refuses a second copy within a day. It is asked before the work is done, under the lock of the person.
func (s *Store) MayCopy(tx db.Tx, personID uuid.UUID) error {
	if err := lockPerson(tx, personID); err != nil {
		return err
	}
	var n int64
	err := orm.Of(tx).Model(&Copy{}).Where("person_id = ? AND created_at > ?", personID, tx.Now().Add(-copyEvery)).Count(&n).Error
	if err == nil && n > 0 {
		return errCopyToday
	}
	return err
}

// Keep keeps a file for a person.
func (s *Store) Keep(tx db.Tx, by audit.Actor, who Who, file []byte) (Copy, error) {
	if len(file) > maxCopy {
		return Copy{}, errCopyLarge
	}
	c := Copy{ID: db.NewID(), PersonID: who.Person, AccountID: who.Account, Size: len(file), CreatedAt: tx.Now(), ExpiresAt: tx.Now().Add(KeepCopies)}
	if err := orm.Of(tx).Create(&c).Error; err != nil {
		return Copy{}, err
	}
	for seq := 0; len(file) > 0; seq++ {
		part := file[:min(partSize, len(file))]
		file = file[len(part):]
		p := piece{ID: db.NewID(), ExportID: c.ID, Seq: seq}
		var err error
		if p.Body, err = tx.Keys().Seal(part, pieceLabel(p.ID.String())); err != nil {
			return Copy{}, err
		}
		if err := orm.Of(tx).Create(&p).Error; err != nil {
			return Copy{}, err
		}
	}
	return c, audit.Record(tx, audit.Entry{Actor: by, Action: "privacy.copy", Subject: "person", SubjectID: who.Person.String()})
}

// Fetch is the file of a copy, for the person it is about and nobody else.
func (s *Store) Fetch(tx db.Tx, by audit.Actor, personID, id uuid.UUID) ([]byte, error) {
	var found []Copy
	if err := orm.Of(tx).Where("id = ? AND person_id = ? AND expires_at > ?", id, personID, tx.Now()).Limit(1).Find(&found).Error; err != nil {
		return nil, err
	}
	if len(found) == 0 || personID == uuid.Nil {
		return nil, errNoCopy
	}
	var parts []piece
	if err := orm.Of(tx).Where("export_id = ?", id).Order("seq").Limit(maxCopy/partSize + 1).Find(&parts).Error; err != nil {
		return nil, err
	}
	file := make([]byte, 0, found[0].Size)
	for _, p := range parts {
		plain, err := tx.Keys().Open(p.Body, pieceLabel(p.ID.String()))
		if err != nil {
			return nil, err
		}
		file = append(file, plain...)
	}
	if err := orm.Of(tx).Model(&Copy{}).Where("id = ?", id).Update("fetched_at", tx.Now()).Error; err != nil {
		return nil, err
	}
	return file, audit.Record(tx, audit.Entry{Actor: by, Action: "privacy.fetch", Subject: "person", SubjectID: personID.String()})
}

// CopiesOf are the copies that a person can still fetch, the newest first.
func (s *Store) CopiesOf(ctx context.Context, personID uuid.UUID) ([]Copy, error) {
	view := s.db.View(ctx)
	var all []Copy
	err := orm.Of(view).Where("person_id = ? AND expires_at > ?", personID, view.Now()).Order("id DESC").Limit(maxCopies).Find(&all).Error
	return all, db.Fault(err)
}

// EraseCopies deletes the copies of a person.
func EraseCopies(tx db.Tx, _ audit.Actor, personID uuid.UUID) error {
	mine := orm.Of(tx).Model(&Copy{}).Select("id").Where("person_id = ?", personID)
	if err := orm.Of(tx).Where("export_id IN (?)", mine).Delete(&piece{}).Error; err != nil {
		return err
	}
	return orm.Of(tx).Where("person_id = ?", personID).Delete(&Copy{}).Error
}

// CopyCount is how many copies of a person there are.
func CopyCount(r db.Reader, personID uuid.UUID) (int, error) {
	var n int64
	err := orm.Of(r).Model(&Copy{}).Where("person_id = ?", personID).Count(&n).Error
	return int(n), err
}
