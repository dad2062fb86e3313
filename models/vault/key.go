package vault

import (
	"fmt"
	"time"

	"gorm.io/gorm/clause"

	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/internal/orm"
	"shuangyong/models/seal"
)

// Kind tells what a key is for.
type Kind string

// Data keys seal values and have versions. There is one index key, for hashes that people are found by.
const (
	Data  Kind = "data"
	Index Kind = "index"
)

// State is where a key stands in its life.
type State string

// A key arrives, so that every replica can open with it before any seals with it; it is current; it is leaving while values are sealed anew with its successor; retired
// it still opens what lies in Redis; and when it is destroyed, nothing opens what it sealed.
const (
	Arriving  State = "arriving"
	Current   State = "current"
	Leaving   State = "leaving"
	Retired   State = "retired"
	Destroyed State = "destroyed"
)

// Key is a stored key. Wrapped is the key itself, sealed with one made from the program's secret, and empty once it is destroyed.
type Key struct {
	Kind        Kind `gorm:"primaryKey"`
	Version     byte `gorm:"primaryKey;autoIncrement:false"`
	Cipher      byte
	State       State
	Wrapped     []byte
	CreatedAt   time.Time
	WrappedAt   time.Time // later than CreatedAt once the secret was changed
	RetiredAt   *time.Time
	DestroyedAt *time.Time
}

// TableName implements gorm's Tabler.
func (Key) TableName() string { return "seal_keys" }

// Name names a key in the audit log: data/2.
func (k Key) Name() string { return fmt.Sprintf("%s/%d", k.Kind, k.Version) }

// label binds a wrapped key to its place.
func (k Key) label() string { return "seal_keys.wrapped:" + k.Name() }

// locked are all stored keys, which nobody else changes before the transaction ends. Whoever changes them waits for the index key's row, and looks only then: on PostgreSQL
// the statement that waited would not see a key that was added meanwhile. Before Adopt there is no such row, and of two who add it one fails.
func locked(tx db.Tx) ([]Key, error) {
	var index []Key
	err := orm.Of(tx).Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).Select("kind", "version").Where("kind = ?", Index).Limit(1).Find(&index).Error
	if err != nil {
		return nil, err
	}
	var keys []Key
	err = orm.Of(tx).Order("kind").Order("version").Limit(2 * lastVersion).Find(&keys).Error
	return keys, err
}

// insert stores a new key, wrapped.
func insert(tx db.Tx, by audit.Actor, w *seal.Wrapper, k Key, m seal.Material) error {
	var err error
	if k.Wrapped, err = w.Wrap(m, k.label()); err != nil {
		return err
	}
	k.CreatedAt, k.WrappedAt = tx.Now(), tx.Now()
	if err := orm.Of(tx).Create(&k).Error; err != nil {
		return err
	}
	return record(tx, by, "key.add", k)
}

// move puts a key into another state, with what else changes then.
func move(tx db.Tx, by audit.Actor, k Key, to State, more map[string]any) error {
	columns := map[string]any{"state": to}
	for column, value := range more {
		columns[column] = value
	}
	if err := orm.Of(tx).Model(&Key{}).Where("kind = ? AND version = ?", k.Kind, k.Version).Updates(columns).Error; err != nil {
		return err
	}
	k.State = to
	return record(tx, by, "key.move", k)
}

func record(tx db.Tx, by audit.Actor, action string, k Key) error {
	return audit.Record(tx, audit.Entry{
		Actor: by, Action: action, Subject: "seal_key", SubjectID: k.Name(),
		Detail: map[string]string{"version": fmt.Sprint(k.Version), "state": string(k.State)},
	})
}
