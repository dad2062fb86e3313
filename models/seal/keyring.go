package seal

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
)

// A sealed value starts with two bytes, which are authenticated: which cipher sealed it and with which version of the key. Values of several ciphers
// and versions lie beside each other.
const headerSize = 2

// ErrOpen is returned for a sealed value that is damaged, cut, moved to another place or sealed with a key that is not at hand. It says no more on purpose.
var ErrOpen = errors.New("seal: the value cannot be opened")

// Keyring seals values with the current key, opens them with whichever of its keys sealed them, and computes indexes. Its keys can be replaced while
// others use it: it is safe for concurrent use.
type Keyring struct {
	keys    atomic.Pointer[keys]
	unknown atomic.Pointer[func()]
}

// keys are never changed, only replaced as a whole.
type keys struct {
	current *dataKey
	data    [256]*dataKey // by version
	index   []byte
}

// dataKey is one version of the key that seals values.
type dataKey struct {
	version byte
	cipher  Cipher
}

// Key is a data key as a keyring takes it. Versions are 1 to 255.
type Key struct {
	Version byte
	Cipher  Cipher
}

// NewKeyring derives the keys from a secret of SecretSize random bytes; the data key has version 1. It is what a program has that stores no keys yet.
func NewKeyring(secret []byte) (*Keyring, error) {
	data, index, err := Derive(secret)
	if err != nil {
		return nil, err
	}
	c, err := NewCipher(AES256GCM, data)
	if err != nil {
		return nil, err
	}
	k := &Keyring{}
	return k, k.Replace(index, 1, Key{Version: 1, Cipher: c})
}

// Replace puts other keys in the place of those that are there. Who is sealing or opening meanwhile uses the old ones or the new ones, never a mixture.
func (k *Keyring) Replace(index Material, current byte, list ...Key) error {
	next := &keys{index: index.bytes}
	if len(next.index) != keySize {
		return errors.New("seal: a keyring without an index key")
	}
	for _, key := range list {
		if key.Version == wrapVersion || key.Cipher == nil || next.data[key.Version] != nil {
			return fmt.Errorf("seal: version %d of the key is not usable or there twice", key.Version)
		}
		next.data[key.Version] = &dataKey{version: key.Version, cipher: key.Cipher}
	}
	if next.current = next.data[current]; next.current == nil {
		return errors.New("seal: a keyring without a current key")
	}
	k.keys.Store(next)
	return nil
}

// OnUnknown has learn called by an Open that meets a version which the keyring does not have: another replica may have added a key a moment ago. It should
// be quick to give up, for anybody can write bytes that look like a version.
func (k *Keyring) OnUnknown(learn func()) { k.unknown.Store(&learn) }

// Current is the version that values are sealed with now.
func (k *Keyring) Current() byte { return k.keys.Load().current.version }

// Has tells whether values of the version can be opened.
func (k *Keyring) Has(version byte) bool { return k.keys.Load().data[version] != nil }

// VersionOf is the version of the key that sealed a value, by its header alone; false when it looks like none.
func VersionOf(sealed []byte) (byte, bool) {
	if len(sealed) < headerSize || sealed[0] == 0 || sealed[1] == wrapVersion {
		return 0, false
	}
	return sealed[1], true
}

// Seal encrypts plain for the place that label names ("petitions.body:<id>"): opened under another label it fails, so that a value cannot be
// moved from one row to another.
func (k *Keyring) Seal(plain []byte, label string) ([]byte, error) {
	return k.keys.Load().current.seal(plain, label)
}

// Open decrypts what Seal made for the same label, with whichever version. Anything else is ErrOpen.
func (k *Keyring) Open(sealed []byte, label string) ([]byte, error) {
	version, ok := VersionOf(sealed)
	if !ok {
		return nil, ErrOpen
	}
	key := k.keys.Load().data[version]
	if learn := k.unknown.Load(); key == nil && learn != nil {
		(*learn)()
		key = k.keys.Load().data[version]
	}
	if key == nil {
		return nil, ErrOpen
	}
	return key.open(sealed, label)
}

func (d *dataKey) seal(plain []byte, label string) ([]byte, error) {
	header := []byte{d.cipher.ID(), d.version}
	body, err := d.cipher.Seal(plain, associated(header, label))
	if err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	return append(header, body...), nil
}

func (d *dataKey) open(sealed []byte, label string) ([]byte, error) {
	if len(sealed) < headerSize || sealed[0] != d.cipher.ID() || sealed[1] != d.version {
		return nil, ErrOpen
	}
	plain, err := d.cipher.Open(sealed[headerSize:], associated(sealed[:headerSize], label))
	if err != nil {
		return nil, ErrOpen
	}
	return plain, nil
}

func associated(header []byte, label string) []byte {
	return append(append(make([]byte, 0, len(header)+len(label)), header...), label...)
}

// Index is the keyed hash (HMAC-SHA256, hex) by which a private value is found again. The label ("people.phone") keeps the same value in two
// columns from having the same index. The empty value has the empty index, so that rows without one do not match each other by accident.
func (k *Keyring) Index(label, value string) Index {
	if value == "" {
		return ""
	}
	mac := hmac.New(sha256.New, k.keys.Load().index)
	mac.Write(binary.BigEndian.AppendUint32(nil, uint32(len(label)))) // where the label ends
	mac.Write([]byte(label))
	mac.Write([]byte(value))
	return Index(hex.EncodeToString(mac.Sum(nil)))
}

// Format implements fmt.Formatter, so that no verb prints the keys.
func (k *Keyring) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(mask)) }

// LogValue implements slog.LogValuer.
func (k *Keyring) LogValue() slog.Value { return slog.StringValue(mask) }

type keyringKey struct{}

// WithKeyring gives the context of a statement the keyring that sealed columns are read and written with.
func WithKeyring(ctx context.Context, k *Keyring) context.Context {
	return context.WithValue(ctx, keyringKey{}, k)
}

func keyringOf(ctx context.Context) (*Keyring, bool) {
	k, ok := ctx.Value(keyringKey{}).(*Keyring)
	return k, ok && k != nil
}
