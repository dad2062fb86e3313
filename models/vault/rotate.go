package vault

import (
	"context"
	"errors"
	"time"

	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/seal"
)

var (
	// ErrPrevious is that keys are still kept under the previous secret: replicas that have only that one would not learn a key kept under the new one.
	ErrPrevious = errors.New("vault: keys are still kept under the previous secret: finish changing it first")
	// ErrVersions is that every version was used.
	ErrVersions = errors.New("vault: all 255 versions of the key were used")
	// ErrStragglers is that values sealed with an old key go on appearing: a replica runs that does not load keys.
	ErrStragglers = errors.New("vault: something goes on sealing with an old key")
)

// passes is how often all places are walked over before ErrStragglers.
const passes = 6

// Rotation is how a rotation is carried out.
type Rotation struct {
	By     audit.Actor
	Holder string // unique to this process
	Cipher byte   // of the new key; 0 = that of the one before
	// Grace is how long every replica is given to learn of a change: several times the interval at which they load keys.
	Grace time.Duration
	// Pause waits; nil = by the machine's time.
	Pause func(ctx context.Context, d time.Duration) error
	// Tell says what goes on; done counts values of the stage. May be nil.
	Tell func(stage string, done int)
}

// Rotate brings in a new data key, or goes on with a rotation that was broken off: the key arrives, becomes current after the grace, everything is sealed anew with
// it, and its predecessors are retired. It can be killed at any moment and begun again; at most one runs at a time (ErrBusy).
func (v *Vault) Rotate(ctx context.Context, o Rotation) (Pass, error) {
	h, err := v.hold(ctx, o)
	if err != nil {
		return Pass{}, err
	}
	defer h.release(ctx)
	if err := v.Load(ctx); err != nil {
		return Pass{}, err
	}
	if err := v.alter(ctx, func(tx db.Tx, keys []Key) error { return v.begin(tx, o, keys) }); err != nil {
		return Pass{}, err
	}
	keys, err := v.Stored(ctx)
	if err != nil {
		return Pass{}, err
	}
	if len(in(keys, Arriving)) > 0 {
		if err := h.rest(ctx, "every replica learns of the key"); err != nil {
			return Pass{}, err
		}
		if err := v.alter(ctx, func(tx db.Tx, keys []Key) error { return promote(tx, o.By, keys) }); err != nil {
			return Pass{}, err
		}
	}
	sum, err := v.settle(ctx, h)
	if err != nil {
		return sum, err
	}
	return sum, v.alter(ctx, func(tx db.Tx, keys []Key) error { return retire(tx, o.By, keys) })
}

// alter changes the stored keys in one transaction, and then the keyring.
func (v *Vault) alter(ctx context.Context, fn func(tx db.Tx, keys []Key) error) error {
	err := v.db.InTx(ctx, func(tx db.Tx) error {
		keys, err := locked(tx)
		if err != nil {
			return err
		}
		return fn(tx, keys)
	})
	if err != nil {
		return err
	}
	return v.Load(ctx)
}

// begin adds the new key, unless a rotation is under way.
func (v *Vault) begin(tx db.Tx, o Rotation, keys []Key) error {
	if Unfinished(keys) {
		return nil
	}
	for _, k := range keys {
		if k.State == Destroyed {
			continue
		}
		if _, previous, err := v.unwrap(k); err != nil {
			return err
		} else if previous {
			return ErrPrevious
		}
	}
	version, ok := nextVersion(keys)
	if !ok {
		return ErrVersions
	}
	k := Key{Kind: Data, Version: version, Cipher: o.Cipher, State: Arriving}
	for _, before := range in(keys, Current) {
		if k.Cipher == 0 {
			k.Cipher = before.Cipher
		}
	}
	if _, err := seal.NewCipher(k.Cipher, seal.NewMaterial()); err != nil { // nobody could load it
		return err
	}
	return insert(tx, o.By, v.wrappers[0], k, seal.NewMaterial())
}

// promote makes the key that arrived the current one.
func promote(tx db.Tx, by audit.Actor, keys []Key) error {
	arrived := in(keys, Arriving)
	if len(arrived) == 0 {
		return nil
	}
	for _, k := range in(keys, Current) {
		if err := move(tx, by, k, Leaving, nil); err != nil {
			return err
		}
	}
	return move(tx, by, arrived[0], Current, nil)
}

// settle waits until every replica seals with the new key, and then seals everything anew until a whole walk finds nothing to do.
func (v *Vault) settle(ctx context.Context, h *hold) (Pass, error) {
	var sum Pass
	for i := range passes {
		if i != 1 { // the second walk only looks whether the first one found everything
			if err := h.rest(ctx, "every replica seals with the new key"); err != nil {
				return sum, err
			}
		}
		p, err := v.reseal(ctx, func(done int) error { return h.step(ctx, sum.Resealed+done) })
		sum.Resealed, sum.Missed, sum.Damaged, sum.Named = sum.Resealed+p.Resealed, p.Missed, p.Damaged, p.Named
		if err != nil || p.clean() {
			return sum, err
		}
	}
	return sum, ErrStragglers
}

// retire keeps the keys that are left for what lies outside the database.
func retire(tx db.Tx, by audit.Actor, keys []Key) error {
	for _, k := range in(keys, Leaving) {
		if err := move(tx, by, k, Retired, map[string]any{"retired_at": tx.Now()}); err != nil {
			return err
		}
	}
	return nil
}
