// Package once makes a change happen once for the message, request or form that asked for it, however often it is delivered.
package once

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"shuangyong/models/db"
	"shuangyong/models/internal/orm"
	"shuangyong/models/seal"
)

// Keep is how long a key is remembered, at least.
const Keep = 7 * 24 * time.Hour

// Key names one delivery: Space is where it came from ("wechat", "api", "form"; 16 characters at most), Value what makes it unique there. Only a keyed
// hash of Value is stored, so it may hold an openid.
type Key struct{ Space, Value string }

func (k Key) index(keys *seal.Keyring) seal.Index { return keys.Index("once."+k.Space, k.Value) }

// record is a key that was used, and the sealed reply that its change ended with.
type record struct {
	KeyIndex  seal.Index `gorm:"primaryKey"`
	Space     string
	Owner     seal.Index
	Reply     []byte
	CreatedAt time.Time
}

// TableName implements gorm's Tabler.
func (record) TableName() string { return "once" }

func label(i seal.Index) string { return "once.reply:" + string(i) }

// Run runs fn in a transaction that also takes the keys and stores fn's reply, sealed. If one of the keys is taken, nothing is changed and the reply of
// then comes back with fresh = false; a duplicate that arrives meanwhile waits for the first to commit. If fn fails nothing is stored, and it can be tried again. Owner,
// the index of who asked, is what Forget finds the replies by; it may be empty.
func Run(ctx context.Context, d *db.DB, owner seal.Index, keys []Key, fn func(tx db.Tx) ([]byte, error)) (reply []byte, fresh bool, err error) {
	if len(keys) == 0 {
		return nil, false, errors.New("once: no key")
	}
	for _, k := range keys {
		if k.Space == "" || k.Value == "" {
			return nil, false, errors.New("once: a key without space or value")
		}
	}
	const attempts = 3 // a key can be taken by a transaction that then fails, or be swept before its reply is read
	for range attempts {
		reply, err = run(ctx, d, owner, keys, fn)
		if err == nil {
			return reply, true, nil
		}
		if !errors.Is(err, errTaken) {
			return nil, false, err
		}
		for _, k := range keys {
			reply, ok, err := Find(ctx, d, k)
			if err != nil || ok {
				return reply, false, err
			}
		}
	}
	return nil, false, db.Fault(err)
}

// errTaken tells the key's duplicate from one that fn met.
var errTaken = errors.New("once: the key is taken")

func run(ctx context.Context, d *db.DB, owner seal.Index, keys []Key, fn func(tx db.Tx) ([]byte, error)) (reply []byte, err error) {
	err = d.InTx(ctx, func(tx db.Tx) error {
		records := recordsOf(tx, owner, keys)
		if err := orm.Of(tx).Create(&records).Error; db.IsDuplicate(err) {
			return fmt.Errorf("%w: %w", errTaken, err)
		} else if err != nil {
			return err
		}
		var err error
		if reply, err = fn(tx); err != nil {
			return err
		}
		return store(tx, records, reply)
	})
	return reply, err
}

// recordsOf is sorted, so that two runs with the same keys wait for each other instead of deadlocking.
func recordsOf(tx db.Tx, owner seal.Index, keys []Key) []record {
	records := make([]record, 0, len(keys))
	for _, k := range keys {
		records = append(records, record{KeyIndex: k.index(tx.Keys()), Space: k.Space, Owner: owner, Reply: []byte{}, CreatedAt: tx.Now()})
	}
	slices.SortFunc(records, func(a, b record) int { return cmp.Compare(a.KeyIndex, b.KeyIndex) })
	return slices.CompactFunc(records, func(a, b record) bool { return a.KeyIndex == b.KeyIndex })
}

func store(tx db.Tx, records []record, reply []byte) error {
	if len(reply) == 0 {
		return nil
	}
	for _, r := range records {
		sealed, err := tx.Keys().Seal(reply, label(r.KeyIndex))
		if err != nil {
			return err
		}
		if err := orm.Of(tx).Exec("UPDATE once SET reply = ? WHERE key_index = ?", sealed, r.KeyIndex).Error; err != nil {
			return err
		}
	}
	return nil
}

// Find is the reply that a change ended with when key was used, if it was. It runs for every message that Redis does not know.
func Find(ctx context.Context, d *db.DB, key Key) (reply []byte, ok bool, err error) {
	index := key.index(d.Keys())
	var sealed []byte
	err = d.Point(ctx, orm.Key{}, "SELECT reply FROM once WHERE key_index = ?", string(index)).Scan(&sealed)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, db.Fault(err)
	}
	if len(sealed) == 0 { // the change had no reply, or Forget took it
		return nil, true, nil
	}
	reply, err = d.Keys().Open(sealed, label(index))
	if err != nil {
		return nil, false, err
	}
	return reply, true, nil
}
