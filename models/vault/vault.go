// Package vault keeps the keys that personal data is sealed with: wrapped in SQL, learnt by every replica, and rotated while all of them serve.
package vault

import (
	"context"
	"errors"
	"sync"
	"time"

	"shuangyong/models/db"
	"shuangyong/models/internal/orm"
	"shuangyong/models/seal"
)

var (
	// ErrSecret is that the stored keys, or the values from before keys were stored, do not open with the secrets at hand.
	ErrSecret = errors.New("vault: the secret is not the one that the keys are kept under")
	// ErrTwoSecrets is that a previous secret was given while no keys are stored: nobody can tell which of the two the data follow from.
	ErrTwoSecrets = errors.New("vault: no keys are stored yet, so the secret cannot be changed yet")
)

// Options are what a vault works with.
type Options struct {
	DB       *db.DB // its keyring is the one that the vault fills
	Places   []seal.Place
	Secret   []byte // seal.SecretSize bytes
	Previous []byte // the secret before, while it is being changed; else nil
}

// Vault fills the keyring of a database with the keys that are stored in it. It is safe for concurrent use.
type Vault struct {
	db       *db.DB
	tables   []table
	secret   []byte
	wrappers []*seal.Wrapper // the secret's, then the previous one's

	loading sync.Mutex

	asking sync.Mutex
	asked  time.Time
}

// New makes a vault and has the keyring ask it when it meets a key that it does not know. Until Load the keyring holds what it held.
func New(o Options) (*Vault, error) {
	v := &Vault{db: o.DB, secret: o.Secret, tables: tablesOf(o.Places)}
	for _, secret := range [][]byte{o.Secret, o.Previous} {
		if secret == nil {
			continue
		}
		w, err := seal.NewWrapper(secret)
		if err != nil {
			return nil, err
		}
		v.wrappers = append(v.wrappers, w)
	}
	o.DB.Keys().OnUnknown(v.learn)
	return v, nil
}

// Load reads the stored keys into the keyring. As long as none are stored, the keyring keeps what was derived from the secret. ErrSecret says that the
// keys are kept under another secret; the keyring then stays as it is.
func (v *Vault) Load(ctx context.Context) error {
	v.loading.Lock()
	defer v.loading.Unlock()
	stored, err := v.Stored(ctx)
	if err != nil {
		return err
	}
	if len(stored) == 0 {
		if len(v.wrappers) > 1 {
			return ErrTwoSecrets
		}
		return nil
	}
	return v.fill(stored)
}

// Stored are all keys there are, in order; none before Adopt.
func (v *Vault) Stored(ctx context.Context) ([]Key, error) {
	g := orm.Of(v.db.View(ctx))
	var keys []Key
	err := g.Order("kind").Order("version").Limit(2 * lastVersion).Find(&keys).Error
	if err != nil && !g.Migrator().HasTable(&Key{}) && ctx.Err() == nil && v.db.Ping(ctx) == nil {
		return nil, nil // the schema is older than this
	}
	return keys, db.Fault(err)
}

func (v *Vault) fill(stored []Key) error {
	var index seal.Material
	var current byte
	var list []seal.Key
	for _, k := range stored {
		if k.State == Destroyed {
			continue
		}
		m, _, err := v.unwrap(k)
		if err != nil {
			return err
		}
		if k.Kind == Index {
			index = m
			continue
		}
		c, err := seal.NewCipher(k.Cipher, m)
		if err != nil {
			return err
		}
		list = append(list, seal.Key{Version: k.Version, Cipher: c})
		if k.State == Current {
			current = k.Version
		}
	}
	return v.db.Keys().Replace(index, current, list...)
}

// unwrap opens a stored key and tells whether the previous secret was needed for it.
func (v *Vault) unwrap(k Key) (m seal.Material, previous bool, err error) {
	for i, w := range v.wrappers {
		if m, err = w.Unwrap(k.Wrapped, k.label()); err == nil {
			return m, i > 0, nil
		}
	}
	return seal.Material{}, false, ErrSecret
}

const (
	askEvery = time.Second
	askTime  = 2 * time.Second
)

// learn loads the keys because a value has a version that the keyring lacks: at most once a second, for what looks like a version may be rubbish. Who asks
// meanwhile waits for the answer.
func (v *Vault) learn() {
	v.asking.Lock()
	defer v.asking.Unlock()
	if since := v.db.Clock().Now().Sub(v.asked); since >= 0 && since < askEvery {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), askTime)
	defer cancel()
	_ = v.Load(ctx) // the value's reader sees whether it helped; the job that loads tells of failures
	v.asked = v.db.Clock().Now()
}
