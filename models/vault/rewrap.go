package vault

import (
	"context"
	"time"

	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/internal/orm"
)

// UnderPrevious is how many stored keys only the previous secret opens.
func (v *Vault) UnderPrevious(stored []Key) (int, error) {
	n := 0
	for _, k := range stored {
		if k.State == Destroyed {
			continue
		}
		_, previous, err := v.unwrap(k)
		if err != nil {
			return 0, err
		}
		if previous {
			n++
		}
	}
	return n, nil
}

// Rewrap keeps all keys under the present secret from now on, and tells how many were under the previous one. The keys themselves, and so all values, stay as they
// are. A replica that has only the previous secret goes on with the keys that it has, and cannot start again.
func (v *Vault) Rewrap(ctx context.Context, by audit.Actor) (int, error) {
	n := 0
	err := v.alter(ctx, func(tx db.Tx, keys []Key) error {
		n = 0
		for _, k := range keys {
			if k.State == Destroyed {
				continue
			}
			m, previous, err := v.unwrap(k)
			if err != nil {
				return err
			}
			if !previous {
				continue
			}
			wrapped, err := v.wrappers[0].Wrap(m, k.label())
			if err != nil {
				return err
			}
			if err := rewrap(tx, by, k, wrapped); err != nil {
				return err
			}
			n++
		}
		return nil
	})
	return n, err
}

func rewrap(tx db.Tx, by audit.Actor, k Key, wrapped []byte) error {
	at := tx.Now()
	if !at.After(k.CreatedAt) { // it says that the key does not follow from the secret any more
		at = k.CreatedAt.Add(time.Microsecond)
	}
	err := orm.Of(tx).Model(&Key{}).Where("kind = ? AND version = ?", k.Kind, k.Version).Updates(map[string]any{"wrapped": wrapped, "wrapped_at": at}).Error
	if err != nil {
		return err
	}
	return record(tx, by, "key.rewrap", k)
}
