package vault

import (
	"context"

	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/seal"
)

// Adopt stores the keys that follow from the secret, at the first start that knows of stored keys, and loads what is stored. A secret that opens none of the values
// that are there is refused with ErrSecret: whatever it sealed, nobody could read beside them. Replicas may do it at the same time.
func (v *Vault) Adopt(ctx context.Context, by audit.Actor) error {
	stored, err := v.Stored(ctx)
	if err != nil {
		return err
	}
	if len(stored) == 0 && len(v.wrappers) == 1 {
		if err := v.probe(ctx); err != nil {
			return err
		}
		if err := v.db.InTx(ctx, func(tx db.Tx) error { return v.adopt(tx, by) }); err != nil && !db.IsDuplicate(err) {
			return err
		}
	}
	return v.Load(ctx)
}

func (v *Vault) adopt(tx db.Tx, by audit.Actor) error {
	if keys, err := locked(tx); err != nil || len(keys) > 0 {
		return err
	}
	data, index, err := seal.Derive(v.secret)
	if err != nil {
		return err
	}
	if err := insert(tx, by, v.wrappers[0], Key{Kind: Index, Version: 1, State: Current}, index); err != nil {
		return err
	}
	return insert(tx, by, v.wrappers[0], Key{Kind: Data, Version: 1, Cipher: seal.AES256GCM, State: Current}, data)
}

// probe opens one value of each place. Some may be damaged; when there are any and none opens, the secret is the wrong one.
func (v *Vault) probe(ctx context.Context) error {
	tried := 0
	for _, t := range v.tables {
		for i, p := range t.places {
			key, sealed, ok, err := v.sample(ctx, t, i)
			if err != nil {
				return err
			}
			if !ok {
				continue
			}
			if _, err := v.db.Keys().Open(sealed, p.Label(key)); err == nil {
				return nil
			}
			tried++
		}
	}
	if tried > 0 {
		return ErrSecret
	}
	return nil
}
