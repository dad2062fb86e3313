package vault

import (
	"context"
	"fmt"

	"shuangyong/models/db"
)

// InUse is why a key that is due is not destroyed: values are sealed with it.
type InUse struct {
	Version byte
	Where   Count
}

// Error implements error.
func (e InUse) Error() string {
	return fmt.Sprintf("vault: %d values in %s.%s are sealed with version %d", e.Where.Versions[e.Version], e.Where.Table, e.Where.Column, e.Version)
}

// Destroy wipes the retired keys that are due, after sealing anew what is left of theirs, and gives their versions. Whatever else they sealed nobody can read afterwards,
// except with a backup of the database from before. A key that still has values anywhere in the database is kept, with InUse.
func (v *Vault) Destroy(ctx context.Context, o Rotation) ([]byte, error) {
	h, err := v.hold(ctx, o)
	if err != nil {
		return nil, err
	}
	defer h.release(ctx)
	stored, err := v.Stored(ctx)
	if err != nil || len(Due(stored, v.db.Clock().Now())) == 0 {
		return nil, err
	}
	if err := v.Load(ctx); err != nil {
		return nil, err
	}
	if _, err := v.reseal(ctx, func(done int) error { return h.step(ctx, done) }); err != nil {
		return nil, err
	}
	counts, err := v.Counts(ctx)
	if err != nil {
		return nil, err
	}
	var gone []byte
	err = v.alter(ctx, func(tx db.Tx, keys []Key) error {
		gone = nil
		for _, k := range Due(keys, tx.Now()) {
			for _, c := range counts {
				if c.Versions[k.Version] > 0 {
					return InUse{k.Version, c}
				}
			}
			if err := move(tx, o.By, k, Destroyed, map[string]any{"destroyed_at": tx.Now(), "wrapped": []byte{}}); err != nil {
				return err
			}
			gone = append(gone, k.Version)
		}
		return nil
	})
	return gone, err
}
